import type { Message } from '../../../../protocol/index.ts';
import type { Point } from '../../../graph/scene/geometry.ts';
import type { Rows } from '../../../state/world.ts';
import { outOf } from './ring-labels.ts';
import { pointAt, ringWay, type Way } from './ring-way.ts';
import { stoppedAt, type Walls } from './walls.ts';

/** A message between two that are on the picture. */
export interface Flight {
  readonly message: Message;
  readonly way: Way;
  /** The side of its way that points out of the ring. */
  readonly out: Point;
  /** Where it waits, when it is held: messages that wait at one place stand in a row. */
  readonly waitsAt: number | undefined;
}

/** Where things stand on the picture, by id, and how far from there messages begin and end. */
export interface RingPlaces {
  readonly at: ReadonlyMap<string, Point>;
  readonly rim: number;
  readonly centre: Point;
}

/** The first that waits stands so far on its way, the next so much farther. */
const firstWaits = 0.16;
const nextWaits = 0.13;
const lastWaits = 0.9;

/** Every message between members, with its way: as far as a wall, when one stands there. */
export function flightsOf(messages: Rows<Message>, { at, rim, centre }: RingPlaces, walls: Walls): readonly Flight[] {
  const waiting = new Map<string, number>();
  const flights: Flight[] = [];
  for (const message of messages.values()) {
    const whole = ringWay(at, message.from, message.to, rim);
    if (!whole) continue;
    const end = stoppedAt(walls, message, whole);
    const way: Way = end === undefined ? whole : [whole[0], pointAt(whole, end)];
    let waitsAt: number | undefined;
    if (message.heldMs !== undefined) {
      const link = `${message.from} ${message.to}`;
      const before = waiting.get(link) ?? 0;
      waiting.set(link, before + 1);
      waitsAt = Math.min(lastWaits, Math.max(firstWaits + before * nextWaits, shareOf(message, message.heldMs)));
    }
    flights.push({ message, way, out: outOf(centre, way), waitsAt });
  }
  return flights;
}

function shareOf({ sentMs, arrivesMs }: Message, nowMs: number): number {
  return Math.max(0, Math.min(1, (nowMs - sentMs) / Math.max(0.001, arrivesMs - sentMs)));
}

/** Where a message is at that time; without motion all stand in the middle of their ways. */
export function placeOf({ message, way, waitsAt }: Flight, nowMs: number, isStill: boolean): Point {
  return pointAt(way, waitsAt ?? (isStill ? 0.5 : shareOf(message, nowMs)));
}
