import { sleep } from '../kernel/index.ts';
import type { Kernel, Process } from '../kernel/index.ts';

/** A token bucket: `burst` at once, then `perSecond`. Upstream: client-go, util/flowcontrol */
export class RateLimiter {
  private readonly kernel: Kernel;
  private readonly perSecond: number;
  private readonly burst: number;
  private tokens: number;
  private filledMs: number;

  constructor(kernel: Kernel, rate: { readonly perSecond: number; readonly burst: number }) {
    this.kernel = kernel;
    this.perSecond = rate.perSecond;
    this.burst = rate.burst;
    this.tokens = rate.burst;
    this.filledMs = kernel.nowMs;
  }

  /** Takes one token, waiting until it is there. */
  *take(): Process {
    const waitMs = this.reserve();
    if (waitMs > 0) yield* sleep(waitMs);
  }

  /** Takes one token if it is there. */
  tryTake(): boolean {
    this.fill();
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  /** Takes one token of the future; gives how long it is until then. */
  reserve(): number {
    this.fill();
    this.tokens -= 1;
    return this.tokens >= 0 ? 0 : (-this.tokens / this.perSecond) * 1000;
  }

  private fill(): void {
    const { nowMs } = this.kernel;
    this.tokens = Math.min(this.burst, this.tokens + ((nowMs - this.filledMs) / 1000) * this.perSecond);
    this.filledMs = nowMs;
  }
}
