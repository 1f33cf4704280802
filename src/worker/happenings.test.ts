import './provide.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultTopology } from '../cluster/index.ts';
import { Stage } from './stage.ts';

describe('what is worth a flag', () => {
  const stage = new Stage({ topology: defaultTopology, seed: 1 }, () => 0);
  const { world, frames } = stage;
  const run = (command: string, ms: number): void => {
    stage.act({ type: 'run', command });
    const untilMs = world.kernel.nowMs + ms;
    // Each change is seen on its own, as by whoever watches.
    while (world.kernel.nowMs < untilMs) {
      world.run({ untilMs: Math.min(untilMs, world.kernel.nowMs + 20) });
      frames.takeInObjects();
    }
  };
  const rollouts = (): number => [...frames.timeline.bookmarks.values()].filter(({ what }) => 'say' in what && what.say === 'mark.rolloutDone' && what.with?.['name'] === 'web').length;
  beforeAll(() => {
    world.run({ untilMs: 60_000, condition: () => world.isReady });
    run('kubectl create deployment web --image=nginx --replicas=2', 15_000);
  });

  it('is a rollout that is done, and not a container that ends and is started again', () => {
    expect(rollouts()).toBe(1);
    run('kubectl exec deploy/web -- kill 1', 15_000);
    expect([...frames.objects.pods.values()].some(({ restarts }) => restarts === 1)).toBe(true);
    expect(rollouts()).toBe(1);
    run('kubectl scale deployment web --replicas=3', 15_000);
    expect(rollouts()).toBe(2);
  });

  it('is no bookkeeping of API servers, which is no object either', () => {
    run('kubectl expose deployment web --type=NodePort --port=80', 2_000);
    const kinds = new Set([...frames.objects.all()].map(({ kind }) => kind));
    expect([kinds.has('Service'), kinds.has('RangeAllocation')]).toEqual([true, false]);
  });
});
