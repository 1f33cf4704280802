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

/** Room for events that a queue begins with; it doubles when needed. */
const firstRoom = 256;

/**
 * A binary heap on (time, sequence) whose entries know their place, so that one is cancelled in O(log n). Their times stand
 * beside them, so that comparing two does not have to look into both.
 */
export class EventQueue {
  private readonly heap: ScheduledEvent[] = [];
  private times = new Float64Array(firstRoom);

  get size(): number {
    return this.heap.length;
  }

  peek(): ScheduledEvent | undefined {
    return this.heap[0];
  }

  push(event: ScheduledEvent): void {
    const { heap } = this;
    if (heap.length === this.times.length) this.grow();
    heap.push(event);
    this.siftUp(heap.length - 1, event, event.atMs);
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
    const { heap } = this;
    const last = heap.pop();
    if (last && last !== event) {
      const atMs = this.times[heap.length] ?? 0;
      this.siftUp(index, last, atMs);
      this.siftDown(last.index, last, atMs);
    }
    return true;
  }

  private siftUp(start: number, event: ScheduledEvent, atMs: number): void {
    const { heap, times } = this;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      const parentMs = times[parentIndex] ?? 0;
      if (!parent || atMs > parentMs || (atMs === parentMs && event.sequence > parent.sequence)) break;
      this.place(parent, parentMs, index);
      index = parentIndex;
    }
    this.place(event, atMs, index);
  }

  private siftDown(start: number, event: ScheduledEvent, atMs: number): void {
    const { heap, times } = this;
    const { length } = heap;
    let index = start;
    for (;;) {
      let childIndex = 2 * index + 1;
      if (childIndex >= length) break;
      if (childIndex + 1 < length && this.isBefore(childIndex + 1, childIndex)) childIndex++;
      const childMs = times[childIndex] ?? 0;
      const child = heap[childIndex];
      if (!child || childMs > atMs || (childMs === atMs && child.sequence > event.sequence)) break;
      this.place(child, childMs, index);
      index = childIndex;
    }
    this.place(event, atMs, index);
  }

  private isBefore(left: number, right: number): boolean {
    const { heap, times } = this;
    const leftMs = times[left] ?? 0;
    const rightMs = times[right] ?? 0;
    return leftMs < rightMs || (leftMs === rightMs && (heap[left]?.sequence ?? 0) < (heap[right]?.sequence ?? 0));
  }

  private place(event: ScheduledEvent, atMs: number, index: number): void {
    this.heap[index] = event;
    this.times[index] = atMs;
    event.index = index;
  }

  private grow(): void {
    const longer = new Float64Array(this.times.length * 2);
    longer.set(this.times);
    this.times = longer;
  }
}
