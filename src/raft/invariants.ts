// Raft's five properties (Ongaro, Ousterhout: figure 3), each checked on what an event has changed,
// so that it can be done after every event.
import { AssertionError, lastOf } from '../base/index.ts';
import { firstIndex, lastIndex, termAt } from './log.ts';
import type { RaftNode } from './node.ts';
import type { Entry, HardState, Index, NodeId, Term } from './types.ts';

/** What Raft promises, by the names of the paper; the last three are what the others rest on. */
export type RaftPromise =
  | 'electionSafety'
  | 'logMatching'
  | 'leaderCompleteness'
  | 'stateMachineSafety'
  | 'marksInOrder'
  | 'termsGrow'
  | 'oneVotePerTerm';

/** A promise of Raft is broken. */
export class RaftPromiseError extends AssertionError {
  readonly promise: RaftPromise;

  constructor(promise: RaftPromise, message: string) {
    super(message);
    this.promise = promise;
  }
}

function keep(promise: RaftPromise, isKept: boolean, why: string): void {
  if (!isKept) throw new RaftPromiseError(promise, why);
}

/** What was ever true of a group, and must stay so. It is to see all nodes of the group. */
export interface Witness {
  readonly leaders: Map<Term, NodeId>;
  /** Committed entries in order; the oldest are dropped when there are too many. */
  readonly committed: Entry[];
  /** How far each node's commits have been looked at. */
  readonly commits: Map<NodeId, Index>;
  readonly votes: Map<NodeId, HardState>;
  /** The entries that were ever seen, by place, for the check of log matching. */
  readonly places: Map<Index, Place>;
  /** How many committed entries are remembered at least. */
  readonly remembered: number;
}

/** What was seen at an index in one term, and what in others: an index rarely has more than one. */
interface Place {
  readonly term: Term;
  readonly data: unknown;
  readonly previous: Term | undefined;
  readonly other: Place | undefined;
}

/** A witness that remembers at least the last so many committed entries. */
export function createWitness(remembered = Infinity): Witness {
  return {
    leaders: new Map(),
    committed: [],
    commits: new Map(),
    votes: new Map(),
    places: new Map(),
    remembered,
  };
}

/** The highest index that is known to be committed anywhere. */
export function lastCommitted({ committed }: Witness): Index {
  return lastOf(committed)?.index ?? 0;
}

/** Election safety, leader completeness, state machine safety: after any input to the node. */
export function checkNode(witness: Witness, node: RaftNode): void {
  const { id, log, term } = node;
  const inOrder =
    log.applied <= log.applying && log.applying <= log.committed && log.committed <= lastIndex(log);
  keep('marksInOrder', inOrder, `${id} has ${log.applied}, ${log.applying}, ${log.committed}`);
  if (witness.commits.get(id) !== log.committed) checkCommits(witness, node);
  if (node.role === 'leader' && witness.leaders.get(term) !== id) checkLeader(witness, node);
}

/** Nobody takes a vote back: after anything was stored, and after a crash. */
export function checkHardState(witness: Witness, id: NodeId, hardState: HardState): void {
  const before = witness.votes.get(id);
  if (before === hardState) return;
  if (before !== undefined) {
    const { term, vote } = hardState;
    keep('termsGrow', term >= before.term, `${id} went from term ${before.term} to ${term}`);
    const isKept = term > before.term || before.vote === 0 || vote === before.vote;
    keep('oneVotePerTerm', isKept, `${id} voted for ${before.vote} and ${vote} in term ${term}`);
  }
  witness.votes.set(id, hardState);
}

/** The node starts anew from its disk, which may know of fewer commits. */
export function forgetCommits(witness: Witness, id: NodeId): void {
  witness.commits.delete(id);
}

/** Log matching: a place determines the entry and, by its predecessor, all that is before it. */
export function checkLogMatching(witness: Witness, { id, log }: RaftNode): void {
  const from = Math.max(firstIndex(log), Math.min(log.committed, log.stable) + 1);
  for (let index = from; index <= lastIndex(log); index++) {
    const entry = log.entries[index - firstIndex(log)];
    if (entry === undefined) continue;
    const { term, data } = entry;
    const previous = termAt(log, index - 1);
    const known = placeAt(witness, entry, previous);
    const isSame = known.data === data && known.previous === previous;
    keep('logMatching', isSame, `${term}/${index} is not the same everywhere, as ${id} has it`);
  }
}

/** What is known of a place; if nothing is, what is seen there first. */
function placeAt(witness: Witness, entry: Entry, previous: Term | undefined): Place {
  const { places, remembered } = witness;
  const { index, term, data } = entry;
  const first = places.get(index);
  for (let place = first; place !== undefined; place = place.other) {
    if (place.term === term) return place;
  }
  const seen = { term, data, previous, other: first };
  places.set(index, seen);
  if (first === undefined && places.size > 2 * remembered) forgetPlaces(places, remembered);
  return seen;
}

/** Leaves the places that were seen last. */
function forgetPlaces(places: Map<Index, unknown>, remembered: number): void {
  for (const index of places.keys()) {
    if (places.size <= remembered) return;
    places.delete(index);
  }
}

/** State machine safety: what is committed at an index is the same everywhere and for ever. */
function checkCommits(witness: Witness, { id, log }: RaftNode): void {
  // Whoever commits more at once than its log keeps has compacted the first of it before it could be seen.
  if (log.base.index > lastCommitted(witness)) witness.committed.length = 0;
  const from = Math.max(witness.commits.get(id) ?? 0, log.base.index);
  for (let index = from + 1; index <= log.committed; index++) {
    const entry = log.entries[index - firstIndex(log)];
    if (entry !== undefined) checkCommitted(witness, id, entry);
  }
  witness.commits.set(id, log.committed);
}

function checkCommitted(witness: Witness, id: NodeId, entry: Entry): void {
  const { committed, remembered } = witness;
  const { index, term, data } = entry;
  const first = committed[0]?.index ?? index;
  const known = committed[index - first];
  if (known !== undefined) {
    const what = `${id} committed ${term}/${index}, others ${known.term}/${index}`;
    keep('stateMachineSafety', known.term === term && known.data === data, `${what}`);
  } else if (index >= first) {
    const isNext = index === first + committed.length;
    keep('stateMachineSafety', isNext, `${id} was first to commit ${index}`);
    committed.push(entry);
    if (committed.length > 2 * remembered) committed.splice(0, committed.length - remembered);
  }
}

function checkLeader(witness: Witness, node: RaftNode): void {
  const { id, term } = node;
  const known = witness.leaders.get(term);
  keep('electionSafety', known === undefined, `${known} and ${id} lead in term ${term}`);
  witness.leaders.set(term, id);
  checkCompleteness(witness, node);
}

/** Leader completeness: a new leader has all that was committed in earlier terms. */
function checkCompleteness({ committed }: Witness, { id, term, log }: RaftNode): void {
  for (const entry of committed) {
    if (entry.index <= log.base.index || entry.term >= term) continue;
    const what = `${id} leads term ${term} without ${entry.term}/${entry.index}`;
    keep('leaderCompleteness', termAt(log, entry.index) === entry.term, `${what}`);
  }
}
