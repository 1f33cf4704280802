import { describe, expect, test } from 'vitest';
import { testWorld } from '../testing/test-world.ts';
import type { TestWorld } from '../testing/test-world.ts';

const asking = (cpu: string, more: object = {}) => ({ containers: [{ name: 'app', image: 'tools:1', command: ['sleep', '3600'], resources: { requests: { cpu } }, ...more }] });

function ask(world: TestWorld, name: string, cpu: string): void {
  world.api.change('pods', `default/${name}`, (pod) => {
    const spec = pod.spec as { readonly containers: readonly object[] };
    return { metadata: { ...pod.metadata, generation: 2 }, spec: { ...spec, containers: spec.containers.map((container) => ({ ...container, resources: { requests: { cpu } } })) } };
  });
}

const resizes = (world: TestWorld, name: string): readonly string[] => world.events(name).filter((line) => /^(Resize|Killing)/.test(line)).map((line) => line.replace(/used: \d+, capacity: \d+/, 'used: U, capacity: C'));
const granted = (world: TestWorld, name: string): string | undefined => world.pod(name).status.containerStatuses?.[0]?.resources?.requests?.['cpu'];
const conditions = (world: TestWorld, name: string): readonly string[] => (world.pod(name).status.conditions ?? []).flatMap(({ type, reason }) => (type.startsWith('PodResize') ? [`${type} ${reason}`] : []));

describe('a resize', () => {
  test('is carried out on a running container, and told', () => {
    const world = testWorld();
    world.run('web', asking('100m'));
    world.until(() => granted(world, 'web') === '100m');
    ask(world, 'web', '300m');
    world.until(() => granted(world, 'web') === '300m');
    world.pass(2_000);
    expect(world.pod('web').status.containerStatuses?.[0]).toMatchObject({ restartCount: 0, allocatedResources: { cpu: '300m' } });
    const told = '{"containers":[{"name":"app","resources":{"requests":{"cpu":"300m"}}}],"generation":2}';
    expect(resizes(world, 'web')).toEqual([`ResizeStarted Pod resize started: ${told}`, `ResizeCompleted Pod resize completed: ${told}`]);
    expect(conditions(world, 'web')).toEqual([]);
  });

  test('starts the container again where its policy says so', () => {
    const world = testWorld();
    world.run('web', asking('100m', { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }));
    world.until(() => granted(world, 'web') === '100m');
    ask(world, 'web', '300m');
    world.until(() => granted(world, 'web') === '300m');
    world.pass(2_000);
    expect(world.pod('web').status.containerStatuses?.[0]).toMatchObject({ restartCount: 1 });
    expect(resizes(world, 'web').map((line) => line.split(':')[0])).toEqual(['ResizeStarted Pod resize started', 'Killing Container app resize requires restart', 'ResizeCompleted Pod resize completed']);
  });

  test('waits until the node has room for it', () => {
    const world = testWorld();
    world.run('web', asking('100m'));
    world.run('other', { terminationGracePeriodSeconds: 1, ...asking('3') });
    world.until(() => granted(world, 'web') === '100m' && granted(world, 'other') === '3');
    ask(world, 'web', '2');
    world.until(() => conditions(world, 'web').length > 0);
    expect(conditions(world, 'web')).toEqual(['PodResizePending Deferred']);
    expect(granted(world, 'web')).toBe('100m');
    expect(resizes(world, 'web')).toEqual([
      'ResizeDeferred Pod resize OutOfcpu: {"containers":[{"name":"app","resources":{"requests":{"cpu":"2"}}}],"generation":2,"error":"Node didn\'t have enough resource: cpu, requested: 2000, used: U, capacity: C"}',
    ]);
    world.api.delete('pods', 'default/other');
    world.until(() => granted(world, 'web') === '2');
    world.pass(2_000);
    expect(conditions(world, 'web')).toEqual([]);
  });
});
