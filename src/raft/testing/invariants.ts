// Raft's five properties (Ongaro, Ousterhout: figure 3), each checked on what an event has changed.
import { assert } from '../../base/index.ts';
import { firstIndex, lastIndex, termAt } from '../log.ts';
import type { RaftNode } from '../node.ts';
import type { Storage } from '../storage.ts';
import type { Entry, Index, NodeId, Term } from '../types.ts';

/** What was ever true of the group, and must stay so. */
export interface Witness {
  readonly leaders: Map<Term, NodeId>;
  /** Committed entries by index; the first is at 2, after the snapshot that the group begins with. */
  readonly committed: Entry[];
  /** The entries that were ever seen, by place. */
  readonly places: Map<string, { readonly data: unknown; readonly previous: Term | undefined }>;
  /** How far each node's commits have been looked at. */
  readonly commits: Map<NodeId, Index>;
  readonly votes: Map<NodeId, { readonly term: Term; readonly vote: NodeId }>;
  /** What was committed anywhere when a read was asked for. */
  readonly reads: Map<string, Index>;
}

export function createWitness(): Witness {
  return {
    leaders: new Map(),
    committed: [],
    places: new Map(),
    commits: new Map(),
    votes: new Map(),
    reads: new Map(),
  };
}

/** The highest index that is known to be committed anywhere. */
export function lastCommitted(witness: Witness): Index {
  return witness.committed.length + 1;
}

/** Looks at a node after something happened to it. */
export function checkNode(witness: Witness, node: RaftNode): void {
  checkMarks(node);
  checkNewEntries(witness, node);
  checkCommits(witness, node);
  if (node.role === 'leader') checkLeader(witness, node);
}

/** Looks at a disk after something was stored: nobody votes twice in a term. */
export function checkDisk(witness: Witness, id: NodeId, { hardState }: Storage): void {
  const before = witness.votes.get(id);
  const { term, vote } = hardState;
  if (before !== undefined) {
    assert(term >= before.term, `terms grow: ${id} went from term ${before.term} to ${term}`);
    const isSame = term > before.term || before.vote === 0 || vote === before.vote;
    assert(isSame, `one vote per term: ${id} voted for ${before.vote} and ${vote} in term ${term}`);
  }
  witness.votes.set(id, { term, vote });
}

/** The node starts anew from its disk, which may know of fewer commits. */
export function forgetCommits(witness: Witness, id: NodeId): void {
  witness.commits.delete(id);
}

/** A read must see all that was committed anywhere before it was asked for. */
export function checkRead(witness: Witness, context: string, index: Index): void {
  const least = witness.reads.get(context) ?? 0;
  assert(index >= least, `linearizable reads: ${context} may read at ${index}, not before ${least}`);
}

function checkMarks({ id, log }: RaftNode): void {
  const inOrder =
    log.applied <= log.applying && log.applying <= log.committed && log.committed <= lastIndex(log);
  assert(inOrder, `marks in order: ${id} has ${log.applied}, ${log.applying}, ${log.committed}`);
}

/** Log matching: a place determines the entry and, by its predecessor, all that is before it. */
function checkNewEntries(witness: Witness, node: RaftNode): void {
  const { log } = node;
  const from = Math.max(firstIndex(log), Math.min(log.committed, log.stable) + 1);
  for (let index = from; index <= lastIndex(log); index++) {
    const entry = log.entries[index - firstIndex(log)];
    if (entry === undefined) continue;
    const place = `${entry.term}/${index}`;
    const previous = termAt(log, index - 1);
    const seen = witness.places.get(place);
    if (seen === undefined) witness.places.set(place, { data: entry.data, previous });
    else {
      const isSame = seen.data === entry.data && seen.previous === previous;
      assert(isSame, `log matching: ${place} is not the same everywhere, as ${node.id} has it`);
    }
  }
}

/** State machine safety: what is committed at an index is the same everywhere and for ever. */
function checkCommits(witness: Witness, { id, log }: RaftNode): void {
  const from = Math.max(witness.commits.get(id) ?? 0, log.base.index);
  for (let index = from + 1; index <= log.committed; index++) {
    const entry = log.entries[index - firstIndex(log)];
    if (entry === undefined) continue;
    const known = witness.committed[index - 2];
    if (known === undefined) {
      assert(index === lastCommitted(witness) + 1, `no gaps: ${id} committed ${index}`);
      witness.committed.push(entry);
    } else {
      const isSame = known.term === entry.term && known.data === entry.data;
      assert(isSame, `state machine safety: ${id} committed ${entry.term}/${index}, others ${known.term}/${index}`);
    }
  }
  witness.commits.set(id, log.committed);
}

function checkLeader(witness: Witness, node: RaftNode): void {
  const { id, term } = node;
  const known = witness.leaders.get(term);
  if (known === id) return;
  assert(known === undefined, `election safety: ${known} and ${id} lead in term ${term}`);
  witness.leaders.set(term, id);
  checkCompleteness(witness, node);
}

/** Leader completeness: a new leader has all that was committed in earlier terms. */
function checkCompleteness(witness: Witness, { id, term, log }: RaftNode): void {
  for (const { index, term: committedTerm } of witness.committed) {
    if (index <= log.base.index || committedTerm >= term) continue;
    const isThere = termAt(log, index) === committedTerm;
    assert(isThere, `leader completeness: ${id} leads term ${term} without ${committedTerm}/${index}`);
  }
}
