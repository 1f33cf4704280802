import type { EntityId, LinkFault, Machine, Member } from '../../../../protocol/index.ts';
import type { Point } from '../../../graph/scene/geometry.ts';
import type { Words } from '../../../i18n/use-words.ts';
import type { Rows } from '../../../state/world.ts';
import { outOf, placeBeside, type LabelPlace } from './ring-labels.ts';
import { pointAt, ringWay } from './ring-way.ts';

/** One direction of a link between two members that is worse than usual, and whether the other one is so too. */
export interface LinkMark {
  readonly from: EntityId;
  readonly to: EntityId;
  readonly isOneWay: boolean;
  /** What of its messages is lost, 0 to 1. */
  readonly loss: number;
  /** In the page's words: `20 % lost, 20 ms`. */
  readonly text: string;
}

const percent = (chance: number): number => Math.round(chance * 100);

/** What is wrong with a link, in the page's words. */
export function linkFaultText({ loss, repeat, reorder, latencyMs, jitterMs }: LinkFault, say: Words): string {
  return [
    ...(loss === undefined ? [] : [say('link.isLost', { percent: percent(loss) })]),
    ...(repeat === undefined ? [] : [say('link.isRepeated', { percent: percent(repeat) })]),
    ...(reorder === undefined ? [] : [say('link.isOvertaken', { percent: percent(reorder) })]),
    ...(latencyMs === undefined ? [] : [say('link.isLate', { ms: Math.round(latencyMs * 10) / 10 })]),
    ...(jitterMs === undefined ? [] : [say('link.isUneven', { ms: Math.round(jitterMs * 10) / 10 })]),
  ].join(say('raft.comma'));
}

/** What is wrong with the messages of one member to another; undefined when nothing is. */
export function linkFaultOf(machines: Rows<Machine>, from: Member, to: Member): LinkFault | undefined {
  return machines.get(from.machine)?.linkFaults?.find((fault) => fault.to === to.machine);
}

/** The links between members that are worse than usual: once when both directions are so alike, else each by itself. */
export function linkMarks(members: readonly Member[], machines: Rows<Machine>, say: Words): readonly LinkMark[] {
  const markOf = (from: Member, to: Member): LinkMark | undefined => {
    const fault = linkFaultOf(machines, from, to);
    return fault && { from: from.id, to: to.id, isOneWay: true, loss: fault.loss ?? 0, text: linkFaultText(fault, say) };
  };
  return members.flatMap((a, i) => members.slice(i + 1).flatMap((b) => {
    const [there, back] = [markOf(a, b), markOf(b, a)];
    if (there && there.text === back?.text) return [{ ...there, isOneWay: false }];
    return [...(there ? [there] : []), ...(back ? [back] : [])];
  }));
}

/** The ring that marks stand on. */
export interface MarkedRing {
  readonly at: ReadonlyMap<string, Point>;
  readonly rim: number;
  readonly centre: Point;
  readonly scale: number;
}

/** A mark on the ring: the point of the link that it speaks of, and where its words are from there. */
export interface PlacedMark extends LinkMark {
  readonly width: number;
  readonly point: Point;
  readonly words: LabelPlace;
  /** Which way the messages go, in degrees. */
  readonly degrees: number;
}

/** On a way that passes the middle of the ring, words stand near the sender; on a short one, halfway. */
const [nearSender, halfway, shortWay] = [0.27, 0.5, 130];

/** A mark with its place outside the way; undefined when one of its ends is not on the picture. `width` is that of its words. */
export function placeMark(mark: LinkMark, width: number, { at, rim, centre, scale }: MarkedRing): PlacedMark | undefined {
  const way = ringWay(at, mark.from, mark.to, rim);
  if (!way) return undefined;
  const [from, to] = way;
  const isShort = Math.hypot(to.x - from.x, to.y - from.y) < shortWay * scale;
  const out = outOf(centre, way);
  return {
    ...mark, width, point: pointAt(way, isShort ? halfway : nearSender),
    // Between two dials there is no room: words stand farther out, across from the middle of the way.
    words: isShort ? { x: out.x * (12 * scale + width / 2), y: (out.y * 20 + 4) * scale, anchor: 'middle' } : placeBeside(out, scale),
    degrees: (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI,
  };
}
