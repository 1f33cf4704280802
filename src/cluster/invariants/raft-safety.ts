import type { EtcdMember } from '../../etcd/index.ts';
import { checkNode, createWitness, forgetCommits } from '../../raft/index.ts';
import type { RaftNode } from '../../raft/index.ts';
import type { Invariant } from './invariant.ts';

/** Committed entries that are remembered to compare others with. */
const remembered = 20_000;

/** Raft's promises: one leader a term, leaders have every committed entry, all members commit the same. */
export function raftSafety(members: readonly EtcdMember[]): Invariant {
  const witness = createWitness(remembered);
  const seen = members.map(() => ({ node: undefined as RaftNode | undefined, committed: -1, term: -1, role: '' }));
  return {
    name: 'raftSafety',
    afterEvent() {
      for (let i = 0; i < members.length; i++) {
        const node = members[i]?.process?.node;
        const before = seen[i];
        if (!node || !before) continue;
        if (before.node !== node) {
          if (before.node) forgetCommits(witness, node.id);
          before.node = node;
        } else if (before.committed === node.log.committed && before.term === node.term && before.role === node.role) {
          continue;
        }
        before.committed = node.log.committed;
        before.term = node.term;
        before.role = node.role;
        checkNode(witness, node);
      }
    },
  };
}
