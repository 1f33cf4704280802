import type { Message } from '../../protocol/index.ts';
import type { World } from './world.ts';

/** What a step did to messages: those that came to their end, and those that set out. */
export interface StepDone { readonly arrived: readonly Message[]; readonly sent: readonly Message[] }

/** Heartbeats tell nothing that their arcs do not. */
const isTold = ({ kind, label }: Message): boolean => label !== '' && kind !== 'heartbeat' && kind !== 'heartbeatReply';

/** What a person's step did, from the picture before it to the one after; undefined where time passed by itself, backwards, or from another history. */
export function stepBetween(before: World, after: World): StepDone | undefined {
  const [from, to] = [before.clock, after.clock];
  if (!from || !to || from.running || to.running || to.event <= from.event || to.nowMs < from.nowMs) return undefined;
  return {
    arrived: [...before.messages.values()].filter((message) => !after.messages.has(message.id) && !after.lost.has(message.id) && isTold(message)),
    sent: [...after.messages.values()].filter((message) => !before.messages.has(message.id) && isTold(message)),
  };
}
