import { AssertionError, majorityOf } from '../base/index.ts';
import type { EtcdMember } from '../etcd/index.ts';
import type { Phrase } from '../protocol/index.ts';
import { firstIndex, lastIndex, rehearse, settledCopy, termAt } from '../raft/index.ts';
import type { Message, RaftNode, Rehearsal } from '../raft/index.ts';

/** What a move would do, and whether that is anything at all. */
export interface Effect {
  readonly effect: Phrase;
  readonly changes: boolean;
}

const nothing: Effect = { effect: { say: 'effect.nothing' }, changes: false };

/** Tells what inputs would do to members as they are at this instant, by their own protocol. */
export class Effects {
  /** What inputs meet, made once a member. */
  private readonly settled = new Map<EtcdMember, RaftNode>();

  /** What the input would do to the member; one that does not run takes nothing. */
  on(member: EtcdMember | undefined, input: (node: RaftNode) => void): Effect {
    const { process } = member ?? {};
    if (!member || !process || member.isPaused) return nothing;
    const name = (id: number): string => process.nameOf(id) ?? `${id}`;
    try {
      let node = this.settled.get(member);
      if (!node) this.settled.set(member, (node = settledCopy(process.node, process.driver.clock.ticksPassed)));
      const effect = told(rehearse(node, input), name);
      return effect ? { effect, changes: true } : nothing;
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
      return { effect: { say: 'effect.panics', with: { member: member.name, why: error.message } }, changes: true };
    }
  }
}

/** The most that has changed, in words. */
function told(rehearsal: Rehearsal, name: (id: number) => string): Phrase | undefined {
  return ofRole(rehearsal, name) ?? ofLog(rehearsal, name) ?? ofVotes(rehearsal, name) ?? ofTerm(rehearsal, name) ?? ofProgress(rehearsal, name) ?? ofAnswers(rehearsal, name);
}

function ofRole({ before, after }: Rehearsal, name: (id: number) => string): Phrase | undefined {
  const { id, role, term, conf } = after;
  const member = name(id);
  if (role === before.role && (term === before.term || role === 'follower')) return undefined;
  switch (role) {
    case 'leader': return { say: 'effect.leader', with: { member, have: Math.min(conf.voters.length, count(before, true) + 1), voters: conf.voters.length } };
    case 'pre-candidate': return { say: 'effect.asks', with: { member, term: term + 1 } };
    case 'candidate': return { say: 'effect.campaign', with: { member, term } };
    case 'follower': return { say: 'effect.follower', with: { member, term } };
  }
}

function ofLog({ before, after }: Rehearsal, name: (id: number) => string): Phrase | undefined {
  const member = name(after.id);
  const [was, is] = [lastIndex(before.log), lastIndex(after.log)];
  if (firstIndex(after.log) > was + 1) return { say: 'effect.snapshot', with: { member, index: firstIndex(after.log) - 1 } };
  for (let index = before.log.committed + 1; index <= was; index++) {
    if (termAt(after.log, index) !== termAt(before.log, index)) return { say: 'effect.overwrite', with: { member, index } };
  }
  if (is > was) return { say: 'effect.append', with: { member, index: is } };
  if (after.log.committed > before.log.committed) return { say: 'effect.commit', with: { member, index: after.log.committed } };
  return undefined;
}

function ofVotes({ before, after, sent }: Rehearsal, name: (id: number) => string): Phrase | undefined {
  const member = name(after.id);
  for (const message of sent) {
    if (message.type === 'MsgVoteResp' || message.type === 'MsgPreVoteResp') {
      const answer = { voter: member, candidate: name(message.to), term: message.term };
      if (message.reject) return { say: 'effect.refuses', with: answer };
      return { say: message.type === 'MsgVoteResp' ? 'effect.grants' : 'effect.wouldGrant', with: answer };
    }
  }
  const need = majorityOf(after.conf.voters.length);
  if (count(after, true) > count(before, true)) return { say: 'effect.vote', with: { member, have: count(after, true), need } };
  if (count(after, false) > count(before, false)) return { say: 'effect.refused', with: { member, refused: count(after, false), voters: after.conf.voters.length } };
  return undefined;
}

function ofTerm({ before, after }: Rehearsal, name: (id: number) => string): Phrase | undefined {
  const member = name(after.id);
  if (after.term > before.term) return { say: 'effect.follower', with: { member, term: after.term } };
  if (after.lead !== before.lead && after.lead !== 0) return { say: 'effect.follows', with: { member, leader: name(after.lead) } };
  return undefined;
}

/** What a leader has learned of another member. */
function ofProgress({ before, after }: Rehearsal, name: (id: number) => string): Phrase | undefined {
  if (after.role !== 'leader') return undefined;
  for (const [id, now] of after.progress) {
    const then = before.progress.get(id);
    if (!then || id === after.id) continue;
    const values = { leader: name(after.id), member: name(id) };
    if (now.match > then.match) return { say: 'effect.match', with: { ...values, index: now.match } };
    if (now.next < then.next) return { say: 'effect.probe', with: { ...values, index: now.next } };
  }
  return undefined;
}

function ofAnswers({ before, after, sent }: Rehearsal, name: (id: number) => string): Phrase | undefined {
  const member = name(after.id);
  const [answer] = sent;
  if (answer?.type === 'MsgAppResp' && answer.reject) return { say: 'effect.rejects', with: { member, index: answer.index } };
  if (after.role === 'follower' && after.electionElapsed < before.electionElapsed) return { say: 'effect.heard', with: { member } };
  return answer && { say: 'effect.answers', with: { member, to: name(answer.to), what: spoken(answer) } };
}

function spoken({ type }: Message): string {
  return type.slice('Msg'.length);
}

function count({ votes }: RaftNode, isGranted: boolean): number {
  return [...votes.values()].filter((granted) => granted === isGranted).length;
}
