import { expect, test } from 'vitest';
import { noDeviations } from './config.ts';
import { changeRules, type Deviations } from './deviations.ts';
import { lastEntryId } from './log.ts';
import { createNode, type RaftNode } from './node.ts';
import { advance, hasReady, ready } from './ready.ts';
import { campaign } from './requests.ts';
import { step } from './step.ts';

const confState = { voters: [1, 2, 3], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };

/** A member that has entries of terms 1 and 2, not yet committed, and is in term 2. */
function member(deviations: Partial<Deviations>): RaftNode {
  const entries = [1, 2].map((term) => ({ type: 'EntryNormal', term, index: term, data: `${term}` }) as const);
  const stored = { hardState: { term: 2, vote: 0, commit: 0 }, confState, base: { term: 0, index: 0 }, entries };
  return createNode({ id: 1, electionTick: 10, heartbeatTick: 1, random: (bound) => bound - 1, stored, deviations: { ...noDeviations, ...deviations } });
}

function store(node: RaftNode): void {
  while (hasReady(node)) {
    ready(node);
    advance(node);
  }
}

/** It leads term 3, and 2 says that it has all up to index 2, which is of term 2. */
function leadAndHear(node: RaftNode): void {
  campaign(node);
  store(node);
  step(node, { type: 'MsgVoteResp', from: 2, to: 1, term: 3, reject: false });
  store(node);
  step(node, { type: 'MsgAppResp', from: 2, to: 1, term: 3, index: 2, logTerm: 0, reject: false, hint: 0 });
}

test('a leader commits an entry of an earlier term by counting only where that rule is taken away', () => {
  const raft = member({});
  leadAndHear(raft);
  expect([lastEntryId(raft.log), raft.log.committed]).toMatchObject([{ term: 3, index: 3 }, 0]);
  const other = member({ commitsEarlierTerms: true });
  leadAndHear(other);
  expect([lastEntryId(other.log), other.log.committed]).toMatchObject([{ term: 2, index: 2 }, 2]);
});

test('a voter looks at no log where that rule is taken away', () => {
  const answer = (node: RaftNode): unknown => {
    step(node, { type: 'MsgVote', from: 2, to: 1, term: 3, index: 0, logTerm: 0, transfer: false });
    return node.outboxAfterAppend[0];
  };
  expect(answer(member({}))).toMatchObject({ type: 'MsgVoteResp', reject: true });
  expect(answer(member({ votesForAnyLog: true }))).toMatchObject({ type: 'MsgVoteResp', reject: false });
});

test('time-outs are all the same where they are not drawn, from the moment at which that changes', () => {
  const node = member({});
  expect(node.electionTimeout).toBe(19);
  const { preVote, checkQuorum, readOnlyOption } = node.config;
  changeRules(node, { preVote, checkQuorum, readOnlyOption, deviations: { ...noDeviations, fixedTimeouts: true } });
  expect(node.electionTimeout).toBe(10);
  expect(() => changeRules(node, { preVote, checkQuorum: false, readOnlyOption: 'lease-based', deviations: noDeviations })).toThrow(/CheckQuorum must be enabled/);
});
