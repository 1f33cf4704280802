import './provide.ts';
import { describe, expect, it } from 'vitest';
import { defaultTopology } from '../cluster/index.ts';
import { Beginning } from './beginning.ts';
import { sceneNamed } from './scenes.ts';
import { Stage } from './stage.ts';

/** A stage whose scene has begun; its wall clock stands still, so that no slice ends early. */
function begun(scene: string): Stage {
  const stage = new Stage({ topology: defaultTopology, seed: 3 }, () => 0);
  new Beginning(stage, sceneNamed(scene)).run(() => false);
  return stage;
}

const never = (): boolean => false;

describe('the pace by event', () => {
  it('lets each visible message take the same wall time to arrive, however far apart they are', () => {
    const { pacer, frames: { traffic } } = begun('welcome');
    traffic.follow(true);
    const { arrived } = traffic;
    for (let wallMs = 0; wallMs < 4_000; wallMs += 16) pacer.advance({ mode: 'event', rate: 10 }, 16, never);
    expect(traffic.arrived - arrived).toBeGreaterThan(30);
    expect(traffic.arrived - arrived).toBeLessThan(60);
  });

  it('does not wait for housekeeping: an idle cluster passes quickly to whatever comes next', () => {
    const { pacer, frames: { traffic }, world } = begun('empty');
    traffic.follow(true);
    let endMs = world.kernel.nowMs;
    for (let wallMs = 0; wallMs < 3_000; wallMs += 16) {
      const before = world.kernel.nowMs;
      const condition = (): boolean => world.kernel.nowMs > before + 5_000;
      pacer.advance({ mode: 'event', rate: 10 }, 16, condition);
      endMs = world.kernel.nowMs;
    }
    expect(endMs).toBeGreaterThan(20_000);
  });

  it('moves time by the slope that it tells the page', () => {
    const { pacer, frames: { traffic }, world } = begun('welcome');
    traffic.follow(true);
    for (let turn = 0; turn < 200; turn++) {
      const { slope, untilMs } = pacer.advance({ mode: 'event', rate: 5 }, 8, never);
      const before = world.kernel.nowMs;
      pacer.advance({ mode: 'event', rate: 5 }, 1, never);
      const after = world.kernel.nowMs;
      if (slope > 0 && before + slope < untilMs - 1e-9) expect(after).toBeCloseTo(before + slope, 6);
    }
  });
});

describe('the pace by clock', () => {
  it('passes as many virtual milliseconds as it says', () => {
    const { pacer, world } = begun('empty');
    const before = world.kernel.nowMs;
    for (let turn = 0; turn < 10; turn++) pacer.advance({ mode: 'clock', rate: 2 }, 16, never);
    expect(world.kernel.nowMs - before).toBeCloseTo(320, 6);
  });
});
