/** Something that will happen: ordered by time, then by the order in which it was asked for. */
export abstract class ScheduledEvent {
  atMs = 0;
  sequence = 0;
  /** The trace record that asked for it. */
  cause = 0;
  /** Its place in the heap, -1 when it is not queued. Owned by the queue. */
  index = -1;
  private queue: EventQueue | undefined = undefined;

  /** What happens when its time has come. */
  abstract happen(): void;

  /** Gives it its time and place. Used by the kernel. */
  enter(queue: EventQueue, atMs: number, sequence: number, cause: number): void {
    this.queue = queue;
    this.atMs = atMs;
    this.sequence = sequence;
    this.cause = cause;
    queue.push(this);
  }

  /** Takes it back; false when it has happened or was taken back before. */
  cancel(): boolean {
    return this.queue !== undefined && this.queue.remove(this);
  }
}

/** A binary heap on (time, sequence) whose entries know their place, so that one is cancelled in O(log n). */
export class EventQueue {
  private readonly heap: ScheduledEvent[] = [];

  get size(): number {
    return this.heap.length;
  }

  peek(): ScheduledEvent | undefined {
    return this.heap[0];
  }

  push(event: ScheduledEvent): void {
    this.heap.push(event);
    this.siftUp(this.heap.length - 1, event);
  }

  pop(): ScheduledEvent | undefined {
    const top = this.heap[0];
    if (top) this.remove(top);
    return top;
  }

  /** Takes the event out; false when it was not queued (any more). */
  remove(event: ScheduledEvent): boolean {
    const { index } = event;
    if (index < 0) return false;
    event.index = -1;
    const last = this.heap.pop();
    if (last && last !== event) {
      this.siftUp(index, last);
      this.siftDown(last.index, last);
    }
    return true;
  }

  private siftUp(start: number, event: ScheduledEvent): void {
    const { heap } = this;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (!parent || !isBefore(event, parent)) break;
      heap[index] = parent;
      parent.index = index;
      index = parentIndex;
    }
    heap[index] = event;
    event.index = index;
  }

  private siftDown(start: number, event: ScheduledEvent): void {
    const { heap } = this;
    let index = start;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      const right = heap[childIndex + 1];
      if (child && right && isBefore(right, child)) {
        child = right;
        childIndex++;
      }
      if (!child || !isBefore(child, event)) break;
      heap[index] = child;
      child.index = index;
      index = childIndex;
    }
    heap[index] = event;
    event.index = index;
  }
}

function isBefore(left: ScheduledEvent, right: ScheduledEvent): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.sequence < right.sequence);
}
