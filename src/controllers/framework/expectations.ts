// Upstream: pkg/controller, ControllerExpectations
import type { Kernel } from '../../kernel/index.ts';

/** After this long an expectation counts as met: something was missed. */
const expiryMs = 5 * 60_000; // pkg/controller ExpectationsTimeout

interface Expected {
  creations: number;
  readonly deletions: Set<string>;
  sinceMs: number;
}

/**
 * What a controller did and its cache does not show yet. While something is expected, the key's Pods are not counted, or
 * they would be created or deleted twice.
 */
export class Expectations {
  private readonly kernel: Kernel;
  private readonly expected = new Map<string, Expected>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Whether all that was expected for the key has been seen (or has taken too long). */
  areMet(key: string): boolean {
    const expected = this.expected.get(key);
    if (!expected || (expected.creations <= 0 && expected.deletions.size === 0)) return true;
    return this.kernel.nowMs - expected.sinceMs > expiryMs;
  }

  expectCreations(key: string, count: number): void {
    this.expect(key, count, []);
  }

  /** @param uids of the objects that are about to be deleted */
  expectDeletions(key: string, uids: readonly string[]): void {
    this.expect(key, 0, uids);
  }

  /** Both at once. */
  expect(key: string, creations: number, uids: readonly string[]): void {
    this.expected.set(key, { creations, deletions: new Set(uids), sinceMs: this.kernel.nowMs });
  }

  creationObserved(key: string): void {
    const expected = this.expected.get(key);
    if (expected) expected.creations--;
  }

  deletionObserved(key: string, uid: string): void {
    this.expected.get(key)?.deletions.delete(uid);
  }

  forget(key: string): void {
    this.expected.delete(key);
  }
}
