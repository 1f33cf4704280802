import type { World } from '../../cluster/index.ts';
import type { Trace, TraceId, TraceRecord } from '../../kernel/index.ts';
import { shortName } from '../../protocol/index.ts';
import type { EntityId, WhyStep } from '../../protocol/index.ts';
import { isPacket } from '../traffic.ts';
import { fold } from './fold.ts';
import type { WhyContext } from './why-context.ts';
import { stepOf } from './why-step.ts';

/** Records of a chain that are looked at. */
const chainLength = 600;

/** The causes of a record and the record itself, oldest first. */
export function causesOf(trace: Trace, id: TraceId): readonly TraceRecord[] {
  return trace.causesOf(id, chainLength).reverse();
}

/** The causes of a record and the record itself, oldest first, as a person reads them. */
export function whyOf(context: WhyContext, id: TraceId): readonly WhyStep[] {
  return readChain(context, causesOf(context.world.kernel.trace, id));
}

/** A chain of records (oldest first) as a person reads it: technical steps are folded between those that tell something. */
export function readChain(context: WhyContext, chain: readonly TraceRecord[]): readonly WhyStep[] {
  const [first] = chain;
  if (!first) return [];
  const steps: WhyStep[] = [];
  const hidden: WhyStep[] = [];
  const flush = (): void => {
    const folded = fold(hidden.splice(0));
    if (folded) steps.push(folded);
  };
  for (const [at, record] of chain.entries()) {
    const step = stepOf(context, record, chain, at);
    if (!step) continue;
    if (step.isTechnical) {
      hidden.push(step.step);
    } else {
      flush();
      steps.push(step.step);
    }
  }
  flush();
  const isRoot = first.cause === 0 && first.kind !== 'input' && first.kind !== 'fault';
  return isRoot ? [seedStep(context.world), ...steps] : steps;
}

function seedStep({ kernel }: World): WhyStep {
  return { id: 'trace/0', atMs: 0, when: 'past', actor: 'orrery', byHand: false, text: [{ say: 'why.seed', with: { seed: kernel.seed } }] };
}

/** The message about the thing that is under way now, if there is one. */
export function nowStep({ world, frames }: WhyContext, about: EntityId): WhyStep | undefined {
  const { traffic, messages } = frames;
  for (const packet of world.network.inFlight.packets()) {
    const reading = traffic.read(packet);
    if (reading?.about !== about || !isPacket(packet)) continue;
    const { from, to } = messages.ends(packet);
    const [doneMs, totalMs] = [world.kernel.nowMs - packet.sentMs, packet.arrivesMs - packet.sentMs];
    return {
      id: `trace/${packet.sent}`,
      atMs: packet.sentMs,
      when: 'now',
      actor: `${shortName(from)} → ${shortName(to)}`,
      byHand: false,
      text: [{ text: reading.label === '' ? reading.kind : reading.label }],
      detail: { say: 'why.underWay', with: { doneMs: Math.max(0, doneMs).toFixed(2), totalMs: totalMs.toFixed(2) } },
      about: `message/${packet.id}`,
      hop: { from, to },
    };
  }
  return undefined;
}
