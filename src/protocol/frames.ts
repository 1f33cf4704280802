import type { Applied, CustomKinds } from './editing.ts';
import type { EntityId } from './ids.ts';
import type { Inspection, WhyStep } from './inspection.ts';
import type { LostMessage, Message } from './messages.ts';
import type { Phrase } from './phrases.ts';
import type { Member, RaftSummary, RoleSpan } from './raft.ts';
import type { Attempt, EventRow, RequestRow, SchedulerQueue } from './tables.ts';
import type { TerminalOutput, TerminalTab } from './terminal.ts';
import type { Bookmark, Branch, Clock, Comparison, Job, LaneSpan, Stopped, TermSegment } from './time.ts';
import type { Component, Machine, NodeRow, ObjectRow, PodRow, ServiceRow } from './world.ts';

/** Change of a collection keyed by `id`: whole rows that are new or different, and ids that are no more. */
export interface Patch<Row extends { readonly id: string }> {
  readonly set?: readonly Row[];
  readonly gone?: readonly string[];
}

/**
 * What changed since the last frame. A collection that did not change is absent. Frames are sent at most once per animation
 * frame, and the next one only after `drawn`. After a jump in time or a new world the first frame has `reset`:
 * every collection starts empty and comes whole.
 */
export interface FrameDiff {
  readonly type: 'frame';
  /** Counts up; answered by `drawn`. */
  readonly frame: number;
  readonly reset?: true;
  readonly clock: Clock;
  readonly stopped?: Stopped;
  readonly job?: Job;
  readonly machines?: Patch<Machine>;
  readonly components?: Patch<Component>;
  readonly members?: Patch<Member>;
  readonly nodes?: Patch<NodeRow>;
  readonly pods?: Patch<PodRow>;
  readonly services?: Patch<ServiceRow>;
  readonly objects?: Patch<ObjectRow>;
  /** At high speed only a sample of what flies: those that a frame of this length could show. */
  readonly messages?: Patch<Message>;
  readonly lost?: Patch<LostMessage>;
  /** The tables keep their newest 1,000 rows on the page; older ones need no `gone`. */
  readonly events?: Patch<EventRow>;
  readonly requests?: Patch<RequestRow>;
  readonly attempts?: Patch<Attempt>;
  readonly queue?: SchedulerQueue;
  readonly raft?: RaftSummary;
  readonly roleSpans?: Patch<RoleSpan>;
  readonly segments?: Patch<TermSegment>;
  readonly bookmarks?: Patch<Bookmark>;
  readonly branches?: Patch<Branch>;
  readonly laneSpans?: Patch<LaneSpan>;
  readonly terminals?: Patch<TerminalTab>;
  readonly output?: readonly TerminalOutput[];
}

/** A world was built: sent once before its first frame. */
export interface WorldReport {
  readonly type: 'world';
  readonly seed: number;
  readonly scene?: string;
  /** The text of the situation that stands for a scene. */
  readonly situation?: string;
  /** The topology as a file's text, with all defaults written out. */
  readonly topology: string;
  readonly version: string;
  readonly scenes: readonly SceneInfo[];
  /** Names of topology presets. */
  readonly presets: readonly string[];
  /** Files that the scene brings to the editor. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** What the scene wants open: `cluster`, `raft`, `scheduling`, … and selected. */
  readonly perspective?: string;
  readonly select?: EntityId;
  /** The world is served to others too: it can be neither stopped nor played again. */
  readonly attached?: true;
}

/** A named beginning that a person can choose. */
export interface SceneInfo {
  readonly id: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly summary: { readonly en: string; readonly zh: string };
  /** The shelf of the gallery on which it stands; absent: the first. */
  readonly shelf?: 'raft';
}

/** A few lines about something that is hovered. */
export interface Glance {
  readonly type: 'glance';
  readonly id: EntityId;
  readonly kind: string;
  readonly name: string;
  readonly sentence: readonly Phrase[];
  /** The last steps of its why chain. */
  readonly cause: readonly WhyStep[];
}

/** The inputs so far, as text that `load` accepts: kept over a reload, and part of a link. Sent when it changed, at most once a second. */
export interface InputsReport {
  readonly type: 'inputs';
  readonly inputs: string;
  /** Whether time stands still. */
  readonly paused: boolean;
}

/** A command that could not be done, and what would be right; nothing else happened. */
export interface Failure {
  readonly type: 'failure';
  readonly command: string;
  readonly request?: number;
  readonly message: string;
}

/** Whether the parts of the engine that come after its first are there: without them a world boots and is shown, and nothing is done to it. */
export interface Parts {
  readonly type: 'parts';
  /** Why they could not be loaded; absent once they are there. */
  readonly missing?: string;
}

/** All scenes there are, once more of them are there than when the world was reported. */
export interface Scenes {
  readonly type: 'scenes';
  readonly scenes: readonly SceneInfo[];
}

/** Worker to page. */
export type Report = FrameDiff | WorldReport | Inspection | Glance | Applied | InputsReport | Failure | Parts | Scenes | CustomKinds | Comparison;
