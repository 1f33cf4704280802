import type { EntityId, LaneSpan } from '../protocol/index.ts';
import { Collection } from './collection.ts';

/** Spans that are remembered of one thing. */
const spansKept = 200;

/** How long each node and Pod was in which state; what the page chose to see of it goes into the frames. */
export class Lanes {
  readonly spans = new Collection<LaneSpan>();
  private readonly history = new Map<EntityId, LaneSpan[]>();
  private chosen: ReadonlySet<EntityId> = new Set();
  private nextId = 1;

  /** What is so from that time on. */
  note(lane: EntityId, state: string, atMs: number): void {
    const spans = this.history.get(lane) ?? [];
    this.history.set(lane, spans);
    const last = spans.at(-1);
    if (last && last.toMs === undefined && last.state === state) return;
    this.end(lane, atMs);
    const span: LaneSpan = { id: `lane/${this.nextId++}`, lane, fromMs: atMs, state };
    spans.push(span);
    if (spans.length > spansKept) spans.shift();
    if (this.chosen.has(lane)) this.spans.set(span);
  }

  /** The thing is gone. */
  end(lane: EntityId, atMs: number): void {
    const spans = this.history.get(lane);
    const last = spans?.at(-1);
    if (!spans || !last || last.toMs !== undefined) return;
    const ended = { ...last, toMs: atMs };
    spans[spans.length - 1] = ended;
    if (this.chosen.has(lane)) this.spans.set(ended);
  }

  /** Shows these lanes and no others. */
  choose(lanes: readonly EntityId[]): void {
    this.chosen = new Set(lanes);
    this.spans.replace(lanes.flatMap((lane) => this.history.get(lane) ?? []));
  }
}
