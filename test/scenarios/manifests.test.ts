import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Scenario } from './support.ts';

const folder = 'test/manifests';
const names = readdirSync(folder).sort();
const textOf = (name: string): string => readFileSync(join(folder, names.find((file) => file.startsWith(name)) ?? ''), 'utf8');

/** What the real kubectl and API server said to each manifest as it was written. */
const answers: Readonly<Record<string, RegExp>> = {
  M01: /^error: error parsing .*: error converting YAML to JSON: yaml: line 4: found character that cannot start any token$/m,
  M02: /yaml: line 32: mapping values are not allowed in this context$/m,
  M03: /namespace in version "v1" cannot be handled as a Namespace: no kind "namespace" is registered for version "v1" in scheme/,
  M04: /^service\/myservice created$/m,
  M05: /yaml: line 9: found a tab character that violates indentation$/m,
  M06: /strict decoding error: unknown field "spec\.nodeSelceter"$/m,
  M07: /yaml: line 8: found a tab character that violates indentation$/m,
  M08: /^service\/ex-service created$/m,
  M09: /^endpoints\/ex-service created$/m,
  M10: /nodePort: Invalid value: 33212: provided port is not in the valid range\. The range of valid ports is 30000-32767$/m,
  M11: /^service\/loadbalancerservice created$/m,
  M12: /no matches for kind "Ingress" in version "extensions\/v1beta1"\nensure CRDs are installed first$/m,
  M13: /spec\.containers\[0\]\.name: Invalid value: "helloNginx": a lowercase RFC 1123 label must consist of/,
  M14: /yaml: line 6: could not find expected ':'$/m,
};

test('each manifest, applied as it was written, is answered as by the real thing', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  expect(names).toHaveLength(Object.keys(answers).length);
  for (const [name, answer] of Object.entries(answers)) {
    scenario.write(`${name}.yaml`, textOf(name));
    const { output } = scenario.session.answer({ run: `kubectl apply -f ${name}.yaml` });
    expect(output, name).toMatch(answer);
  }
  scenario.expectSound();
});

test('the corrected manifests come to life', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  const corrected = {
    M01: textOf('M01').replaceAll('\t', '  ').replace('v1beta1', 'v1').replace('Replicaset', 'ReplicaSet').replace(/replicas: 3.*/, 'replicas: 3\n  selector: {matchLabels: {app: nginx}}').replace(/^status:.*$/m, ''),
    M04: textOf('M04'),
    M10: textOf('M10').replaceAll('33212', '30212'),
    M13: textOf('M13').replace('helloNginx', 'hello-nginx'),
  };
  for (const [name, text] of Object.entries(corrected)) {
    scenario.write(`${name}.yaml`, text);
    scenario.run(`kubectl apply -f ${name}.yaml`);
  }
  scenario.until('kubectl get replicaset nginx-deployment', /3 +3 +3/);
  scenario.until('kubectl get pod mynginx0', /1\/1 +Running/);
  expect(scenario.run('kubectl get service nodeportservice')).toMatch(/NodePort .*:30212\/TCP/);
  scenario.expectSound();
});
