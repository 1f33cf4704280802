// Upstream: client-go, util/flowcontrol Backoff as pkg/controller/daemon uses it
import type { Kernel } from '../../kernel/index.ts';

const firstMs = 1_000;
const mostMs = 15 * 60_000;

/** How long to wait with the next deletion of a Pod that fails again and again on a node. */
export class FailedPods {
  private readonly kernel: Kernel;
  private readonly pauses = new Map<string, { pauseMs: number; sinceMs: number }>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** 0 when it may be deleted now, which begins a pause twice as long as the last; else what is left of the pause. */
  waitMs(key: string): number {
    const { nowMs } = this.kernel;
    const before = this.pauses.get(key);
    const passedMs = before ? nowMs - before.sinceMs : 0;
    if (before && passedMs < before.pauseMs) return before.pauseMs - passedMs;
    // After so long without a failure it begins anew.
    const isForgotten = !before || passedMs > 2 * mostMs;
    this.pauses.set(key, { pauseMs: isForgotten ? firstMs : Math.min(before.pauseMs * 2, mostMs), sinceMs: nowMs });
    return 0;
  }
}
