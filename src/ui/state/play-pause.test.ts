import { expect, test } from 'vitest';
import type { Command } from '../../protocol/index.ts';
import { playPause } from './actions.ts';
import { connect, receive } from './link.ts';

test('who presses twice before the world has answered pauses and plays again', () => {
  Object.assign(globalThis, { requestAnimationFrame: () => 0 });
  const sent: Command[] = [];
  connect({ post: (command) => sent.push(command), listen: () => undefined }, { seed: 1 });
  const frame = (): void => receive({
    type: 'frame', frame: 1, clock: { nowMs: 0, slope: 0, untilMs: 0, event: 0, epoch: '2026-01-01T00:00:00Z', running: true, pace: { mode: 'max' }, headMs: 0, messagesPerSecond: 0 },
  });
  frame();
  playPause();
  // This frame was on its way before the press.
  frame();
  playPause();
  expect(sent.map(({ type }) => type).filter((type) => type === 'play' || type === 'pause')).toEqual(['pause', 'play']);
});
