import { describe, expect, test } from 'vitest';
import { testWorld } from '../testing/test-world.ts';

const asking = (cpu: string, more: Record<string, unknown> = {}) => ({
  ...more, terminationGracePeriodSeconds: 1, containers: [{ name: 'app', image: 'tools:1', command: ['sleep', '3600'], resources: { requests: { cpu } } }],
});
const critical = { priority: 2_000_000_000 };

describe('a critical Pod on a node that is full', () => {
  test('takes the place of as few as possible, and starts when these are gone', () => {
    const world = testWorld();
    world.run('large', asking('3'));
    world.run('small', asking('500m'));
    world.until(() => world.pod('small').status.phase === 'Running' && world.pod('large').status.phase === 'Running');
    world.run('wanted', asking('1500m', critical));
    world.until(() => world.pod('wanted').status.phase === 'Running');
    expect(world.pod('small').status.phase).toBe('Running');
    expect(world.pod('large').status).toMatchObject({ phase: 'Failed', reason: 'Preempting', message: 'Preempted in order to admit critical pod' });
    expect(world.pod('large').status.conditions?.[0]).toMatchObject({ type: 'DisruptionTarget', message: 'Pod was preempted by Kubelet to accommodate a critical pod.' });
  });

  test('takes the smallest of those of which one is enough', () => {
    const world = testWorld();
    world.run('larger', asking('2'));
    world.run('smaller', asking('1500m'));
    world.until(() => world.pod('larger').status.phase === 'Running' && world.pod('smaller').status.phase === 'Running');
    world.run('wanted', asking('1', critical));
    world.until(() => world.pod('wanted').status.phase === 'Running');
    expect([world.pod('larger').status.phase, world.pod('smaller').status.phase]).toEqual(['Running', 'Failed']);
  });

  test('is refused when the room of all who are less important would not do, and nobody goes', () => {
    const world = testWorld();
    world.run('equal', asking('3', critical));
    world.run('small', asking('500m'));
    world.until(() => world.pod('small').status.phase === 'Running' && world.pod('equal').status.phase === 'Running');
    world.run('wanted', asking('2', critical));
    world.until(() => world.pod('wanted').status.phase === 'Failed');
    expect(world.pod('wanted').status).toMatchObject({ reason: 'UnexpectedAdmissionError' });
    expect(world.pod('wanted').status.message).toMatch(/no set of running pods found to reclaim resources: \[\(res: cpu, q: 1000\), \]$/);
    expect(world.pod('small').status.phase).toBe('Running');
  });

  test('no other Pod makes anybody go', () => {
    const world = testWorld();
    world.run('large', asking('3'));
    world.until(() => world.pod('large').status.phase === 'Running');
    world.run('dear', asking('2', { priority: 1_000_000 }));
    world.until(() => world.pod('dear').status.phase === 'Failed');
    expect(world.pod('dear').status.reason).toBe('OutOfcpu');
    expect(world.pod('large').status.phase).toBe('Running');
  });
});
