import { InvariantError, describeError } from '../cluster/index.ts';
import type { World } from '../cluster/index.ts';
import { StepLimitError } from '../kernel/index.ts';
import type { Stopped } from '../protocol/index.ts';

/** What stopped the world for good, if anything did. */
export function stoppedOf({ kernel }: World): Stopped | undefined {
  const { failure } = kernel;
  if (!failure) return undefined;
  const { error, seed, event, process } = failure;
  return {
    reason: error instanceof StepLimitError ? 'limit' : 'bug',
    message: `${describeError(error)} (in ${process})`,
    seed,
    event,
    atMs: kernel.nowMs,
    ...(error instanceof InvariantError ? { invariant: error.invariant } : {}),
  };
}

/** How many messages a second of wall time are sent, over about the last second. */
export class MessageRate {
  private samples: { readonly wallMs: number; readonly sent: number }[] = [];

  note(wallMs: number, sent: number): number {
    const last = this.samples.at(-1);
    if (last && sent < last.sent) this.samples = [];
    this.samples.push({ wallMs, sent });
    while ((this.samples[0]?.wallMs ?? wallMs) < wallMs - 1_000) this.samples.shift();
    const first = this.samples[0];
    const spanMs = first ? wallMs - first.wallMs : 0;
    return spanMs > 0 && first ? ((sent - first.sent) / spanMs) * 1_000 : 0;
  }
}
