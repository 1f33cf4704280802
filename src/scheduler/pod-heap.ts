import type { PodInfo } from './pod-info.ts';

/** A Pod that waits to be scheduled. */
export interface WaitingPod {
  info: PodInfo;
  /** When it came to the place where it waits. */
  sinceMs: number;
  /** Order of arrival, for those of one instant. */
  sequence: number;
}

/** Waiting Pods, the most important first; of those, who waits longest. */
export class PodHeap<Item extends WaitingPod> {
  private readonly items: Item[] = [];

  get size(): number {
    return this.items.length;
  }

  push(item: Item): void {
    const { items } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = items[parentAt];
      if (!parent || !isFirst(item, parent)) break;
      items[at] = parent;
      at = parentAt;
    }
    items[at] = item;
  }

  pop(): Item | undefined {
    const [top] = this.items;
    const last = this.items.pop();
    if (last && last !== top) this.sink(last, 0);
    return top;
  }

  /** Takes one out of the middle. */
  remove(item: Item): void {
    const at = this.items.indexOf(item);
    if (at < 0) return;
    const rest = this.items.splice(at);
    for (const other of rest) if (other !== item) this.push(other);
  }

  private sink(item: Item, start: number): void {
    const { items } = this;
    let at = start;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = items[childAt];
      const right = items[childAt + 1];
      if (child && right && isFirst(right, child)) {
        child = right;
        childAt++;
      }
      if (!child || !isFirst(child, item)) break;
      items[at] = child;
      at = childAt;
    }
    items[at] = item;
  }
}

function isFirst(a: WaitingPod, b: WaitingPod): boolean {
  if (a.info.priority !== b.info.priority) return a.info.priority > b.info.priority;
  return a.sinceMs !== b.sinceMs ? a.sinceMs < b.sinceMs : a.sequence < b.sequence;
}
