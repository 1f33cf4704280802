import '../../src/cluster/provide.ts';
import { expect, test } from 'vitest';
import { Scenario } from './support.ts';

const reader = `apiVersion: v1
kind: Pod
metadata: {name: reader}
spec:
  containers:
  - {name: main, image: busybox, command: [sleep, "100000"], volumeMounts: [{name: own, mountPath: /own}]}
  volumes:
  - name: own
    projected:
      sources:
      - serviceAccountToken: {path: token, expirationSeconds: 600}
`;
interface Claims { readonly exp: number; readonly iat: number; readonly 'kubernetes.io': { readonly warnafter?: number } }

test('a Pod’s token is another before the old one ends, and what every Pod is given holds a year', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }] });
  scenario.apply(reader);
  scenario.run('kubectl wait --for=condition=Ready pod/reader --timeout=60s');
  const read = (file: string): Claims => {
    const [, middle = ''] = scenario.run(`kubectl exec reader -- cat ${file}`).split('.');
    return JSON.parse(Buffer.from(middle, 'base64url').toString()) as Claims;
  };
  const usual = read('/var/run/secrets/kubernetes.io/serviceaccount/token');
  expect([usual.exp - usual.iat, (usual['kubernetes.io'].warnafter ?? 0) - usual.iat]).toEqual([365 * 24 * 3_600, 3_607]);
  const first = read('/own/token');
  expect(first.exp - first.iat).toBe(600);
  scenario.pass('460s');
  expect(read('/own/token')).toEqual(first);
  scenario.pass('60s');
  const second = read('/own/token');
  expect(second.iat - first.iat).toBeGreaterThanOrEqual(480);
  expect(second.iat - first.iat).toBeLessThan(540);
  scenario.expectSound();
}, 120_000);

test('names of Services that come hours later are answered: CoreDNS may still ask', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }] });
  scenario.pass('2h');
  scenario.run('kubectl create service clusterip late --tcp=80 && sleep 5');
  scenario.run('kubectl run asker --image=busybox --restart=Never -- nslookup late.default.svc.cluster.local');
  scenario.until('kubectl logs asker', /Name:\s+late\.default\.svc\.cluster\.local/);
}, 240_000);
