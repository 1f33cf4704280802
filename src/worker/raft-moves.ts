import { majorityOf } from '../base/index.ts';
import type { World } from '../cluster/index.ts';
import { isPeerMessage } from '../etcd/index.ts';
import type { EtcdMember } from '../etcd/index.ts';
import type { Packet } from '../network/index.ts';
import type { Command, Member, Move, Phrase } from '../protocol/index.ts';
import { campaign, step, tick } from '../raft/index.ts';
import { Effects } from './raft-effects.ts';
import type { Effect } from './raft-effects.ts';
import type { Traffic } from './traffic.ts';

/** Deliveries that are offered at most while the members go on by themselves. */
const deliveriesShown = 12;

/**
 * What could happen next among the members, and what it would do.
 * @param isByHand everything is offered: a person is the network and the clock
 */
export function movesOf(world: World, members: readonly Member[], traffic: Traffic, isByHand: boolean): readonly Move[] {
  const packets = underWay(world, isByHand ? Number.POSITIVE_INFINITY : deliveriesShown);
  const effects = new Effects();
  const deliveries = packets.map((packet) => delivery(world, packet, traffic, effects));
  const losses = isByHand ? packets.map((packet) => loss(world, packet, traffic)) : [];
  return [...deliveries, ...timeouts(world, members, effects, isByHand), ...lives(world, members, isByHand), ...heals(world, members), ...losses];
}

/** Messages between members, heartbeats last. */
function underWay({ network }: World, most: number): readonly Packet[] {
  const packets = [...network.inFlight.packets()].filter(({ payload }) => isPeerMessage(payload));
  const isCalm = ({ payload }: Packet): boolean => isPeerMessage(payload) && payload.type.startsWith('MsgHeartbeat');
  return [...packets.filter((packet) => !isCalm(packet)), ...packets.filter(isCalm)].slice(0, most);
}

function delivery(world: World, packet: Packet, traffic: Traffic, effects: Effects): Move {
  const { payload: message, to, legs } = packet;
  const ends = endsOf(world, packet, traffic);
  // What arrives at a wall, or where nobody is, is lost.
  const isInVain = legs.some(({ isCut }) => isCut) || !to.isReachable;
  const effect: Effect = isInVain ? { effect: { say: 'effect.never', with: { to: ends.to } }, changes: false } : effects.on(memberOn(world, to.host.name), (node) => isPeerMessage(message) && void step(node, message));
  return moveOf(`message/${packet.id}`, { say: 'move.deliver', with: ends }, effect, { type: 'fault', fault: { fault: 'deliver', target: `message/${packet.id}` } });
}

function loss(world: World, packet: Packet, traffic: Traffic): Move {
  const ends = endsOf(world, packet, traffic);
  const effect: Effect = { effect: { say: 'effect.never', with: { to: ends.to } }, changes: true };
  return moveOf(`loss/${packet.id}`, { say: 'move.drop', with: ends }, effect, { type: 'fault', fault: { fault: 'drop', target: `message/${packet.id}` } });
}

function endsOf(world: World, packet: Packet, traffic: Traffic): { readonly what: string; readonly from: string; readonly to: string } {
  const nameAt = (host: string): string => memberOn(world, host)?.name ?? host;
  return { what: traffic.read(packet)?.raftType ?? '', from: nameAt(packet.from.host.name), to: nameAt(packet.to.host.name) };
}

/** Timers that may come: elections, and by hand a leader's next heartbeat, which else comes soon enough. */
function timeouts(world: World, members: readonly Member[], effects: Effects, isByHand: boolean): readonly Move[] {
  return members.flatMap(({ name, role, timer, id, paused }) => {
    const isLeader = role === 'leader';
    if (role === 'down' || role === 'learner' || (isLeader && !isByHand) || paused || !timer) return [];
    const ms = Math.max(0, Math.round(timer.dueMs - world.kernel.nowMs));
    const what: Phrase = isLeader ? { say: 'move.heartbeat', with: { member: name } } : { say: 'move.timeout', with: { member: name, ms } };
    return [moveOf(`timeout/${name}`, what, effects.on(memberNamed(world, name), isLeader ? tick : campaign), { type: 'fault', fault: { fault: 'timeout', target: id } })];
  });
}

/** Starts of members that are down, stops of those that are up; without by-hand only the leader's. */
function lives(world: World, members: readonly Member[], isByHand: boolean): readonly Move[] {
  const alive = members.filter(({ role }) => role !== 'down').length;
  return members.flatMap(({ name, role, id, voters }): readonly Move[] => {
    if (role === 'down') {
      const { term, lastIndex: index } = memberNamed(world, name)?.directory.ends ?? { term: 0, lastIndex: 0 };
      const effect: Effect = { effect: { say: 'effect.starts', with: { member: name, term, index } }, changes: true };
      return [moveOf(`restart/${name}`, { say: 'move.restart', with: { member: name } }, effect, { type: 'fault', fault: { fault: 'start', target: id } })];
    }
    if (role !== 'leader' && !isByHand) return [];
    const isQuorumLost = voters.includes(name) && alive - 1 < majorityOf(voters.length);
    const effect: Effect = { effect: isQuorumLost ? { say: 'effect.quorumLost' } : { say: 'effect.stops', with: { member: name } }, changes: true };
    return [moveOf(`stop/${name}`, { say: 'move.stop', with: { member: name } }, effect, { type: 'fault', fault: { fault: 'stop', target: id } })];
  });
}

function heals(world: World, members: readonly Member[]): readonly Move[] {
  return members.flatMap((member, index) =>
    members.slice(index + 1).flatMap((other): readonly Move[] => {
      const [a, b] = [memberNamed(world, member.name)?.host, memberNamed(world, other.name)?.host];
      if (!a || !b || !(a.links.get(b)?.isCut || b.links.get(a)?.isCut)) return [];
      const ends = { from: member.name, to: other.name };
      const effect: Effect = { effect: { say: 'effect.reach', with: ends }, changes: true };
      return [moveOf(`heal/${member.name}/${other.name}`, { say: 'move.heal', with: ends }, effect, { type: 'fault', fault: { fault: 'heal', from: member.machine, to: other.machine } })];
    }),
  );
}

function moveOf(id: string, what: Phrase, { effect, changes }: Effect, command: Command): Move {
  return { id: `move/${id}`, what, effect, changes, command };
}

/** Votes that a candidate has. */
export function grantedTo({ votes }: Member): number {
  return votes.filter(({ state }) => state === 'granted').length;
}

function memberNamed({ etcd }: World, name: string): EtcdMember | undefined {
  return etcd.find((member) => member.name === name);
}

function memberOn({ etcd }: World, host: string): EtcdMember | undefined {
  return etcd.find((member) => member.host.name === host);
}
