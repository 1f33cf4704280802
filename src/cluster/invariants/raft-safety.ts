import type { EtcdMember } from '../../etcd/index.ts';
import { RaftPromiseError, checkLogMatching, checkNode, createWitness, forgetCommits } from '../../raft/index.ts';
import type { Entry, RaftNode, Witness } from '../../raft/index.ts';
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
 * the same. What is broken is told by the name of the promise. Members come and go; each cluster is a group of its own.
 */
export function raftSafety(members: readonly EtcdMember[]): Invariant {
  const witnesses = new Map<string, Witness>();
  const seen: Seen[] = [];
  const witnessOf = (clusterId: string): Witness => {
    let witness = witnesses.get(clusterId);
    if (!witness) witnesses.set(clusterId, (witness = createWitness(remembered)));
    return witness;
  };
  const look = (member: EtcdMember, node: RaftNode, before: Seen): void => {
    const { term, role, log: { entries, committed } } = node;
    const last = entries[entries.length - 1];
    const isNew = before.node !== node;
    if (!isNew && before.committed === committed && before.term === term && before.role === role && before.last === last) return;
    const witness = witnessOf(member.directory.metadata?.clusterId ?? '');
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
        while (seen.length < members.length) seen.push({ node: undefined, committed: -1, term: -1, role: '', last: undefined });
        for (let i = 0; i < members.length; i++) {
          const member = members[i];
          const node = member?.process?.node;
          const before = seen[i];
          if (node && before) look(member, node, before);
        }
      } catch (error) {
        if (!(error instanceof RaftPromiseError)) throw error;
        throw new InvariantError(error.promise, error.message);
      }
    },
  };
}
