import type { World } from '../cluster/index.ts';
import { isPeerMessage } from '../etcd/index.ts';
import type { Packet } from '../network/index.ts';
import type { Member, Move, Phrase } from '../protocol/index.ts';
import type { Traffic } from './traffic.ts';

/** Deliveries that are offered at most. */
const deliveriesShown = 12;

/** Everything that could happen next in the cluster's Raft, and what it would do. */
export function movesOf(world: World, members: readonly Member[], traffic: Traffic): readonly Move[] {
  return [...deliveries(world, members, traffic), ...timeouts(world, members), ...restarts(members), ...heals(world, members)];
}

function deliveries(world: World, members: readonly Member[], traffic: Traffic): readonly Move[] {
  const packets = [...world.network.inFlight.values()].filter(({ payload }) => isPeerMessage(payload));
  const calm = packets.filter(({ payload }) => isPeerMessage(payload) && payload.type.startsWith('MsgHeartbeat'));
  const urgent = packets.filter((packet) => !calm.includes(packet));
  return [...urgent, ...calm].slice(0, deliveriesShown).map((packet) => deliveryOf(world, members, packet, traffic));
}

function deliveryOf(world: World, members: readonly Member[], packet: Packet, traffic: Traffic): Move {
  const [from, to] = [nameAt(world, packet.from.host.name), nameAt(world, packet.to.host.name)];
  const effect = effectOf(members, packet, to, from);
  const reading = traffic.read(packet);
  return {
    id: `move/message/${packet.id}`,
    what: { say: 'move.deliver', with: { what: reading?.raftType ?? '', from, to } },
    effect: effect ?? { say: 'effect.nothing' },
    changes: effect !== undefined,
    command: { type: 'fault', fault: { fault: 'deliver', target: `message/${packet.id}` } },
  };
}

/** What the message would do to its receiver; undefined: nothing that is seen. */
function effectOf(members: readonly Member[], { payload: message }: Packet, to: string, from: string): Phrase | undefined {
  const receiver = members.find(({ name }) => name === to);
  if (!receiver || receiver.role === 'down' || !isPeerMessage(message)) return undefined;
  const isNewTerm = message.term > receiver.term;
  switch (message.type) {
    case 'MsgVoteResp':
    case 'MsgPreVoteResp': {
      if (message.reject) return isNewTerm ? { say: 'effect.follower', with: { member: to, term: message.term } } : undefined;
      const isReal = message.type === 'MsgVoteResp';
      if (receiver.role !== (isReal ? 'candidate' : 'precandidate') || hasVoteOf(receiver, from)) return undefined;
      const have = grantedTo(receiver) + 1;
      const need = majority(receiver.voters.length);
      if (have < need) return { say: 'effect.vote', with: { member: to, have, need } };
      return isReal
        ? { say: 'effect.leader', with: { member: to, have, voters: receiver.voters.length } }
        : { say: 'effect.campaign', with: { member: to, term: receiver.term + 1 } };
    }
    case 'MsgApp': {
      const last = message.entries.at(-1);
      if (last && last.index > receiver.log.lastIndex) return { say: 'effect.append', with: { member: to, index: last.index } };
      return isNewTerm ? { say: 'effect.follower', with: { member: to, term: message.term } } : undefined;
    }
    case 'MsgSnap': return { say: 'effect.append', with: { member: to, index: message.snapshot.index } };
    case 'MsgVote':
    case 'MsgHeartbeat':
    case 'MsgHeartbeatResp':
    case 'MsgAppResp': return isNewTerm ? { say: 'effect.follower', with: { member: to, term: message.term } } : undefined;
    default: return undefined;
  }
}

function timeouts(world: World, members: readonly Member[]): readonly Move[] {
  return members.flatMap((member) => {
    const { name, role, timer, term, id } = member;
    if (role === 'down' || role === 'leader' || role === 'learner' || !timer) return [];
    return [{
      id: `move/timeout/${name}`,
      what: { say: 'move.timeout', with: { member: name, ms: Math.max(0, Math.round(timer.dueMs - world.kernel.nowMs)) } },
      effect: { say: 'effect.campaign', with: { member: name, term: term + 1 } },
      changes: true,
      command: { type: 'fault', fault: { fault: 'timeout', target: id } },
    } satisfies Move];
  });
}

function restarts(members: readonly Member[]): readonly Move[] {
  const alive = members.filter(({ role }) => role !== 'down').length;
  return members.flatMap(({ name, role, term, id, voters }): Move[] => {
    if (role === 'down') {
      return [{
        id: `move/restart/${name}`,
        what: { say: 'move.restart', with: { member: name } },
        effect: { say: 'effect.follower', with: { member: name, term } },
        changes: true,
        command: { type: 'fault', fault: { fault: 'start', target: id } },
      }];
    }
    if (role !== 'leader') return [];
    const next = members.filter((other) => other.name !== name && other.role !== 'down').toSorted((a, b) => (a.timer?.dueMs ?? 0) - (b.timer?.dueMs ?? 0))[0];
    const isLost = alive - 1 < majority(voters.length) || !next;
    return [{
      id: `move/stop/${name}`,
      what: { say: 'move.stop', with: { member: name } },
      effect: isLost ? { say: 'effect.quorumLost' } : { say: 'effect.campaign', with: { member: next.name, term: term + 1 } },
      changes: true,
      command: { type: 'fault', fault: { fault: 'stop', target: id } },
    }];
  });
}

function heals(world: World, members: readonly Member[]): readonly Move[] {
  const leader = members.find(({ role }) => role === 'leader');
  return members.flatMap((member, index) =>
    members.slice(index + 1).flatMap((other): Move[] => {
      const [from, to] = [world.machines.get(machineName(member)), world.machines.get(machineName(other))];
      if (!from || !to || !(from.host.links.get(to.host)?.isCut || to.host.links.get(from.host)?.isCut)) return [];
      const behind = [member, other].find((one) => leader && one.role !== 'down' && one.log.lastIndex < leader.log.lastIndex);
      return [{
        id: `move/heal/${member.name}/${other.name}`,
        what: { say: 'move.heal', with: { from: member.name, to: other.name } },
        effect: behind && leader ? { say: 'effect.append', with: { member: behind.name, index: leader.log.lastIndex } } : { say: 'effect.nothing' },
        changes: true,
        command: { type: 'fault', fault: { fault: 'heal', from: member.machine, to: other.machine } },
      }];
    }),
  );
}

/** Half and one more. */
export function majority(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/** Votes that a candidate has. */
export function grantedTo({ votes }: Member): number {
  return votes.filter(({ state }) => state === 'granted').length;
}

function hasVoteOf({ votes }: Member, from: string): boolean {
  return votes.some((vote) => vote.from === from && vote.state === 'granted');
}

function machineName({ machine }: Member): string {
  return machine.slice('machine/'.length);
}

function nameAt(world: World, host: string): string {
  return world.etcd.find((member) => member.host.name === host)?.name ?? host;
}
