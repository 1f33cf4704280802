import { describe, expect, it } from 'vitest';
import type { Pod } from '../../kinds/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

function withAccounts(): ApiWorld {
  const world = new ApiWorld();
  world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } } });
  return world;
}

const pod = (spec: object = {}, name = 'web') => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'app', image: 'nginx' }], ...spec } });
const priorityClass = (name: string, rest: object) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, ...rest });

describe('admission', () => {
  it('fills in what a minimal Pod lacks', () => {
    const world = withAccounts();
    const made = world.object('create', 'pods', { body: pod() }) as Pod;
    const [volume] = made.spec.volumes ?? [];
    expect(volume?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(made.metadata).toMatchObject({ generation: 1, namespace: 'default', creationTimestamp: '2026-01-01T00:00:01Z' });
    expect(made.spec).toEqual({
      containers: [{
        name: 'app', image: 'nginx', imagePullPolicy: 'Always', resources: {}, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File',
        volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: volume?.name, readOnly: true }],
      }],
      dnsPolicy: 'ClusterFirst', enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority', priority: 0, restartPolicy: 'Always',
      schedulerName: 'default-scheduler', securityContext: {}, serviceAccount: 'default', serviceAccountName: 'default', terminationGracePeriodSeconds: 30,
      tolerations: ['not-ready', 'unreachable'].map((key) => ({ effect: 'NoExecute', key: `node.kubernetes.io/${key}`, operator: 'Exists', tolerationSeconds: 300 })),
      volumes: [{
        name: volume?.name,
        projected: {
          defaultMode: 420,
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
            { downwardAPI: { items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }] } },
          ],
        },
      }],
    });
    expect(made.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('mounts no token where none is wanted', () => {
    const world = withAccounts();
    expect((world.object('create', 'pods', { body: pod({ automountServiceAccountToken: false }) }) as Pod).spec.volumes).toBeUndefined();
  });

  it('keeps tolerations that say how long already', () => {
    const world = withAccounts();
    const tolerations = [{ key: 'gpu', operator: 'Exists' }, { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', tolerationSeconds: 10, operator: 'Exists' }];
    const made = world.object('create', 'pods', { body: pod({ tolerations }) }) as Pod;
    expect(made.spec.tolerations?.map(({ key, tolerationSeconds }) => [key, tolerationSeconds])).toEqual([
      ['gpu', undefined], ['node.kubernetes.io/not-ready', 10], ['node.kubernetes.io/unreachable', 300],
    ]);
  });

  it('refuses in the words of Kubernetes, before anything is validated', () => {
    const world = withAccounts();
    world.object('create', 'priorityclasses', { body: priorityClass('high', { value: 1000 }) });
    const refusals: [object, string][] = [
      [pod({ serviceAccountName: 'robot', containers: [] }), 'error looking up service account default/robot: serviceaccount "robot" not found'],
      [pod({ priorityClassName: 'ghost' }), 'no PriorityClass with name ghost was found'],
      [pod({ runtimeClassName: 'gvisor' }), 'pod rejected: RuntimeClass "gvisor" not found'],
      [pod({ priority: 77 }), 'the integer value of priority (77) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name'],
      [pod({ priority: 77, priorityClassName: 'high' }), 'the integer value of priority (77) must not be provided in pod spec; priority admission controller computed 1000 from the given PriorityClass name'],
      [pod({ preemptionPolicy: 'Never' }), 'the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name'],
    ];
    for (const [body, why] of refusals) expect(world.refusal('create', 'pods', { body })).toBe(`403 Forbidden: pods "web" is forbidden: ${why}`);
  });

  it('turns the names of priority classes into numbers', () => {
    const world = withAccounts();
    world.object('create', 'priorityclasses', { body: priorityClass('usual', { value: 10, globalDefault: true, preemptionPolicy: 'Never' }) });
    expect((world.object('create', 'pods', { body: pod() }) as Pod).spec).toMatchObject({ priority: 10, priorityClassName: 'usual', preemptionPolicy: 'Never' });
    expect((world.object('create', 'pods', { body: pod({ priorityClassName: 'system-cluster-critical' }, 'crit') }) as Pod).spec.priority).toBe(2_000_000_000);
    expect(world.refusal('create', 'priorityclasses', { body: priorityClass('other', { value: 20, globalDefault: true }) })).toBe(
      '403 Forbidden: priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. Only one default can exist');
  });

  it('taints a node that is new', () => {
    const world = new ApiWorld();
    const made = world.object('create', 'nodes', { body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1' } } });
    expect(made.spec).toMatchObject({ taints: [{ effect: 'NoSchedule', key: 'node.kubernetes.io/not-ready' }] });
  });

  it('says in the trace which stage refused', () => {
    const world = withAccounts();
    const from = world.kernel.trace.latestId + 1;
    world.ask('create', 'pods', { body: pod({ serviceAccountName: 'robot' }) });
    world.ask('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Bad' } } });
    world.ask('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', data: 5 } });
    const stages = [...world.kernel.trace.since(from)].filter(({ kind }) => kind === 'decision').map(({ subject }) => (subject as { stage: string }).stage);
    expect(stages).toEqual(['admission ServiceAccount', 'validate', 'decode']);
  });
});

describe('names', () => {
  it('are made from a prefix and five letters', () => {
    const world = new ApiWorld();
    const made = world.object('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'note-' } } });
    expect(made.metadata.name).toMatch(/^note-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    const long = world.object('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'a'.repeat(80) } } });
    expect(long.metadata.name).toHaveLength(63);
    expect(world.refusal('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} } })).toBe(
      '422 Invalid: ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required');
  });
});

describe('a dry run', () => {
  it('fills in everything but the version, and keeps nothing', () => {
    const world = withAccounts();
    const made = world.object('create', 'pods', { body: pod(), options: { dryRun: true } });
    expect(made.metadata.uid).not.toBe('');
    expect(Object.keys(made.metadata)).not.toContain('resourceVersion');
    expect(world.names('pods')).toEqual([]);
  });
});

describe('strict decoding', () => {
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', label: {} }, a: 1, b: 1 };

  it('refuses, warns or ignores as it is told', () => {
    const world = new ApiWorld();
    expect(world.refusal('create', 'configmaps', { body, options: { fieldValidation: 'Strict' } })).toBe(
      '400 BadRequest: ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "metadata.label", unknown field "a", unknown field "b"');
    expect(world.ask('create', 'configmaps', { body, options: { fieldValidation: 'Warn', dryRun: true } }).warnings).toEqual([
      'unknown field "metadata.label"', 'unknown field "a"', 'unknown field "b"']);
    expect(world.ask('create', 'configmaps', { body, options: { fieldValidation: 'Ignore', dryRun: true } }).warnings).toEqual([]);
  });

  it.each([
    [{ ...body, kind: 'configmap' }, 'configmap in version "v1" cannot be handled as a ConfigMap: no kind "configmap" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"'],
    [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 5 } }, 'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string'],
  ])('%j is told as Go tells it', (wrong, message) => {
    expect(new ApiWorld().refusal('create', 'configmaps', { body: wrong })).toBe(`400 BadRequest: ${message}`);
  });
});
