import type { EtcdMember } from '../../etcd/index.ts';
import { RaftPromiseError, checkLogMatching, checkNode, createWitness, forgetCommits } from '../../raft/index.ts';
import type { Entry, RaftNode } from '../../raft/index.ts';
import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

/** Entries that are remembered to compare others with. */
const remembered = 5_000;

/** What was last looked at of a member. */
interface Seen {
  node: RaftNode | undefined;
  committed: number;
  term: number;
  role: string;
  last: Entry | undefined;
}

/**
 * Raft's promises: one leader a term, the same entry at the same place, leaders have every committed entry, all members commit
 * the same. What is broken is told by the name of the promise.
 */
export function raftSafety(members: readonly EtcdMember[]): Invariant {
  const witness = createWitness(remembered);
  const seen = members.map((): Seen => ({ node: undefined, committed: -1, term: -1, role: '', last: undefined }));
  const look = (node: RaftNode, before: Seen): void => {
    const { term, role, log: { entries, committed } } = node;
    const last = entries[entries.length - 1];
    const isNew = before.node !== node;
    if (!isNew && before.committed === committed && before.term === term && before.role === role && before.last === last) return;
    if (isNew && before.node) forgetCommits(witness, node.id);
    const isLogNew = isNew || before.last !== last;
    before.node = node;
    before.committed = committed;
    before.term = term;
    before.role = role;
    before.last = last;
    checkNode(witness, node);
    if (isLogNew) checkLogMatching(witness, node);
  };
  return {
    name: 'raftSafety',
    afterEvent() {
      try {
        for (let i = 0; i < members.length; i++) {
          const node = members[i]?.process?.node;
          const before = seen[i];
          if (node && before) look(node, before);
        }
      } catch (error) {
        if (!(error instanceof RaftPromiseError)) throw error;
        throw new InvariantError(error.promise, error.message);
      }
    },
  };
}
