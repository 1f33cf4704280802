import { describe, expect, test } from 'vitest';
import type { Node } from '../kinds/index.ts';
import { testWorld } from './testing/test-world.ts';
import type { TestWorld } from './testing/test-world.ts';

const web = { containers: [{ name: 'web', image: 'web:1' }] };
const isReady = (world: TestWorld, pod: string): boolean => world.pod(pod).status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;
const status = (world: TestWorld) => world.pod('web').status.containerStatuses?.[0];

function running(): TestWorld {
  const world = testWorld();
  world.run('web', web);
  world.until(() => isReady(world, 'web'));
  world.pass(2_000);
  return world;
}

const nodeOf = (world: TestWorld): Node => world.api.get('nodes', 'worker-1') as Node;
const renewed = (world: TestWorld): unknown => (world.api.get('leases', 'kube-node-lease/worker-1')?.spec as { readonly renewTime?: string } | undefined)?.renewTime;

describe('a node', () => {
  test('registers with its labels, tells its status and renews its lease every ten seconds', () => {
    const world = testWorld();
    const node = nodeOf(world);
    expect(node).toMatchObject({
      metadata: {
        labels: { 'kubernetes.io/hostname': 'worker-1', 'kubernetes.io/os': 'linux', 'beta.kubernetes.io/arch': 'amd64' },
        annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
      },
      status: { addresses: [{ type: 'InternalIP', address: '192.168.0.11' }, { type: 'Hostname', address: 'worker-1' }], capacity: { pods: '110' } },
    });
    expect(node.status.conditions?.map((one) => `${one.type} ${one.status} ${one.reason}: ${one.message}`)).toEqual([
      'MemoryPressure False KubeletHasSufficientMemory: kubelet has sufficient memory available',
      'DiskPressure False KubeletHasNoDiskPressure: kubelet has no disk pressure',
      'PIDPressure False KubeletHasSufficientPID: kubelet has sufficient PID available',
      'Ready True KubeletReady: kubelet is posting ready status',
    ]);
    const before = world.api.writes.length;
    world.pass(100_000);
    expect(world.api.writes.slice(before)).toEqual(Array.from({ length: world.api.writes.length - before }, () => 'update leases worker-1'));
    expect(world.api.writes.length - before).toBeGreaterThanOrEqual(9);
    expect(world.events('worker-1')).toEqual([
      'Starting Starting kubelet.',
      'NodeHasSufficientMemory Node worker-1 status is now: NodeHasSufficientMemory',
      'NodeHasNoDiskPressure Node worker-1 status is now: NodeHasNoDiskPressure',
      'NodeHasSufficientPID Node worker-1 status is now: NodeHasSufficientPID',
      'NodeReady Node worker-1 status is now: NodeReady',
      'NodeAllocatableEnforced Updated Node Allocatable limit across pods',
    ]);
  });

  test('is ready only once it has a range of addresses', () => {
    const world = testWorld({ node: { podCIDR: undefined as never } });
    const ready = () => nodeOf(world).status.conditions?.find(({ type }) => type === 'Ready')?.status;
    expect(ready()).toBe('False');
    world.api.change('nodes', 'worker-1', ({ spec }) => ({ spec: { ...(spec as object), podCIDR: '10.244.5.0/24' } }));
    world.until(() => ready() === 'True', 2_000);
  });

  test('does next to nothing while nothing happens', () => {
    const world = running();
    const before = world.kernel.eventNumber;
    world.pass(600_000);
    expect(world.kernel.eventNumber - before).toBeLessThan(600);
  });

  test('refuses a Pod for which it has no room', () => {
    const world = testWorld();
    world.run('big', { containers: [{ name: 'web', image: 'web:1', resources: { requests: { cpu: '5' } } }] });
    world.until(() => world.pod('big').status.phase === 'Failed');
    expect(world.pod('big').status).toMatchObject({
      reason: 'OutOfcpu', message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000",
    });
  });
});

describe('faults', () => {
  test('containers outlive their kubelet, and the next one takes them over without a restart', () => {
    const world = running();
    const [node] = world.nodes;
    const id = status(world)?.containerID;
    node?.stopKubelet();
    world.pass(60_000);
    const stopped = renewed(world);
    expect(node?.kubelet).toBeUndefined();
    node?.startKubelet();
    world.pass(15_000);
    expect(renewed(world)).not.toBe(stopped);
    expect(status(world)).toMatchObject({ containerID: id, restartCount: 0, ready: true });
    expect(world.pod('web').status.phase).toBe('Running');
  });

  test('what was deleted while the kubelet was stopped is ended when it comes back', () => {
    const world = running();
    const [node] = world.nodes;
    node?.stopKubelet();
    world.api.delete('pods', 'default/web', 0);
    world.pass(5_000);
    expect(node?.runtime.pods.size).toBe(1);
    node?.startKubelet();
    world.pass(5_000);
    expect(node?.runtime.pods.size).toBe(0);
  });

  test('a Pod that failed while its node was off keeps what was known of its containers', () => {
    const world = running();
    const [node] = world.nodes;
    if (!node) return;
    world.network.powerOff(node.host);
    world.api.change('pods', 'default/web', (pod) => ({ status: { ...world.pod(pod.metadata.name).status, phase: 'Failed' } }));
    node.runtime.pods.clear();
    world.network.powerOn(node.host);
    node.start();
    world.pass(10_000);
    expect(world.pod('web').status.phase).toBe('Failed');
    expect(status(world)).toMatchObject({ ready: false, state: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } } });
  });

  test('a frozen kubelet renews nothing, and goes on where it was', () => {
    const world = running();
    const [node] = world.nodes;
    node?.freezeKubelet();
    const frozen = renewed(world);
    world.pass(60_000);
    expect(renewed(world)).toBe(frozen);
    world.api.delete('pods', 'default/web');
    world.pass(5_000);
    expect(world.api.get('pods', 'default/web')).toBeDefined();
    node?.thawKubelet();
    world.until(() => world.api.get('pods', 'default/web') === undefined, 10_000);
    expect(renewed(world)).not.toBe(frozen);
  });

  test('a node that was given up for lost says that it is ready as soon as its kubelet goes on', () => {
    const world = running();
    const ready = () => nodeOf(world).status.conditions?.find(({ type }) => type === 'Ready')?.status;
    world.nodes[0]?.freezeKubelet();
    world.pass(50_000);
    world.api.change('nodes', 'worker-1', () => ({
      status: { ...nodeOf(world).status, conditions: nodeOf(world).status.conditions?.map((one) => ({ ...one, status: 'Unknown', reason: 'NodeStatusUnknown' })) },
    }));
    world.pass(5_000);
    expect(ready()).toBe('Unknown');
    world.nodes[0]?.thawKubelet();
    world.until(() => ready() === 'True', 11_000);
  });

  test('after a loss of power every container starts again in a new sandbox', () => {
    const world = running();
    const [node] = world.nodes;
    const before = world.pod('web').status;
    if (!node) return;
    world.network.powerOff(node.host);
    world.pass(30_000);
    expect(node.kubelet).toBeUndefined();
    world.network.powerOn(node.host);
    node.start();
    world.until(() => status(world)?.restartCount === 1);
    world.pass(1_000);
    expect(world.pod('web').status.podIP).not.toBe(before.podIP);
    expect(status(world)).toMatchObject({ ready: true, lastState: { terminated: { exitCode: 255, reason: 'Unknown' } } });
    expect(world.events('web')).toContain('SandboxChanged Pod sandbox changed, it will be killed and re-created.');
    expect(world.network.stackAt(before.podIP ?? '')).toBeUndefined();
  });

  test('a node that cannot reach its servers registers when it can', () => {
    const world = testWorld({ isStarted: false });
    const [node] = world.nodes;
    if (!node) return;
    world.network.setCut(node.host, world.api.host, true);
    node.start();
    world.pass(120_000);
    expect(world.api.list('nodes')).toEqual([]);
    world.network.setCut(node.host, world.api.host, false);
    world.until(() => world.api.get('nodes', 'worker-1') !== undefined, 60_000);
  });
});
