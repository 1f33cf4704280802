import { limits } from '../limits.ts';
import type { Change } from './change.ts';

/** The last changes of one resource, for watches that begin in the past. */
export class History {
  private changes: Change[] = [];
  private head = 0;
  /** Changes after this revision are all here. */
  private since: number;

  /** @param since the revision of the list that the cache began with */
  constructor(since: number) {
    this.since = since;
  }

  /** The oldest revision that a watch can begin after. */
  get oldest(): number {
    return this.since;
  }

  push(change: Change): void {
    this.changes.push(change);
    for (let first = this.changes[this.head]; first && this.isTooMuch(first, change.atMs); first = this.changes[this.head]) {
      this.since = first.revision;
      this.head++;
    }
    if (this.head > 1024 && this.head * 2 > this.changes.length) {
      this.changes = this.changes.slice(this.head);
      this.head = 0;
    }
  }

  /** Changes with a greater revision, oldest first. */
  *after(revision: number): Generator<Change, void, undefined> {
    for (let index = this.firstAfter(revision); index < this.changes.length; index++) {
      const change = this.changes[index];
      if (change) yield change;
    }
  }

  private isTooMuch(first: Change, nowMs: number): boolean {
    const size = this.changes.length - this.head;
    return size > limits.historyMost || (size > limits.historyLeast && first.atMs < nowMs - limits.historyFreshMs);
  }

  private firstAfter(revision: number): number {
    let low = this.head;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.changes[middle]?.revision ?? 0) > revision) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
