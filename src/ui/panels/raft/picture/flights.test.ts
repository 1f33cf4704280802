import { expect, test } from 'vitest';
import type { Message } from '../../../../protocol/index.ts';
import { flightsOf, placeOf, type RingPlaces } from './flights.ts';
import type { Walls } from './walls.ts';

const places: RingPlaces = { at: new Map([['a', { x: 0, y: 0 }], ['b', { x: 300, y: 0 }]]), rim: 50, centre: { x: 150, y: 100 } };
const open: Walls = { wall: undefined, barriers: [] };
const message = (id: string, more: Partial<Message> = {}): [string, Message] => [id, { id, kind: 'append', from: 'a', to: 'b', sentMs: 0, arrivesMs: 10, label: '', ...more }];
const xs = (messages: readonly [string, Message][], walls = open, nowMs = 5, isStill = false): readonly number[] => flightsOf(new Map(messages), places, walls).map((flight) => Math.round(placeOf(flight, nowMs, isStill).x));

test('a message is where its time says, from rim to rim; without motion it stands in the middle', () => {
  expect([xs([message('m')], open, 0), xs([message('m')], open, 5), xs([message('m')], open, 20)]).toEqual([[50], [150], [250]]);
  expect(xs([message('m')], open, 1, true)).toEqual([150]);
});

test('each direction has its own side of the link', () => {
  const [there, back] = flightsOf(new Map([message('m'), message('n', { from: 'b', to: 'a' })]), places, open).map((flight) => placeOf(flight, 5, false).y);
  expect(Math.sign(there ?? 0)).toBe(-Math.sign(back ?? 0));
});

test('messages that wait on one link stand in a row', () => {
  const waiting = xs([message('m', { heldMs: 0 }), message('n', { heldMs: 0 }), message('o', { heldMs: 0 })]);
  expect(waiting).toEqual([82, 108, 134]);
});

test('what is cut off ends at its barrier, and what has another end is not drawn', () => {
  expect(xs([message('m')], { wall: undefined, barriers: [{ from: 'a', to: 'b', isOneWay: false }] }, 20)).toEqual([150]);
  expect(xs([message('m', { to: 'elsewhere' })])).toEqual([]);
});
