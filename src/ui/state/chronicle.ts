import type { Bookmark, EntityId, EventRow, Phrase, PodPhase } from '../../protocol/index.ts';
import { isTroubled } from './queries.ts';
import type { World } from './world.ts';

/** Something that happened, in one line of the world's chronicle. */
export interface Entry {
  readonly id: string;
  readonly atMs: number;
  /** Who says so: a component's name; `hand` for what a person did; nobody for what the run itself has marked. */
  readonly by: { readonly source: string } | 'hand' | undefined;
  readonly what: Phrase;
  readonly isWarning: boolean;
  readonly about?: EntityId;
}

/** Flags that a person's hand has planted. */
const byHand: ReadonlySet<string> = new Set(['mark.apply', 'mark.refused', 'mark.command', 'mark.powerOff', 'mark.powerOn', 'mark.cut', 'mark.heal']);

function fromBookmark({ id, atMs, what, about }: Bookmark): Entry {
  return { id, atMs, what, by: 'say' in what && byHand.has(what.say) ? 'hand' : undefined, isWarning: false, ...(about === undefined ? {} : { about }) };
}

function fromEvent({ id, storedMs, source, message, type, about, reason }: EventRow): Entry {
  return { id, atMs: storedMs, by: { source }, what: { text: message === '' ? reason : message }, isWarning: type === 'Warning', about };
}

const entriesOf = new WeakMap<object, Entry>();

/** The same entry for the same row, so that a line that has not changed is not drawn again. */
function known<Row extends object>(row: Row, make: (row: Row) => Entry): Entry {
  const before = entriesOf.get(row);
  if (before) return before;
  const entry = make(row);
  entriesOf.set(row, entry);
  return entry;
}

/** What happened last, newest first: Kubernetes' Events to the letter, and what people and the run itself have flagged. */
export function latestEntries({ events, bookmarks }: Pick<World, 'events' | 'bookmarks'>, count: number): readonly Entry[] {
  const entries = [...[...bookmarks.values()].map((mark) => known(mark, fromBookmark)), ...[...events.values()].map((event) => known(event, fromEvent))];
  // Sorting keeps the order of equals: of one moment what came last is first.
  return entries.reverse().sort((a, b) => b.atMs - a.atMs).slice(0, count);
}

/** Things that are in the same trouble, and the first of them. */
export interface Trouble {
  readonly kind: 'node' | 'pod';
  /** In Kubernetes' words: `NotReady`, `CrashLoopBackOff`; `Unschedulable` for Pods that fit nowhere. */
  readonly status: string;
  readonly phase: PodPhase;
  readonly count: number;
  readonly first: { readonly id: EntityId; readonly name: string };
}

/** What is wrong now: nodes first, then Pods by their status, in the order they came into it. */
export function troublesOf({ nodes, pods }: Pick<World, 'nodes' | 'pods'>): readonly Trouble[] {
  const found = new Map<string, Trouble>();
  const note = (kind: Trouble['kind'], status: string, phase: PodPhase, first: Trouble['first']): void => {
    const known = found.get(`${kind} ${status}`);
    found.set(`${kind} ${status}`, known ? { ...known, count: known.count + 1 } : { kind, status, phase, count: 1, first });
  };
  for (const node of nodes.values()) {
    if (node.ready !== 'True') note('node', 'NotReady', 'failed', node);
    else for (const pressure of node.pressures) note('node', pressure, 'failed', node);
  }
  for (const pod of pods.values()) {
    if (isTroubled(pod)) note('pod', pod.status, pod.phase, pod);
    else if (pod.node === undefined && pod.note !== undefined) note('pod', 'Unschedulable', 'pending', pod);
  }
  return [...found.values()];
}
