import { expect, test } from 'vitest';
import type { Clock, Message } from '../../protocol/index.ts';
import { stepBetween } from './last-step.ts';
import { noWorld, type World } from './world.ts';

const message = (id: string, kind: Message['kind'] = 'request'): Message => ({ id, kind, from: 'machine/workstation', to: 'component/a/kube-apiserver', sentMs: 0, arrivesMs: 9, label: 'POST pods' });
const clock: Clock = { nowMs: 100, slope: 0, untilMs: 100, event: 1, epoch: '2026-01-01T00:00:00Z', running: false, pace: { mode: 'event', rate: 2 }, headMs: 100, messagesPerSecond: 2 };
const world = (event: number, messages: readonly Message[], more: Partial<Clock> = {}): World => ({ ...noWorld, clock: { ...clock, event, ...more }, messages: new Map(messages.map((one) => [one.id, one])) });

test('a step tells what arrived and what set out, but no heartbeats', () => {
  const [a, b, c] = [message('message/1'), message('message/2'), message('message/3')];
  expect(stepBetween(world(1, [a, b]), world(2, [b, c, message('message/4', 'heartbeat')]))).toEqual({ arrived: [a], sent: [c] });
});

test('what was lost has not arrived', () => {
  const a = message('message/1');
  const after = { ...world(2, []), lost: new Map([[a.id, { ...a, lostMs: 5, at: 0.5, reason: { text: 'cut' } }]]) };
  expect(stepBetween(world(1, [a]), after)).toEqual({ arrived: [], sent: [] });
});

test.each([
  { why: 'time passes by itself', before: world(1, [], { running: true }), after: world(2, []) },
  { why: 'one goes back', before: world(2, []), after: world(1, []) },
  { why: 'nothing was stepped', before: world(1, []), after: world(1, []) },
])('nothing is told where $why', ({ before, after }) => {
  expect(stepBetween(before, after)).toBeUndefined();
});
