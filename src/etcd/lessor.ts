// Upstream: server/lease/lessor.go
import type { Kernel, Timer } from '../kernel/index.ts';
import { limits } from './limits.ts';
import type { Leases } from './store/leases.ts';

/** Knows when leases end: only on the leader, which proposes to revoke those that have. */
export class Lessor {
  private readonly kernel: Kernel;
  private readonly leases: () => Leases;
  private readonly revoke: (id: number) => void;
  private readonly endsMs = new Map<number, number>();
  private timer: Timer | undefined;
  private isPrimary = false;

  constructor(kernel: Kernel, leases: () => Leases, revoke: (id: number) => void) {
    this.kernel = kernel;
    this.leases = leases;
    this.revoke = revoke;
  }

  /** A new leader gives every lease its full time again: it cannot know what its predecessor was told. */
  promote(): void {
    this.isPrimary = true;
    this.endsMs.clear();
    const extraMs = limits.heartbeatMs * limits.electionTicks;
    for (const id of this.leases().ids) this.endsMs.set(id, this.kernel.nowMs + this.ttlMs(id) + extraMs);
    this.arm();
  }

  demote(): void {
    this.isPrimary = false;
    this.stop();
  }

  /** A lease was granted or revoked. */
  changed(id: number): void {
    if (!this.isPrimary) return;
    if (this.leases().has(id)) this.endsMs.set(id, this.kernel.nowMs + this.ttlMs(id));
    else this.endsMs.delete(id);
    this.arm();
  }

  /** Starts the lease's time again; gives its length in seconds, undefined when there is no such lease. */
  renew(id: number): number | undefined {
    const ttlSeconds = this.leases().ttlOf(id);
    if (ttlSeconds === undefined) return undefined;
    this.endsMs.set(id, this.kernel.nowMs + ttlSeconds * 1000);
    this.arm();
    return ttlSeconds;
  }

  /** Whole seconds that remain. */
  remainingSeconds(id: number): number {
    return Math.max(0, Math.floor(((this.endsMs.get(id) ?? 0) - this.kernel.nowMs) / 1000));
  }

  /** All leases, those that end first first, as far as this member knows when they do. */
  byExpiry(): readonly number[] {
    const endOf = (id: number): number => this.endsMs.get(id) ?? 0;
    return [...this.leases().ids].sort((a, b) => endOf(a) - endOf(b));
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.endsMs.clear();
  }

  private ttlMs(id: number): number {
    return (this.leases().ttlOf(id) ?? 0) * 1000;
  }

  private arm(): void {
    this.timer?.cancel();
    this.timer = undefined;
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const ms of this.endsMs.values()) earliestMs = Math.min(earliestMs, ms);
    if (earliestMs === Number.POSITIVE_INFINITY) return;
    const { kernel } = this;
    const { cause } = kernel;
    kernel.cause = 0;
    this.timer = kernel.at(earliestMs, () => this.expire());
    kernel.cause = cause;
  }

  private expire(): void {
    const { nowMs } = this.kernel;
    for (const [id, ms] of this.endsMs) {
      if (ms > nowMs) continue;
      // The revocation may get lost on its way: it is proposed again until it is applied.
      this.endsMs.set(id, nowMs + limits.leaseRevokeRetryMs);
      this.revoke(id);
    }
    this.arm();
  }
}
