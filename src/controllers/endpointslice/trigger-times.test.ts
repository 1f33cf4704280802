import { expect, test } from 'vitest';
import type { Pod, Service } from '../../kinds/index.ts';
import { TriggerTimes, withTriggerTime } from './trigger-times.ts';

const service = { metadata: { name: 'web', namespace: 'default', creationTimestamp: '2026-01-01T00:00:09Z' } } as Service;
const pod = (name: string, second: number, status: 'True' | 'False' = 'True'): Pod =>
  ({ metadata: { name }, status: { conditions: [{ type: 'Ready', status, lastTransitionTime: `2026-01-01T00:00:0${second}Z` }] } }) as unknown as Pod;
const at = (second: number): string => `2026-01-01T00:00:0${second}Z`;

test.each([
  { what: 'the Service is there before its Pods: that it was made', before: undefined, now: [], time: at(9) },
  { what: 'all is new: the earliest of all', before: undefined, now: [pod('a', 3), pod('b', 2)], time: at(2) },
  { what: 'nothing', before: [pod('a', 3)], now: [pod('a', 3)], time: undefined },
  { what: 'one Pod became ready', before: [pod('a', 3), pod('b', 2, 'False')], now: [pod('a', 3), pod('b', 4)], time: at(4) },
  { what: 'one became ready within the second', before: [pod('a', 3, 'False')], now: [pod('a', 3)], time: at(3) },
  { what: 'one left: that has no time', before: [pod('a', 3), pod('b', 2)], now: [pod('a', 3)], time: undefined },
])('what changed is told by its time: $what', ({ before, now, time }) => {
  const times = new TriggerTimes();
  if (before) times.change('default/web', service, before).noteTold();
  expect(times.change('default/web', service, now).time).toBe(time);
});

test('a change that could not be told is told by the next sync, and one of a Service that went and came again as its first', () => {
  const times = new TriggerTimes();
  times.change('default/web', service, [pod('a', 3)]).noteTold();
  expect(times.change('default/web', service, [pod('a', 5)]).time).toBe(at(5));
  times.change('default/web', service, [pod('a', 5)]).noteTold();
  expect(times.change('default/web', service, [pod('a', 5)]).time).toBeUndefined();
  times.forget('default/web');
  expect(times.change('default/web', service, [pod('a', 5)]).time).toBe(at(5));
});

test('annotations tell of the last change only, and keep what others have said', () => {
  const told = withTriggerTime({ mine: 'yes' }, at(1));
  expect(told).toEqual({ mine: 'yes', 'endpoints.kubernetes.io/last-change-trigger-time': at(1) });
  expect(withTriggerTime(told, undefined)).toEqual({ mine: 'yes' });
});
