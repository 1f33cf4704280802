// Upstream: client-go util/flowcontrol Backoff

/** Pauses of one thing that goes wrong again and again: each twice the one before, forgotten after a long good time. */
export class BackOff {
  /** The present pause; 0 before the first failure. */
  pauseMs = 0;
  private readonly initialMs: number;
  private readonly greatestMs: number;
  private updatedMs = Number.NEGATIVE_INFINITY;

  constructor(initialMs: number, greatestMs: number) {
    this.initialMs = initialMs;
    this.greatestMs = greatestMs;
  }

  /** How long the pause after what happened at `sinceMs` still lasts. */
  remainingMs(sinceMs: number, nowMs: number): number {
    if (this.pauseMs === 0 || this.isExpired(sinceMs)) return 0;
    return Math.max(0, sinceMs + this.pauseMs - nowMs);
  }

  /** How long the pause after the last failure still lasts. */
  remainingSinceFailureMs(nowMs: number): number {
    return this.remainingMs(this.updatedMs, nowMs);
  }

  /** Notes one more failure (or the attempt after it) and makes the next pause longer. */
  next(atMs: number): void {
    const isFirst = this.pauseMs === 0 || this.isExpired(atMs);
    this.pauseMs = isFirst ? this.initialMs : Math.min(this.greatestMs, 2 * this.pauseMs);
    this.updatedMs = atMs;
  }

  private isExpired(atMs: number): boolean {
    return atMs - this.updatedMs > 2 * this.greatestMs;
  }
}
