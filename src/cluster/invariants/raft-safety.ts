import { lastOf } from '../../base/index.ts';
import type { EtcdMember } from '../../etcd/index.ts';
import { RaftPromiseError, checkLogMatching, checkNode, createWitness, forgetCommits } from '../../raft/index.ts';
import type { Entry, RaftNode, Witness } from '../../raft/index.ts';
import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

/** Entries that are remembered to compare others with. */
const remembered = 5_000;

type Life = NonNullable<EtcdMember['process']>;

/** What was last looked at of a life of a member. */
interface Seen {
  readonly process: Life;
  readonly node: RaftNode;
  readonly committed: number;
  readonly term: number;
  readonly role: string;
  readonly last: Entry | undefined;
}

/** Whether that life of the member is as it was when it was last looked at. Asked after every event of the world. */
function isAsSeen(process: Life, seen: Seen | undefined): boolean {
  if (seen?.process !== process) return false;
  const { term, role, log } = seen.node;
  return log.committed === seen.committed && term === seen.term && role === seen.role && lastOf(log.entries) === seen.last;
}

/**
 * Raft's promises: one leader a term, the same entry at the same place, leaders have every committed entry, all members commit
 * the same. What is broken is told by the name of the promise. Members come and go; each cluster is a group of its own.
 */
export function raftSafety(members: readonly EtcdMember[]): Invariant {
  const witnesses = new Map<string, Witness>();
  const seen: (Seen | undefined)[] = [];
  const witnessOf = (clusterId: string): Witness => {
    let witness = witnesses.get(clusterId);
    if (!witness) witnesses.set(clusterId, (witness = createWitness(remembered)));
    return witness;
  };
  const look = (process: Life, directory: EtcdMember['directory'], before: Seen | undefined): Seen => {
    const { node } = process;
    const { term, role, log: { entries, committed } } = node;
    const last = lastOf(entries);
    const witness = witnessOf(directory.metadata?.clusterId ?? '');
    if (before && before.node !== node) forgetCommits(witness, node.id);
    const isLogNew = before?.node !== node || before.last !== last;
    checkNode(witness, node);
    if (isLogNew) checkLogMatching(witness, node);
    return { process, node, committed, term, role, last };
  };
  return {
    name: 'raftSafety',
    afterEvent() {
      try {
        for (let index = 0; index < members.length; index++) {
          const member = members[index];
          const process = member?.process;
          if (process && !isAsSeen(process, seen[index])) seen[index] = look(process, member.directory, seen[index]);
        }
      } catch (error) {
        if (!(error instanceof RaftPromiseError)) throw error;
        throw new InvariantError(error.promise, error.message);
      }
    },
  };
}
