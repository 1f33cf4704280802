import type { EntityId } from './ids.ts';
import type { MessageKind } from './messages.ts';
import type { Phrase } from './phrases.ts';

/**
 * How fast the world runs while it plays.
 * `event`: `rate` messages a second of wall time are seen to arrive, whatever virtual time lies between; stretches in which
 * nothing travels are jumped. `clock`: `rate` virtual milliseconds pass a wall millisecond (0.001 … 1000); `max` as fast as possible.
 */
export type Pace =
  | { readonly mode: 'event'; readonly rate: number }
  | { readonly mode: 'clock'; readonly rate: number }
  | { readonly mode: 'max' };

/** What a person may run the world until. The worker pauses at the event that makes it true. */
export type Condition =
  | { readonly until: 'leader' }
  | { readonly until: 'podReady'; readonly pod: EntityId }
  | { readonly until: 'nextBind' }
  | { readonly until: 'rolloutDone'; readonly workload: EntityId }
  | { readonly until: 'idle' }
  | { readonly until: 'message'; readonly kinds: readonly MessageKind[] }
  | { readonly until: 'time'; readonly atMs: number }
  /** Something happens among the etcd members: a message arrives, a timer comes, a role or a term changes, an entry is committed. */
  | { readonly until: 'raft'; readonly next: RaftHappening }
  /** What the situation's next step says is done, and it has come true. */
  | { readonly until: 'situation' };

/** What one may step to among the members. */
export type RaftHappening = 'message' | 'timer' | 'role' | 'commit';

/** The state of time, whole in each frame. */
export interface Clock {
  /** Virtual time that this frame shows. The world starts at 0. */
  readonly nowMs: number;
  /**
   * Between frames the page draws at `min(untilMs, nowMs + slope × wall ms since the frame came)`: `slope` is virtual ms
   * a wall ms (0 while paused), `untilMs` a time that the next frame is sure to show or pass.
   */
  readonly slope: number;
  readonly untilMs: number;
  /** Number of the last event that happened. */
  readonly event: number;
  /** Wall date that virtual 0 stands for (for ages and timestamps), ISO 8601. */
  readonly epoch: string;
  readonly running: boolean;
  readonly pace: Pace;
  /** The farthest time this branch has reached; `nowMs < headMs` means the page looks at the past. */
  readonly headMs: number;
  /** What the world is being run until, if so. */
  readonly until?: Condition;
  /** The rolling hash of the run, sent while paused. */
  readonly hash?: string;
  /** Messages a second of wall time at present: what may be labelled and what must be bundled. */
  readonly messagesPerSecond: number;
}

/** The engine met a bug in itself, or a limit of the run: it has stopped for good, the past stays usable. */
export interface Stopped {
  readonly reason: 'bug' | 'limit';
  readonly message: string;
  readonly seed: number;
  readonly event: number;
  readonly atMs: number;
  /** The invariant that does not hold, when that is why. */
  readonly invariant?: string;
}

/** A job of the worker that lasts over 400 ms; absent when there is none. */
export interface Job {
  readonly what: Phrase;
  /** 0 … 1, absent when it cannot be known. */
  readonly done?: number;
}

/** A stretch of the timeline with one leader, or with none (an election). */
export interface TermSegment {
  readonly id: string;
  readonly fromMs: number;
  /** Absent: it lasts until now. */
  readonly toMs?: number;
  readonly term: number;
  /** The leader's name; absent while there is none. */
  readonly leader?: string;
}

/** A flag on the timeline, made by the run itself. */
export interface Bookmark {
  readonly id: string;
  readonly atMs: number;
  readonly event: number;
  readonly what: Phrase;
  readonly about?: EntityId;
}

/** How long a node or a Pod was in one state: a bar in the lanes under the timeline. */
export interface LaneSpan {
  readonly id: string;
  readonly lane: EntityId;
  readonly fromMs: number;
  readonly toMs?: number;
  /** A node's readiness or a Pod's phase class. */
  readonly state: string;
}

/** One line of history; the first has no parent. */
export interface Branch {
  readonly id: string;
  /** As a person calls it; until then it is known by what it began with. */
  readonly name?: string;
  readonly parent?: string;
  /** The last command before it left its parent. */
  readonly after?: string;
  /** The first command of its own. */
  readonly began?: string;
  readonly forkedAtMs: number;
  readonly headMs: number;
  readonly current: boolean;
}

/** What stands differently in two lines of history, each at its head or where it is looked at. */
export interface Comparison {
  readonly type: 'comparison';
  readonly branch: string;
  /** Objects that are not the same, in the order of their ids. */
  readonly rows: readonly ComparedObject[];
  /** Objects that are the same in both. */
  readonly same: number;
}

/** An object here and in the other branch: its telling column, undefined where there is none. */
export interface ComparedObject {
  readonly id: EntityId;
  readonly here?: string;
  readonly there?: string;
}
