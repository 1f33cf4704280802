import { etcdLimits } from '../../etcd/index.ts';
import type { MemberView } from '../../etcd/index.ts';
import { componentId, machineId } from '../../protocol/index.ts';
import type { Member, RaftRole } from '../../protocol/index.ts';

/** Log entries that the strips of a frame show. */
const windowLength = 12;

/** The role of a member in the grammar's words. */
export function roleOf({ state, raft }: MemberView): RaftRole {
  if (state === 'stopped' || !raft) return 'down';
  if (raft.isLearner) return 'learner';
  switch (raft.role) {
    case 'leader': return 'leader';
    case 'candidate': return 'candidate';
    case 'pre-candidate': return 'precandidate';
    case 'follower': return 'follower';
  }
}

/** Where the strips of all members begin, so that they align. */
export function windowOf(views: readonly MemberView[]): number {
  const last = Math.max(0, ...views.map(({ raft }) => raft?.lastIndex ?? 0));
  return Math.max(1, last - windowLength + 1);
}

/** A member as the map and the Raft view draw it. */
export function memberRow(view: MemberView, windowFrom: number, before: Member | undefined): Member {
  const { raft, name, host } = view;
  const role = roleOf(view);
  const common = { id: componentId(host, 'etcd'), name, machine: machineId(host), role, paused: view.state === 'paused' };
  if (!raft) {
    // Its disk keeps the log; the window goes on with the others'.
    const { term = 0, voters = [], log = emptyLog } = before ?? {};
    return { ...common, term, votes: [], log: { ...log, windowFrom, terms: shifted(log, windowFrom) }, progress: [], voters, votersOutgoing: [], learners: [] };
  }
  const terms: number[] = [];
  for (let index = windowFrom; index <= Math.min(raft.lastIndex, windowFrom + windowLength - 1); index++) terms.push(raft.termAt(index) ?? 0);
  return {
    ...common,
    term: raft.term,
    ...(raft.vote === undefined ? {} : { vote: raft.vote }),
    ...(raft.lead === undefined ? {} : { lead: raft.lead }),
    timer: { type: role === 'leader' ? 'heartbeat' : 'election', fromMs: raft.timerFromMs, dueMs: raft.timerDueMs },
    ...(raft.leaseUntilMs === undefined ? {} : { lease: { fromMs: raft.leaseUntilMs - etcdLimits.electionTicks * etcdLimits.heartbeatMs, dueMs: raft.leaseUntilMs } }),
    votes: role === 'candidate' || role === 'precandidate' ? [...new Set([...raft.voters, ...raft.votersOutgoing])].map((from) => ({ from, state: voteOf(raft.votes, from) })) : [],
    log: { firstIndex: raft.firstIndex, lastIndex: raft.lastIndex, lastTerm: raft.lastTerm, commit: raft.commit, applied: raft.applied, windowFrom, terms },
    progress: raft.progress,
    voters: raft.voters,
    votersOutgoing: raft.votersOutgoing,
    learners: raft.learners,
  };
}

function voteOf(votes: readonly { readonly from: string; readonly granted: boolean }[], from: string): 'granted' | 'refused' | 'coming' {
  const vote = votes.find((candidate) => candidate.from === from);
  return vote ? (vote.granted ? 'granted' : 'refused') : 'coming';
}

const emptyLog: Member['log'] = { firstIndex: 1, lastIndex: 0, lastTerm: 0, commit: 0, applied: 0, windowFrom: 1, terms: [] };

/** The terms that are known of a window that moved on. */
function shifted({ windowFrom, terms }: Member['log'], to: number): readonly number[] {
  if (to <= windowFrom) return terms;
  return terms.slice(to - windowFrom);
}
