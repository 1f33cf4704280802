import { describe, expect, test } from 'vitest';
import type { Node } from '../../kinds/index.ts';
import { testWorld } from '../testing/test-world.ts';
import type { TestWorld } from '../testing/test-world.ts';

const condition = (world: TestWorld, type: string): string | undefined =>
  (world.api.get('nodes', 'worker-1') as Node).status.conditions?.find((one) => one.type === type)?.status;

describe('a machine that is short of something', () => {
  test('evicts the Pod that uses most beyond its request, says so, and takes no more', () => {
    const world = testWorld();
    const eater = (bytes: number, request?: string) => ({
      containers: [{ name: 'app', image: 'tools:1', command: ['eat', String(bytes)], ...(request === undefined ? {} : { resources: { requests: { memory: request } } }) }],
    });
    world.run('modest', eater(4_000_000_000, '4Gi'));
    world.run('greedy', eater(4_500_000_000, '1Gi'));
    world.until(() => world.pod('greedy').status.phase === 'Failed');
    expect(world.pod('greedy').status).toMatchObject({ reason: 'Evicted' });
    expect(world.pod('greedy').status.conditions?.[0]).toMatchObject({
      type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message: world.pod('greedy').status.message,
    });
    expect(world.pod('greedy').status.message).toMatch(/^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+(Ki)?\. Container app was using \d+(Ki)?, request is 1Gi, has larger consumption of memory\. $/);
    world.until(() => condition(world, 'MemoryPressure') === 'True');
    expect(world.pod('modest').status.phase).toBe('Running');
    world.run('late', { containers: [{ name: 'app', image: 'tools:1' }] });
    world.until(() => world.pod('late').status.phase === 'Failed');
    expect(world.pod('late').status).toMatchObject({ reason: 'Evicted', message: 'Pod was rejected: The node had condition: [MemoryPressure]. ' });
    expect(world.events('worker-1')).toEqual(expect.arrayContaining([
      'EvictionThresholdMet Attempting to reclaim memory', 'NodeHasInsufficientMemory Node worker-1 status is now: NodeHasInsufficientMemory',
    ]));
    world.until(() => condition(world, 'MemoryPressure') === 'False', 400_000);
  });

  test('evicts one Pod after the other, each when the last is gone, the less important first', () => {
    const world = testWorld();
    const eater = (priority: number) => ({ priority, containers: [{ name: 'app', image: 'tools:1', command: ['eat', '3500000000'] }] });
    for (const [name, priority] of [['dear', 5], ['cheap', 1], ['cheaper', 0], ['critical', 2_000_000_000]] as const) world.run(name, eater(priority));
    world.until(() => world.pod('cheap').status.phase === 'Failed');
    expect(['dear', 'cheap', 'cheaper', 'critical'].map((name) => world.pod(name).status.phase)).toEqual(['Running', 'Failed', 'Failed', 'Running']);
    const endedAt = (name: string): string => world.pod(name).status.containerStatuses?.[0]?.state.terminated?.finishedAt ?? '';
    expect(endedAt('cheap') > endedAt('cheaper')).toBe(true);
  });

  test('counts what is in a volume in memory to who mounts it first', () => {
    const world = testWorld();
    world.run('writer', {
      containers: [{ name: 'app', image: 'tools:1', command: ['sleep', '3600'], volumeMounts: [{ name: 'm', mountPath: '/m' }] }],
      volumes: [{ name: 'm', emptyDir: { medium: 'Memory' } }],
    });
    world.until(() => world.pod('writer').status.phase === 'Running');
    const [worker] = world.nodes[0]?.kubelet?.workers.values() ?? [];
    worker?.volumes?.get('m')?.space?.take(7_500_000_000, '/m/x');
    world.until(() => world.pod('writer').status.phase === 'Failed', 60_000);
    expect(world.pod('writer').status.message).toContain('Container app was using 7324219Ki, request is 0, has larger consumption of memory. ');
  });

  test('forgets how containers ended that wrote more than they may', () => {
    const world = testWorld();
    world.run('writer', {
      containers: [{ name: 'app', image: 'tools:1', command: ['sleep', '3600'], volumeMounts: [{ name: 'd', mountPath: '/d' }] }],
      volumes: [{ name: 'd', emptyDir: { sizeLimit: '10' } }],
    });
    world.until(() => world.pod('writer').status.phase === 'Running');
    const [worker] = world.nodes[0]?.kubelet?.workers.values() ?? [];
    worker?.volumes?.get('d')?.files.write('/x', 'more than ten characters');
    world.until(() => world.pod('writer').status.phase === 'Failed', 90_000);
    const { reason, message, containerStatuses: [container] = [] } = world.pod('writer').status;
    expect({ reason, message }).toEqual({ reason: 'Evicted', message: 'Usage of EmptyDir volume "d" exceeds the limit "10". ' });
    expect(container).toMatchObject({
      restartCount: 1, imageID: '', state: { terminated: { reason: 'ContainerStatusUnknown', exitCode: 137 } },
      lastState: { terminated: { message: 'The container could not be located when the pod was deleted.  The container used to be Running' } },
    });
  });

  test('evicts Pods from a full disk also when others have filled it', () => {
    const world = testWorld();
    world.run('idle', { containers: [{ name: 'app', image: 'tools:1', command: ['sleep', '3600'] }] });
    world.until(() => world.pod('idle').status.phase === 'Running');
    const space = world.nodes[0]?.disk.space;
    if (!space) return;
    space.used = space.capacity;
    world.until(() => world.pod('idle').status.phase === 'Failed', 60_000);
    expect(world.pod('idle').status).toMatchObject({ reason: 'Evicted' });
    expect(world.pod('idle').status.message).toMatch(/^The node was low on resource: ephemeral-storage\. Threshold quantity: \d+\w*, available: 0\. $/);
  });

  test('reports a full disk and recovers some time after it was emptied', () => {
    const world = testWorld();
    const space = world.nodes[0]?.disk.space;
    if (!space) return;
    space.used = space.capacity * 0.95;
    world.until(() => condition(world, 'DiskPressure') === 'True', 20_000);
    space.used = 0;
    world.pass(200_000);
    expect(condition(world, 'DiskPressure')).toBe('True');
    world.until(() => condition(world, 'DiskPressure') === 'False', 200_000);
  });
});
