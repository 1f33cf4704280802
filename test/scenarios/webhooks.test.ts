import { expect, test } from 'vitest';
import { Scenario } from './support.ts';

const server = `apiVersion: apps/v1
kind: Deployment
metadata: {name: hook}
spec:
  replicas: 2
  selector: {matchLabels: {app: hook}}
  template:
    metadata: {labels: {app: hook}}
    spec:
      containers:
      - name: hook
        image: registry.k8s.io/e2e-test-images/agnhost:2.47
        args: [webhook, --port=8443]
        readinessProbe: {httpGet: {scheme: HTTPS, port: 8443, path: /readyz}}
---
apiVersion: v1
kind: Service
metadata: {name: hook}
spec: {selector: {app: hook}, ports: [{port: 443, targetPort: 8443}]}
`;

const configuration = (kind: string, path: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}WebhookConfiguration
metadata: {name: test}
webhooks:
- name: test.example.com
  clientConfig: {service: {name: hook, namespace: default, path: ${path}}}
  admissionReviewVersions: [v1]
  sideEffects: None
  rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}]
`;

test('webhooks behind a Service of the cluster have a say; when nobody answers, nothing passes', () => {
  // The control plane is no node here: its API server reaches Pods without kube-proxy.
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  scenario.apply(server);
  scenario.until('kubectl get deployment hook', /2\/2/);
  scenario.apply(configuration('Validating', '/configmaps'));
  scenario.apply(configuration('Mutating', '/mutating-configmaps'));
  scenario.world.pass(1_000);
  expect(scenario.refuse('kubectl create configmap bad --from-literal=webhook-e2e-test=webhook-disallow')).toBe(
    'error: failed to create configmap: admission webhook "test.example.com" denied the request: the configmap contains unwanted key and value\n');
  scenario.run('kubectl create configmap good --from-literal=mutation-start=yes');
  expect(scenario.run("kubectl get configmap good -o jsonpath='{.data}'")).toBe('{"mutation-stage-1":"yes","mutation-start":"yes"}');
  scenario.run('kubectl delete deployment hook; sleep 2');
  expect(scenario.refuse('kubectl create configmap late')).toBe(
    'error: failed to create configmap: Internal error occurred: failed calling webhook "test.example.com": failed to call webhook: Post "https://hook.default.svc:443/mutating-configmaps?timeout=10s": no endpoints available for service "hook"\n');
  scenario.run('kubectl delete validatingwebhookconfigurations,mutatingwebhookconfigurations --all; sleep 1; kubectl create configmap late');
});
