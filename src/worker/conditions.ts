import type { World } from '../cluster/index.ts';
import type { Pod } from '../kinds/index.ts';
import { podIsReady } from '../kinds/index.ts';
import { messageKinds, parseObjectId } from '../protocol/index.ts';
import type { Condition } from '../protocol/index.ts';
import type { FrameSource } from './frame-source.ts';
import { isRolledOut, isRollingKind } from './rollouts.ts';
import type { Rolling } from './rollouts.ts';
import { untilRaft } from './raft-conditions.ts';
import { isPacket } from './traffic.ts';
import { BadCommandError } from './worker-faults.ts';

/** How long nothing but housekeeping must happen until a world counts as idle, in virtual time. */
const calmMs = 1_000;
/** Looks at stored objects at most so often, in events. */
const lookEvery = 16;

/** What is asked after each event while the world is run until a condition holds. */
export interface Watch {
  readonly holds: () => boolean;
  /** Called when it holds: does what comes next; true when there is more to wait for. Throws FaultError. */
  readonly goOn?: () => boolean;
}

/** Makes the condition into something that can be asked after each event. Throws BadCommandError. */
export function watchFor(condition: Condition, world: World, frames: FrameSource): Watch {
  switch (condition.until) {
    case 'leader': return { holds: untilLeader(world) };
    case 'podReady': return { holds: untilObject(world, frames, condition.pod, 'Pod', (pod) => podIsReady(pod as Pod)) };
    case 'rolloutDone': return { holds: untilRolledOut(world, frames, condition.workload) };
    case 'nextBind': return { holds: untilBind(world) };
    case 'idle': return { holds: untilIdle(world, frames) };
    case 'message': {
      const kinds = new Set(condition.kinds);
      for (const kind of kinds) if (!messageKinds.includes(kind)) throw new BadCommandError(`there is no message kind ${JSON.stringify(kind)}; known are ${messageKinds.join(', ')}`);
      return { holds: untilMessage(world, frames, kinds) };
    }
    case 'raft': return { holds: untilRaft(world, condition.next) };
    case 'situation': throw new BadCommandError('runUntil: only a world that is shown has a situation');
    case 'time': {
      if (!Number.isFinite(condition.atMs)) throw new BadCommandError(`runUntil: ${JSON.stringify(condition.atMs)} is no time`);
      return { holds: () => world.kernel.nowMs >= condition.atMs };
    }
  }
}

function untilLeader({ etcd }: World): () => boolean {
  return () => etcd.some(({ process }) => process?.node.role === 'leader');
}

function untilObject(world: World, frames: FrameSource, id: string, kind: string, isSo: (object: unknown) => boolean): () => boolean {
  if (parseObjectId(id)?.kind !== kind) throw new BadCommandError(`${JSON.stringify(id)} is no ${kind}`);
  return rarely(world, () => {
    frames.takeInObjects();
    const object = frames.objects.object(id);
    return object !== undefined && isSo(object);
  });
}

function untilRolledOut(world: World, frames: FrameSource, id: string): () => boolean {
  const kind = parseObjectId(id)?.kind;
  if (kind === undefined || !isRollingKind(kind)) throw new BadCommandError(`${JSON.stringify(id)} is no workload that rolls out`);
  return untilObject(world, frames, id, kind, (object) => isRolledOut(object as Rolling));
}

/** True once every few writes, when the question is answered with yes. */
function rarely(world: World, ask: () => boolean): () => boolean {
  let next = 0;
  return () => {
    const { eventNumber } = world.kernel;
    if (eventNumber < next) return false;
    next = eventNumber + lookEvery;
    return ask();
  };
}

/** The next message of a kind is sent. */
function untilMessage({ kernel }: World, frames: FrameSource, kinds: ReadonlySet<string>): () => boolean {
  return onNewRecords(kernel.trace.latestId, () => kernel.trace.latestId, (id) => {
    const record = kernel.trace.get(id);
    if (!record || record.kind !== 'sent' || !isPacket(record.subject)) return false;
    return kinds.has(frames.traffic.read(record.subject)?.kind ?? '') && frames.traffic.isVisible(record.subject);
  });
}

/** A binding is stored. */
function untilBind({ kernel }: World): () => boolean {
  return onNewRecords(kernel.trace.latestId, () => kernel.trace.latestId, (id) => {
    const record = kernel.trace.get(id);
    if (!record || record.kind !== 'step' || typeof record.subject === 'string') return false;
    return 'resource' in record.subject && record.subject.resource === 'pods/binding';
  });
}

function onNewRecords(from: number, latest: () => number, isIt: (id: number) => boolean): () => boolean {
  let seen = from;
  return () => {
    const to = latest();
    while (seen < to) if (isIt(++seen)) return true;
    return false;
  };
}

/** Nothing but housekeeping is under way, and nothing was for a while. */
function untilIdle({ kernel }: World, frames: FrameSource): () => boolean {
  frames.traffic.follow(true);
  let calmSinceMs = kernel.nowMs;
  let arrived = frames.traffic.arrived;
  return () => {
    const { traffic } = frames;
    if (traffic.underWay > 0 || traffic.arrived !== arrived) {
      arrived = traffic.arrived;
      calmSinceMs = kernel.nowMs;
      return false;
    }
    return kernel.nowMs - calmSinceMs >= calmMs;
  };
}
