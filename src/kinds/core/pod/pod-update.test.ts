// What may change in a running Pod; the words and the differences are as a real API server was recorded to answer.

import '../../provide.ts';
import { describe, expect, test } from 'vitest';
import { formatFieldError } from '../../field-error.ts';
import type { Container, Pod, PodInput, PodSpec } from '../../generated/types.ts';
import { podKind } from './pod.ts';

const container: Container = {
  name: 'app',
  image: 'nginx:1.28',
  imagePullPolicy: 'IfNotPresent',
  resources: { requests: { cpu: '100m' } },
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  volumeMounts: [{ name: 'kube-api-access-x7k2p', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
};

/** A Pod as admission, scheduler and kubelet leave it. */
const spec: PodSpec = {
  containers: [container],
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  activeDeadlineSeconds: 3600,
  dnsPolicy: 'ClusterFirst',
  serviceAccountName: 'default',
  serviceAccount: 'default',
  nodeName: 'worker-1',
  securityContext: {},
  schedulerName: 'default-scheduler',
  tolerations: [
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    { key: 'gpu', operator: 'Exists' },
  ],
  priority: 0,
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
  volumes: [{
    name: 'kube-api-access-x7k2p',
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  }],
};

const metadata = { name: 'web', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const previous: Pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec, status: { phase: 'Running', qosClass: 'Burstable' } };

function errorsOf(changed: Partial<PodSpec>, before: Pod = previous): readonly string[] {
  const input: PodInput = { ...before, spec: { ...before.spec, ...changed } };
  const next = { ...podKind.defaults(input), metadata };
  return (podKind.validateUpdate?.(next, before) ?? []).map(formatFieldError);
}

const refused = 'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,'
  + '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` '
  + '(allow it to be set to 1 if it was previously negative)\n';

test('a changed environment is refused with the difference of the two specs', () => {
  const changed = { ...container, env: [{ name: 'A', value: 'b' }] };
  expect(errorsOf({ containers: [changed] })).toEqual([`${refused}@@ -98,7 +98,13 @@
    "WorkingDir": "",
    "Ports": null,
    "EnvFrom": null,
-   "Env": null,
+   "Env": [
+    {
+     "Name": "A",
+     "Value": "b",
+     "ValueFrom": null
+    }
+   ],
    "Resources": {
     "Limits": null,
     "Requests": {
`]);
});

describe.each([
  { why: 'a node selector', changed: { nodeSelector: { disktype: 'ssd' } }, hunk: '@@ -139,7 +139,9 @@' },
  { why: 'another restart policy', changed: { restartPolicy: 'Never' as const }, hunk: '@@ -135,7 +135,7 @@' },
  { why: 'a limit', changed: { containers: [{ ...container, resources: { limits: { cpu: '1' }, requests: { cpu: '100m' } } }] }, hunk: '@@ -100,7 +100,9 @@' },
  {
    why: 'a command and a port',
    changed: { containers: [{ ...container, command: ['nginx', '-g', 'daemon off;'], ports: [{ containerPort: 80, protocol: 'TCP' as const }], resources: {} }] },
    hunk: '@@ -93,17 +93,27 @@',
  },
])('$why', ({ changed, hunk }) => {
  test('is refused, and the difference stands where Kubernetes shows it', () => {
    expect(errorsOf(changed).map((error) => error.split('\n')[1])).toEqual([hunk]);
  });
});

test.each([
  { why: 'another image is allowed', changed: { containers: [{ ...container, image: 'nginx:1.29' }] }, errors: [] },
  { why: 'one more toleration is allowed', changed: { tolerations: [...(spec.tolerations ?? []), { key: 'a', operator: 'Exists' as const }] }, errors: [] },
  { why: 'an earlier deadline is allowed', changed: { activeDeadlineSeconds: 60 }, errors: [] },
  { why: 'a later deadline is refused', changed: { activeDeadlineSeconds: 7200 }, errors: ['spec.activeDeadlineSeconds: Invalid value: 7200: must be less than or equal to previous value'] },
  {
    why: 'fewer tolerations are refused',
    changed: { tolerations: [] },
    errors: ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
  },
  {
    why: 'one more container is refused',
    changed: { containers: [container, { ...container, name: 'side' }] },
    errors: ['spec.containers: Forbidden: pod updates may not add or remove containers'],
  },
])('$why', ({ changed, errors }) => {
  expect(errorsOf(changed)).toEqual(errors);
});

test('no image at all is refused twice, which the answer shows once', () => {
  expect(new Set(errorsOf({ containers: [{ ...container, image: '' }] }))).toEqual(new Set(['spec.containers[0].image: Required value']));
});

test('a deadline cannot be taken away', () => {
  const { activeDeadlineSeconds: _, ...rest } = spec;
  const next = { ...previous, spec: rest };
  expect((podKind.validateUpdate?.(next, previous) ?? []).map(formatFieldError)).toEqual([
    'spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value',
  ]);
});

test('a container that has ended cannot run again in a Pod that never restarts', () => {
  const status = { name: 'app', image: '', imageID: '', lastState: {}, ready: false, restartCount: 0, state: { terminated: { exitCode: 0 } } };
  const before: Pod = { ...previous, spec: { ...spec, restartPolicy: 'Never' }, status: { ...previous.status, containerStatuses: [status] } };
  const after: Pod = { ...before, status: { ...before.status, containerStatuses: [{ ...status, state: { running: {} } }] } };
  expect((podKind.validateStatusUpdate?.(after, before) ?? []).map(formatFieldError)).toEqual([
    'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state',
  ]);
});

describe('a Pod that gates hold back', () => {
  const gated: Pod = { ...previous, spec: { ...spec, schedulingGates: [{ name: 'example.com/quota' }], nodeSelector: { disk: 'ssd' } } };

  test.each([
    { why: 'gets no further gates', changed: { schedulingGates: [{ name: 'example.com/quota' }, { name: 'example.com/more' }] }, errors: ["spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'example.com/more'"] },
    { why: 'loses its gates', changed: { schedulingGates: [] }, errors: [] },
    { why: 'is narrowed to fewer nodes', changed: { nodeSelector: { disk: 'ssd', zone: 'a' } }, errors: [] },
    { why: 'is not sent to other nodes', changed: { nodeSelector: { disk: 'hdd' } }, errors: ['spec.nodeSelector: Invalid value: {"disk":"hdd"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)'] },
    {
      why: 'gets an affinity to nodes',
      changed: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' as const }] }] } } } },
      errors: [],
    },
  ])('$why', ({ changed, errors }) => {
    expect(errorsOf(changed, gated)).toEqual(errors);
  });
});
