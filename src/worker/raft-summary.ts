import { majorityOf } from '../base/index.ts';
import type { World } from '../cluster/index.ts';
import type { Member, Phrase, RaftSummary } from '../protocol/index.ts';
import { grantedTo, movesOf } from './raft-moves.ts';
import { invariantsOf } from './raft-promises.ts';
import type { Traffic } from './traffic.ts';

/** The cluster's Raft as a whole; what could happen next only when `traffic` is given. */
export function raftSummaryOf(world: World, members: readonly Member[], traffic: Traffic | undefined): RaftSummary {
  const alive = members.filter(({ role }) => role !== 'down');
  const term = Math.max(0, ...alive.map((member) => member.term));
  const leader = leaderOf(alive);
  const { voters, votersOutgoing } = configurationOf(members, leader);
  const quorum = majorityOf(voters.length);
  const counting = alive.filter(({ name }) => voters.includes(name));
  const isQuorumAlive = [voters, votersOutgoing].every((half) => half.length === 0 || alive.filter(({ name }) => half.includes(name)).length >= majorityOf(half.length));
  const campaigner = alive.find(({ role, term: own }) => (role === 'candidate' || role === 'precandidate') && own >= (leader?.term ?? 0));
  const decisive = campaigner && decisiveCell(members, campaigner);
  return {
    term,
    ...(leader ? { leader: leader.name } : {}),
    quorum,
    alive: counting.length,
    headline: headlineOf({ alive: counting, isQuorumAlive, leader, campaigner, term, quorum, voters: voters.length }),
    sentences: sentencesOf(members, voters, leader, campaigner),
    ...(decisive ? { decisive } : {}),
    moves: traffic ? movesOf(world, members, traffic, world.byHand.isOn) : [],
    invariants: invariantsOf(world),
  };
}

/** Who votes, as the leader knows it, or whoever has come farthest. Before anybody knows, all that are there. */
function configurationOf(members: readonly Member[], leader: Member | undefined): Pick<Member, 'voters' | 'votersOutgoing'> {
  const known = leader ?? members.filter(({ voters }) => voters.length > 0).toSorted((a, b) => b.term - a.term || b.log.applied - a.log.applied)[0];
  return known && known.voters.length > 0 ? known : { voters: members.map(({ name }) => name), votersOutgoing: [] };
}

function leaderOf(alive: readonly Member[]): Member | undefined {
  return alive.filter(({ role }) => role === 'leader').toSorted((a, b) => b.term - a.term)[0];
}

function headlineOf(of: {
  /** Voters that run. */
  readonly alive: readonly Member[];
  readonly isQuorumAlive: boolean;
  readonly leader: Member | undefined;
  readonly campaigner: Member | undefined;
  readonly term: number;
  readonly quorum: number;
  readonly voters: number;
}): Phrase {
  const { alive, isQuorumAlive, leader, campaigner, term, quorum, voters } = of;
  if (!isQuorumAlive) return { say: 'raft.noQuorum', with: { alive: alive.length, voters } };
  if (campaigner) {
    const isReal = campaigner.role === 'candidate';
    const values = { candidate: campaigner.name, term: isReal ? campaigner.term : campaigner.term + 1, have: grantedTo(campaigner), need: quorum };
    return { say: isReal ? 'raft.candidate' : 'raft.precandidate', with: values };
  }
  if (!leader) return { say: 'raft.noLeader', with: { term } };
  const following = alive.filter(({ lead }) => lead === leader.name).length;
  return { say: 'raft.leader', with: { leader: leader.name, term: leader.term, have: following, voters } };
}

function sentencesOf(members: readonly Member[], voters: readonly string[], leader: Member | undefined, campaigner: Member | undefined): readonly Phrase[] {
  if (campaigner) return campaigner.votes.flatMap((vote) => voteSentence(members, campaigner, vote));
  const stopped = members.filter(({ role }) => role === 'down').map(({ name, term }): Phrase => ({ say: 'raft.memberStopped', with: { name, term } }));
  if (!leader) return stopped;
  const { commit } = leader.log;
  const have = members.filter(({ name, role, log }) => voters.includes(name) && role !== 'down' && log.lastIndex >= commit).length;
  return [{ say: 'raft.logCommitted', with: { commit, have, voters: voters.length } }, ...stopped];
}

function voteSentence(members: readonly Member[], candidate: Member, { from, state }: Member['votes'][number]): readonly Phrase[] {
  const voter = members.find(({ name }) => name === from);
  if (!voter || from === candidate.name) return [];
  if (state === 'granted') {
    const isReal = candidate.role === 'candidate';
    return [{ say: isReal ? 'raft.grants' : 'raft.wouldGrant', with: { voter: from, candidate: candidate.name, term: isReal ? candidate.term : candidate.term + 1 } }];
  }
  if (state !== 'refused') return [];
  if (isAhead(voter, candidate)) {
    const [last, offered] = [voter, candidate].map(({ log }) => `T${log.lastTerm}/${log.lastIndex}`);
    return [{ say: 'raft.refuses.logAhead', with: { voter: from, candidate: candidate.name, last: last ?? '', offered: offered ?? '' } }];
  }
  if (voter.vote !== undefined && voter.vote !== candidate.name) return [{ say: 'raft.refuses.voted', with: { voter: from, votedFor: voter.vote, term: voter.term } }];
  return [{ say: 'raft.refuses.lease', with: { voter: from, leader: voter.lead ?? '–' } }];
}

/** The last entry of a voter that refuses because its log is ahead. */
function decisiveCell(members: readonly Member[], candidate: Member): RaftSummary['decisive'] {
  const refusing = candidate.votes.filter(({ state }) => state === 'refused').map(({ from }) => members.find(({ name }) => name === from));
  const voter = refusing.find((one) => one && isAhead(one, candidate));
  return voter && { member: voter.name, index: voter.log.lastIndex };
}

function isAhead({ log }: Member, candidate: Member): boolean {
  return log.lastTerm > candidate.log.lastTerm || (log.lastTerm === candidate.log.lastTerm && log.lastIndex > candidate.log.lastIndex);
}
