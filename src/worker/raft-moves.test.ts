import './provide.ts';
import { expect, test } from 'vitest';
import { readTopology } from '../cluster/index.ts';
import type { EtcdMember } from '../etcd/index.ts';
import type { RandomStream } from '../kernel/index.ts';
import type { Move } from '../protocol/index.ts';
import { movesOf } from './raft-moves.ts';
import { Stage } from './stage.ts';
import { faultWords } from './worker-faults.ts';

/** Longer than any disk takes for one write, shorter than the next tick of most members. */
const settleMs = 12;

/** What a phrase says of its member, asked of the member itself afterwards. */
const isTrue: Readonly<Record<string, (member: EtcdMember, said: Readonly<Record<string, string | number>>, sent: readonly string[]) => boolean>> = {
  'effect.leader': ({ process }) => process?.node.role === 'leader',
  'effect.asks': ({ process }, { term }) => process?.node.role === 'pre-candidate' && process.node.term + 1 === term,
  'effect.campaign': ({ process }, { term }) => process?.node.role === 'candidate' && process.node.term === term,
  'effect.follower': ({ process }, { term }) => process?.node.role === 'follower' && process.node.term === term,
  'effect.follows': ({ process }, { leader }) => process?.nameOf(process.node.lead) === leader,
  'effect.vote': ({ process }, { have }) => [...(process?.node.votes.values() ?? [])].filter(Boolean).length === have,
  'effect.refused': ({ process }, { refused }) => [...(process?.node.votes.values() ?? [])].filter((granted) => !granted).length === refused,
  'effect.grants': (_, { term }, sent) => sent.includes(`MsgVoteResp ${term} false`),
  'effect.wouldGrant': (_, { term }, sent) => sent.includes(`MsgPreVoteResp ${term} false`),
  'effect.refuses': (_, said, sent) => sent.some((message) => /^Msg(Pre)?VoteResp \d+ true$/.test(message)),
  'effect.append': ({ process }, { index }) => process?.node.log.entries.at(-1)?.index === index,
  'effect.commit': ({ process }, { index }) => process?.node.log.committed === index,
  'effect.match': ({ process }, { member, index }) => [...(process?.node.progress ?? [])].some(([id, { match }]) => process?.nameOf(id) === member && match === index),
  'effect.answers': (_, { what }, sent) => sent.some((message) => message.startsWith(`Msg${what} `)),
  'effect.heard': ({ process }) => process?.node.electionElapsed === 0,
  'effect.stops': ({ process }) => process === undefined,
  'effect.quorumLost': ({ process }) => process === undefined,
  'effect.starts': ({ process }, { term, index }) => process !== undefined && process.node.term === term && (process.node.log.entries.at(-1)?.index ?? 0) === index,
};

test('every move does what it says, asked of the member that it is done to', () => {
  const seen = new Map<string, number>();
  for (const seed of [1, 2, 3]) play(seed, seen);
  for (const effect of ['effect.leader', 'effect.asks', 'effect.campaign', 'effect.vote', 'effect.grants', 'effect.wouldGrant', 'effect.append', 'effect.match', 'effect.starts', 'effect.stops', 'effect.never']) {
    expect(seen.get(effect) ?? 0, effect).toBeGreaterThan(2);
  }
});

/** Five members whose messages all wait, and someone who does now this, now that of what is possible. */
function play(seed: number, seen: Map<string, number>): void {
  const stage = new Stage({ topology: readTopology({ controlPlanes: 0, etcd: { members: 5 } }), seed }, () => 0);
  const { world, frames } = stage;
  const dice = world.kernel.random('the test');
  world.run({ condition: () => world.isReady });
  for (const { host } of world.etcd) stage.act({ type: 'fault', words: ['hold', host.name] });
  for (let turn = 0; turn < 300; turn++) {
    const [up] = world.etcd.filter(({ process }) => process);
    if (turn % 20 === 0 && up) {
      stage.act({ type: 'fault', words: ['propose', up.name] });
      world.pass(settleMs);
    }
    if (turn % 40 === 39) {
      // Nobody is believed to lead any more.
      const leader = world.etcd.find(({ process }) => process?.node.role === 'leader');
      if (leader) stage.act({ type: 'fault', words: ['stop', `${leader.host.name}/etcd`] });
      world.pass(1_000);
    }
    frames.takeInMembers();
    const moves = movesOf(world, frames.memberRows, frames.traffic, true);
    const move = chosen(moves, dice);
    if (!move) continue;
    const sentBefore = world.network.sentCount;
    const firesSoon = world.etcd.some(({ process }) => process && process.driver.clock.dueMs < world.kernel.nowMs + settleMs);
    if (move.command.type === 'fault') stage.act({ type: 'fault', words: faultWords(move.command.fault) });
    world.pass(settleMs);
    expect(world.kernel.failure).toBeUndefined();
    if (!firesSoon) verify(stage, move, sentBefore, seen);
  }
}

/** Mostly one of the oldest messages arrives, and who is down comes back soon: so that something comes of it. */
function chosen(moves: readonly Move[], dice: RandomStream): Move | undefined {
  const deliveries = moves.filter(({ id }) => id.startsWith('move/message/')).slice(0, 8);
  const starts = moves.filter(({ id }) => id.startsWith('move/restart/'));
  const votes = moves.filter(({ id, what }) => id.startsWith('move/message/') && 'say' in what && String(what.with?.['what']).includes('Vote'));
  const from = starts.length > 1 ? starts : votes.length > 0 && dice.chance(0.7) ? votes.slice(-8) : deliveries.length > 0 && dice.chance(0.9) ? deliveries : moves;
  return from[dice.integer(0, from.length)];
}

function verify({ world }: Stage, { what, effect }: Move, sentBefore: number, seen: Map<string, number>): void {
  if (!('say' in effect) || !('say' in what)) throw new Error('moves are told in words of ours');
  const said = effect.with ?? {};
  const member = world.etcd.find(({ name }) => name === (what.with?.['to'] ?? what.with?.['member']));
  const sent = [...world.network.inFlight.packets()].slice(-(world.network.sentCount - sentBefore)).map(({ payload }) => JSON.stringify(payload)).flatMap((json) => {
    const { type, term, reject }: { type: string; term: number; reject?: boolean } = JSON.parse(json);
    return [`${type} ${term} ${String(reject ?? '')}`];
  });
  const check = isTrue[effect.say];
  if (check && member) expect(check(member, said, sent), `${JSON.stringify(what)}: ${JSON.stringify(effect)}, sent ${sent.join()}`).toBe(true);
  seen.set(effect.say, (seen.get(effect.say) ?? 0) + 1);
}
