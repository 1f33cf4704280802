import type { Bookmark, EntityId, EventRow, Phrase, PodPhase } from '../../protocol/index.ts';
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

/** What happened last, newest first: Kubernetes' Events to the letter, and what people and the run itself have flagged. */
export function latestEntries({ events, bookmarks }: Pick<World, 'events' | 'bookmarks'>, count: number): readonly Entry[] {
  const newest: Entry[] = [...bookmarks.values()].map(fromBookmark);
  for (const event of events.values()) newest.push(fromEvent(event));
  return newest.map((entry, order) => ({ entry, order }))
    .sort((a, b) => b.entry.atMs - a.entry.atMs || b.order - a.order)
    .slice(0, count).map(({ entry }) => entry);
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
  for (const node of nodes.values()) if (node.ready !== 'True') note('node', 'NotReady', 'failed', node);
  for (const pod of pods.values()) {
    if (pod.phase === 'failed' || pod.phase === 'crashLoop') note('pod', pod.status, pod.phase, pod);
    else if (pod.node === undefined && pod.note !== undefined) note('pod', 'Unschedulable', 'pending', pod);
  }
  return [...found.values()];
}
