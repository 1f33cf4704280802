// Upstream: go.etcd.io/raft/v3/quorum
import { majorityOf } from '../base/index.ts';
import type { ConfState, Index, NodeId } from './types.ts';

export type VoteResult = 'pending' | 'lost' | 'won';

type Electorate = Pick<ConfState, 'voters' | 'votersOutgoing'>;

/** What a majority of both halves has stored, by what each voter is known to have stored. */
export function committedIndex(conf: Electorate, stored: (id: NodeId) => Index): Index {
  const incoming = majorityIndex(conf.voters, stored);
  if (conf.votersOutgoing.length === 0) return incoming;
  return Math.min(incoming, majorityIndex(conf.votersOutgoing, stored));
}

/** The outcome of a vote; in a joint configuration both halves must be won. */
export function voteResult(conf: Electorate, votes: ReadonlyMap<NodeId, boolean>): VoteResult {
  const incoming = majorityResult(conf.voters, votes);
  if (conf.votersOutgoing.length === 0) return incoming;
  const outgoing = majorityResult(conf.votersOutgoing, votes);
  if (incoming === 'lost' || outgoing === 'lost') return 'lost';
  return incoming === 'won' && outgoing === 'won' ? 'won' : 'pending';
}

/** All who vote in either half, ascending. */
export function allVoters(conf: Electorate): readonly NodeId[] {
  if (conf.votersOutgoing.length === 0) return conf.voters;
  return [...new Set([...conf.voters, ...conf.votersOutgoing])].sort((a, b) => a - b);
}

/** Half of a majority decision over nobody: it holds back nothing. */
function majorityIndex(voters: readonly NodeId[], stored: (id: NodeId) => Index): Index {
  if (voters.length === 0) return Infinity;
  const ascending: Index[] = [];
  for (const id of voters) insert(ascending, stored(id));
  return ascending[(voters.length - 1) >> 1] ?? 0;
}

function insert(ascending: Index[], value: Index): void {
  let at = ascending.length;
  ascending.push(value);
  for (; at > 0; at--) {
    const before = ascending[at - 1] ?? 0;
    if (before <= value) break;
    ascending[at] = before;
  }
  ascending[at] = value;
}

function majorityResult(
  voters: readonly NodeId[],
  votes: ReadonlyMap<NodeId, boolean>,
): VoteResult {
  if (voters.length === 0) return 'won';
  let granted = 0;
  let missing = 0;
  for (const id of voters) {
    const vote = votes.get(id);
    if (vote === undefined) missing++;
    else if (vote) granted++;
  }
  const needed = majorityOf(voters.length);
  if (granted >= needed) return 'won';
  return granted + missing >= needed ? 'pending' : 'lost';
}
