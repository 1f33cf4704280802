// The scheduler against a real API server: Pods are bound, refusals are told, and what changes brings Pods back.
import { beforeEach, expect, test } from 'vitest';
import { ApiWorld } from '../../src/apiserver/testing/api-world.ts';
import { apiServerPort } from '../../src/kinds/index.ts';
import type { KubeObject, Node, Pod, ResourceRequest } from '../../src/kinds/index.ts';
import { createScheduler } from '../../src/scheduler/index.ts';
import type { Scheduler, SchedulingDecision } from '../../src/scheduler/index.ts';

let world: ApiWorld;
let scheduler: Scheduler;

beforeEach(() => {
  world = new ApiWorld();
  start(world);
});

function start(at: ApiWorld): void {
  const { kernel, host } = at;
  scheduler = createScheduler({
    kernel,
    group: host.group,
    client: { stack: host.stack, servers: [{ address: '10.0.0.1', port: apiServerPort }], credentials: at.keys.credentials('system:kube-scheduler') },
    identity: 'control-plane',
  });
  kernel.spawn('kube-scheduler', scheduler.run(), host.group);
  if (at.ask('get', 'serviceaccounts', { name: 'default' }).code === 404) create('serviceaccounts', { kind: 'ServiceAccount', metadata: { name: 'default' } }, at);
  at.pass(3000);
}

function create(resource: string, body: object, at = world): KubeObject {
  return at.object('create', resource, { body: { apiVersion: 'v1', ...body } });
}

function addNode(name: string, more: { cpu?: string; labels?: object; spec?: object; pods?: string } = {}): void {
  const allocatable = { cpu: more.cpu ?? '4', memory: '8Gi', pods: more.pods ?? '110' };
  const metadata = { name, labels: { 'kubernetes.io/hostname': name, ...more.labels } };
  create('nodes', { kind: 'Node', metadata, spec: more.spec ?? {}, status: { capacity: allocatable, allocatable } });
  // Admission gives a new node the not-ready taint, which a controller takes away.
  const node = world.object('get', 'nodes', { name }) as Node;
  if (JSON.stringify(node.spec) !== JSON.stringify(more.spec ?? {})) world.object('update', 'nodes', { name, body: { ...node, spec: more.spec ?? {} } });
  world.pass(50);
}

const container = (cpu = '100m') => ({ name: 'app', image: 'nginx', resources: { requests: { cpu } } });
const addPod = (name: string, spec: object = {}, labels: object = {}): KubeObject =>
  create('pods', { kind: 'Pod', metadata: { name, labels }, spec: { containers: [container()], ...spec } });
const pod = (name: string): Pod => world.object('get', 'pods', { name }) as Pod;
const condition = (name: string) => pod(name).status.conditions?.find(({ type }) => type === 'PodScheduled');
const patch = (resource: string, name: string, body: unknown, rest: Partial<ResourceRequest> = {}): KubeObject =>
  world.object('patch', resource, { name, body, patchType: 'merge', ...rest });
const events = (name: string): string[] => {
  const list = world.ask('list', 'events').body as { items: { involvedObject: { name: string }; reason: string; message: string }[] };
  return list.items.filter(({ involvedObject }) => involvedObject.name === name).map(({ reason, message }) => `${reason}: ${message}`);
};
const decisions = (): SchedulingDecision[] =>
  [...world.kernel.trace.since(1)].flatMap(({ kind, subject }) => (kind === 'decision' && (subject as { type?: string }).type === 'scheduling' ? [subject as SchedulingDecision] : []));

test('a Pod is bound to the best node, and an event says so', () => {
  addNode('small', { cpu: '1' });
  addNode('large', { cpu: '8' });
  addPod('web');
  world.pass(200);
  expect(pod('web').spec.nodeName).toBe('large');
  expect(condition('web')).toMatchObject({ status: 'True' });
  expect(events('web')).toEqual(['Scheduled: Successfully assigned default/web to large']);
  const [decision] = decisions();
  expect(decision).toMatchObject({ pod: 'default/web', attempt: 1, feasible: ['small', 'large'], chosen: 'large' });
  expect(decision?.scores.map(({ plugin }) => plugin)).toContain('NodeResourcesFit');
  expect(scheduler.waiting).toEqual([]);
});

test('the binding hangs on the decision, and the decision on the creation of the Pod', () => {
  addNode('worker-1');
  world.kernel.record('input', 'person', 'create web');
  addPod('web');
  world.pass(200);
  const records = [...world.kernel.trace.since(1)];
  const decision = records.find(({ kind, subject }) => kind === 'decision' && (subject as { type?: string }).type === 'scheduling');
  expect(world.kernel.trace.causesOf(decision?.id ?? 0).at(-1)?.subject).toBe('create web');
  const binding = records.find(({ kind, subject }) => kind === 'sent' && JSON.stringify((subject as { payload?: unknown }).payload)?.includes('"binding"'));
  expect(world.kernel.trace.causesOf(binding?.id ?? 0).map(({ id }) => id)).toContain(decision?.id);
});

test('Pods decided about but not yet bound count: no node is given more than it has', () => {
  for (const name of ['a', 'b']) addNode(name, { cpu: '1' });
  for (let i = 0; i < 8; i++) addPod(`web-${i}`, { containers: [container('300m')] });
  world.pass(500);
  const nodes = Array.from({ length: 8 }, (_, i) => pod(`web-${i}`).spec.nodeName);
  expect(nodes.filter((name) => name === 'a').length).toBe(3);
  expect(nodes.filter((name) => name === 'b').length).toBe(3);
  expect(condition('web-7')?.message).toBe(
    '0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
  );
});

test('without nodes it says so, and the first node that comes takes the Pod', () => {
  addPod('web');
  world.pass(200);
  expect(condition('web')).toMatchObject({ status: 'False', reason: 'Unschedulable', message: 'no nodes available to schedule pods', observedGeneration: 1 });
  expect(events('web')).toEqual(['FailedScheduling: no nodes available to schedule pods']);
  addNode('worker-1');
  world.pass(1500);
  expect(pod('web').spec.nodeName).toBe('worker-1');
});

test('a waiting Pod is looked at again when a Pod goes, a taint goes or a label comes, and not before', () => {
  addNode('node-a', { cpu: '1' });
  addNode('node-b', { spec: { taints: [{ key: 'slow', effect: 'NoSchedule' }] } });
  addPod('holder', { containers: [container('800m')] });
  world.pass(200);
  addPod('cpu', { containers: [container('500m')] });
  addPod('labelled', { nodeSelector: { disk: 'ssd' } });
  world.pass(20_000);
  expect(condition('cpu')?.message).toBe(
    '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.',
  );
  expect(decisions().filter((decision) => decision.pod === 'default/cpu').length).toBe(1);
  world.ask('delete', 'pods', { name: 'holder', options: { gracePeriodSeconds: 0 } });
  world.pass(500);
  expect(pod('cpu').spec.nodeName).toBe('node-a');
  patch('nodes', 'node-b', { spec: { taints: null } });
  world.pass(500);
  expect(condition('labelled')?.message).toMatch(/^0\/2 nodes are available: 2 node\(s\) didn't match Pod's node affinity\/selector\./);
  patch('nodes', 'node-b', { metadata: { labels: { disk: 'ssd' } } });
  world.pass(500);
  expect(pod('labelled').spec.nodeName).toBe('node-b');
});

test('a Pod of another scheduler and a gated Pod are left alone; the last gate that goes lets the Pod in', () => {
  addNode('worker-1');
  addPod('theirs', { schedulerName: 'my-scheduler' });
  addPod('gated', { schedulingGates: [{ name: 'example.com/quota' }] });
  world.pass(2000);
  expect(pod('theirs').spec.nodeName).toBeUndefined();
  expect(pod('gated').spec.nodeName).toBeUndefined();
  expect(events('gated')).toEqual([]);
  patch('pods', 'gated', { spec: { schedulingGates: null } });
  world.pass(500);
  expect(pod('gated').spec.nodeName).toBe('worker-1');
});

test('the more important Pod is first when there is room for one', () => {
  addPod('low');
  addPod('high', { containers: [container('900m')], priorityClassName: 'system-cluster-critical' });
  world.pass(300);
  addNode('worker-1', { cpu: '1' });
  world.pass(3000);
  expect(pod('high').spec.nodeName).toBe('worker-1');
});

test('a thousand Pods are spread evenly over three nodes', () => {
  for (const name of ['a', 'b', 'c']) addNode(name, { cpu: '8', pods: '1000' });
  const creator = world.client.stack;
  const bodies = Array.from({ length: 1000 }, (_, i) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `web-${i}`, labels: { app: 'web' } }, spec: { containers: [container('10m')] } }));
  world.kernel.spawn('creator', (function* () {
    for (const body of bodies) {
      yield* creator.call({ address: '10.0.0.1', port: apiServerPort, kind: 'request', payload: { type: 'api.call', request: world.request('create', 'pods', { body }) } });
    }
  })());
  world.pass(60_000);
  const list = world.ask('list', 'pods').body as { items: readonly Pod[] };
  const counts = new Map<string, number>();
  for (const { spec } of list.items) counts.set(spec.nodeName ?? '', (counts.get(spec.nodeName ?? '') ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual(['a', 'b', 'c']);
  expect(Math.min(...counts.values())).toBeGreaterThan(300);
});
