import { expect, test } from 'vitest';
import type { Command } from '../../protocol/index.ts';
import { choosePace, paceNow } from './chosen-pace.ts';
import { connect, receive } from './link.ts';
import { paceAt, paceStep } from './pace.ts';

test('a chosen pace counts at once, also before the world has taken it, and the world’s afterwards', () => {
  Object.assign(globalThis, { requestAnimationFrame: () => 0 });
  const sent: Command[] = [];
  connect({ post: (command) => sent.push(command), listen: () => undefined }, { seed: 1 });
  const frame = (pace: ReturnType<typeof paceNow>): void => receive({
    type: 'frame', frame: 1, clock: { nowMs: 0, slope: 0, untilMs: 0, event: 0, epoch: '2026-01-01T00:00:00Z', running: false, pace, headMs: 0, messagesPerSecond: 0 },
  });
  const first = { mode: 'event', rate: 8 } as const;
  frame(first);
  choosePace(paceAt('clock', 3));
  frame(first);
  // The second key goes on from the first, though no frame has told of it.
  choosePace(paceAt('clock', paceStep(paceNow()) + 1));
  expect(sent.filter(({ type }) => type === 'pace')).toEqual([{ type: 'pace', pace: paceAt('clock', 3) }, { type: 'pace', pace: paceAt('clock', 4) }]);
  frame(paceAt('clock', 4));
  frame(first);
  expect(paceNow()).toEqual(first);
});
