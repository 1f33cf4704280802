// What an input would do, found out by giving it to a copy of the node: the protocol itself answers.
import { elapse } from './clock.ts';
import { applyConfChange } from './conf-changes.ts';
import type { Message } from './messages.ts';
import type { RaftNode } from './node.ts';
import { advance, hasReady, ready } from './ready.ts';
import { silent } from './report.ts';

/** What came of an input once the node's own disk and application had done their work. */
export interface Rehearsal {
  /** What the input meets. */
  readonly before: RaftNode;
  readonly after: RaftNode;
  /** What it would send meanwhile, in order. */
  readonly sent: readonly Message[];
}

/** More rounds of storing and applying than one input ever needs. */
const mostRounds = 100;

/**
 * A copy of the node as the next input will meet it: what its disk writes just now is written, before anything else is taken
 * up. The node is left alone.
 * @param ticks that have passed unseen by the node
 */
export function settledCopy(node: RaftNode, ticks: number): RaftNode {
  const copy = copyNode(node);
  if (ticks > 0) elapse(copy, ticks);
  if (copy.onAdvance.length > 0) advance(copy);
  settle(copy, []);
  return copy;
}

/**
 * Plays the input, and all the local work that follows, on a copy of a settled node, which is left alone. Throws
 * AssertionError where the node would end by it.
 */
export function rehearse(before: RaftNode, input: (copy: RaftNode) => void): Rehearsal {
  const after = copyNode(before);
  const sent: Message[] = [];
  input(after);
  settle(after, sent);
  return { before, after, sent };
}

/** Does what each Ready asks for, as if disk and application took no time. */
function settle(node: RaftNode, sent: Message[]): void {
  for (let round = 0; round < mostRounds && hasReady(node); round++) {
    const { messages, committedEntries } = ready(node);
    sent.push(...messages);
    for (const entry of committedEntries) if (entry.type !== 'EntryNormal') applyConfChange(node, entry.data);
    advance(node);
  }
}

/** A node that shares nothing with the other that either of them changes; its dice always fall alike, and it writes no log. */
function copyNode(node: RaftNode): RaftNode {
  const { log, progress, pendingReads } = node;
  return {
    ...node,
    config: { ...node.config, random: () => 0, report: silent },
    log: { ...log, entries: [...log.entries], report: silent },
    progress: new Map([...progress].map(([id, { inflights, ...known }]) => [id, { ...known, inflights: { ...inflights, lasts: [...inflights.lasts], bytes: [...inflights.bytes] } }])),
    votes: new Map(node.votes),
    pendingReads: new Map([...pendingReads].map(([context, { acks, ...read }]) => [context, { ...read, acks: new Map(acks) }])),
    earlyReads: [...node.earlyReads],
    readStates: [...node.readStates],
    outbox: [...node.outbox],
    outboxAfterAppend: [...node.outboxAfterAppend],
    onAdvance: [...node.onAdvance],
  };
}
