import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elapse, tick, ticksUntilDue } from './clock.ts';
import { createNode, type RaftNode } from './node.ts';
import { advance, hasReady, ready } from './ready.ts';
import { campaign } from './requests.ts';
import { step } from './step.ts';
import { emptyConfState, emptyStoredState } from './types.ts';

function follower(voters: readonly number[], electionTimeout = 15): RaftNode {
  return createNode({
    id: 1,
    electionTick: 10,
    heartbeatTick: 2,
    checkQuorum: true,
    random: () => electionTimeout - 10,
    stored: { ...emptyStoredState, confState: { ...emptyConfState, voters } },
  });
}

function leader(voters: readonly number[]): RaftNode {
  const node = follower(voters);
  campaign(node);
  while (hasReady(node)) {
    ready(node);
    advance(node);
    for (const from of voters) {
      if (node.role !== 'candidate' || from === 1) continue;
      step(node, { type: 'MsgVoteResp', from, to: 1, term: 1, reject: false });
    }
  }
  return node;
}

describe('until a node would do something by itself', () => {
  test('a follower has the rest of its election time-out', () => {
    const node = follower([1, 2, 3]);
    elapse(node, 4);
    expect(ticksUntilDue(node)).toBe(11);
    elapse(node, 11);
    expect(node.role).toBe('candidate');
  });

  test("a leader's word puts the election off", () => {
    const node = follower([1, 2, 3]);
    elapse(node, 14);
    step(node, { type: 'MsgHeartbeat', from: 2, to: 1, term: 1, commit: 0, context: '' });
    expect(ticksUntilDue(node)).toBe(15);
  });

  test('a leader has the time to its next heartbeat', () => {
    const node = leader([1, 2, 3]);
    expect(node.role).toBe('leader');
    expect(ticksUntilDue(node)).toBe(2);
    tick(node);
    expect(ticksUntilDue(node)).toBe(1);
    tick(node);
    expect(node.outbox.map(({ type, to }) => `${type} ${to}`)).toEqual([
      'MsgHeartbeat 2',
      'MsgHeartbeat 3',
    ]);
  });

  test('a leader without followers, or somebody outside of the group, has for ever', () => {
    expect(ticksUntilDue(leader([1]))).toBe(Infinity);
    expect(ticksUntilDue(follower([2, 3]))).toBe(Infinity);
  });
});

test('time that passes at once is the same as tick by tick, whatever the node is', () => {
  const groups = [[1], [1, 2, 3], [2, 3]];
  const makers = [follower, leader];
  const seen = { candidates: 0, leaders: 0, stepDowns: 0 };
  const cases = fc.tuple(fc.constantFrom(...groups), fc.constantFrom(...makers), fc.nat(60));
  fc.assert(
    fc.property(cases, ([voters, make, ticks]) => {
      if (!voters.includes(1) && make === leader) return;
      const [atOnce, oneByOne] = [make(voters), make(voters)];
      elapse(atOnce, ticks);
      for (let i = 0; i < ticks; i++) tick(oneByOne);
      expect(observable(atOnce)).toEqual(observable(oneByOne));
      if (atOnce.role === 'candidate') seen.candidates++;
      if (atOnce.role === 'leader') seen.leaders++;
      if (make === leader && atOnce.role !== 'leader') seen.stepDowns++;
    }),
    { seed: 42, numRuns: 300 },
  );
  expect(Math.min(seen.candidates, seen.leaders, seen.stepDowns)).toBeGreaterThan(10);
});

function observable(node: RaftNode): unknown {
  const { role, term, vote, electionElapsed, heartbeatElapsed, outbox, outboxAfterAppend } = node;
  return { role, term, vote, electionElapsed, heartbeatElapsed, outbox, outboxAfterAppend };
}
