import type {
  Attempt, Bookmark, Branch, Clock, Component, EventRow, FrameDiff, Job, LaneSpan, LostMessage, Machine, Member, Message,
  NodeRow, ObjectRow, Patch, PodRow, RaftSummary, RequestRow, RoleSpan, SchedulerQueue, ServiceRow, Stopped, TermSegment,
  TerminalTab, WorldReport,
} from '../../protocol/index.ts';

/** A collection as the page keeps it: a new map whenever something in it changed, rows shared. */
export type Rows<Row> = ReadonlyMap<string, Row>;

/** The collections of a frame, by name. */
export interface Collections {
  readonly machines: Rows<Machine>;
  readonly components: Rows<Component>;
  readonly members: Rows<Member>;
  readonly nodes: Rows<NodeRow>;
  readonly pods: Rows<PodRow>;
  readonly services: Rows<ServiceRow>;
  readonly objects: Rows<ObjectRow>;
  readonly messages: Rows<Message>;
  readonly lost: Rows<LostMessage>;
  readonly events: Rows<EventRow>;
  readonly requests: Rows<RequestRow>;
  readonly attempts: Rows<Attempt>;
  readonly roleSpans: Rows<RoleSpan>;
  readonly segments: Rows<TermSegment>;
  readonly bookmarks: Rows<Bookmark>;
  readonly branches: Rows<Branch>;
  readonly laneSpans: Rows<LaneSpan>;
  readonly terminals: Rows<TerminalTab>;
}

/** Everything the page knows of the world: what the frames said, nothing else. */
export interface World extends Collections {
  readonly report: WorldReport | undefined;
  /** Undefined until the first frame. */
  readonly clock: Clock | undefined;
  /** When the newest frame came, in the page's own milliseconds. */
  readonly receivedMs: number;
  readonly frame: number;
  readonly stopped: Stopped | undefined;
  readonly job: Job | undefined;
  readonly queue: SchedulerQueue;
  readonly raft: RaftSummary | undefined;
  /** While the past is shown: what the timeline held when its head was left. It has happened, so it stays on the rule. */
  readonly lived: Lived | undefined;
}

/** A whole run on the rule of time. */
export type Lived = Pick<Collections, 'segments' | 'bookmarks'>;

const empty: Rows<never> = new Map<string, never>();

const emptyCollections: Collections = {
  machines: empty, components: empty, members: empty, nodes: empty, pods: empty, services: empty, objects: empty,
  messages: empty, lost: empty, events: empty, requests: empty, attempts: empty, roleSpans: empty, segments: empty,
  bookmarks: empty, branches: empty, laneSpans: empty, terminals: empty,
};

/** The world before its first frame. */
export const noWorld: World = {
  ...emptyCollections,
  report: undefined, clock: undefined, receivedMs: 0, frame: 0, stopped: undefined, job: undefined,
  queue: { active: [], backoff: [], unschedulable: [] }, raft: undefined, lived: undefined,
};

/** Rows that a table keeps: older ones fall out at the front. */
export const tableLimit = 1_000;

/** Applies one collection's patch; the same map when there is none. */
export function applyPatch<Row extends { readonly id: string }>(rows: Rows<Row>, patch: Patch<Row> | undefined, limit = Infinity): Rows<Row> {
  if (!patch || ((patch.set?.length ?? 0) === 0 && (patch.gone?.length ?? 0) === 0)) return rows;
  const next = new Map(rows);
  for (const id of patch.gone ?? []) next.delete(id);
  for (const row of patch.set ?? []) next.set(row.id, row);
  for (const id of next.keys()) {
    if (next.size <= limit) break;
    next.delete(id);
  }
  return next;
}

/** The world after a frame. */
export function applyFrame(world: World, diff: FrameDiff, receivedMs: number): World {
  const from: Collections = diff.reset ? emptyCollections : world;
  return {
    report: world.report,
    clock: diff.clock,
    receivedMs,
    frame: diff.frame,
    stopped: diff.stopped,
    job: diff.job,
    machines: applyPatch(from.machines, diff.machines),
    components: applyPatch(from.components, diff.components),
    members: applyPatch(from.members, diff.members),
    nodes: applyPatch(from.nodes, diff.nodes),
    pods: applyPatch(from.pods, diff.pods),
    services: applyPatch(from.services, diff.services),
    objects: applyPatch(from.objects, diff.objects),
    messages: applyPatch(from.messages, diff.messages),
    lost: applyPatch(from.lost, diff.lost),
    events: applyPatch(from.events, diff.events, tableLimit),
    requests: applyPatch(from.requests, diff.requests, tableLimit),
    attempts: applyPatch(from.attempts, diff.attempts, tableLimit),
    roleSpans: applyPatch(from.roleSpans, diff.roleSpans),
    segments: applyPatch(from.segments, diff.segments),
    bookmarks: applyPatch(from.bookmarks, diff.bookmarks),
    branches: applyPatch(from.branches, diff.branches),
    laneSpans: applyPatch(from.laneSpans, diff.laneSpans),
    terminals: applyPatch(from.terminals, diff.terminals),
    queue: diff.queue ?? (diff.reset ? noWorld.queue : world.queue),
    raft: diff.raft ?? (diff.reset ? undefined : world.raft),
    lived: livedAfter(world, diff),
  };
}

/** Whoever jumps into the past leaves a head whose run is known; it is forgotten at a head again, be it a new branch's. */
function livedAfter({ lived, segments, bookmarks }: World, { clock, reset }: FrameDiff): Lived | undefined {
  if (clock.nowMs >= clock.headMs) return undefined;
  return lived ?? (reset ? { segments, bookmarks } : undefined);
}

/** Virtual time at a moment of the page's own clock: the frame's time, carried on at its slope, never past what is known. */
export function virtualNow(world: Pick<World, 'clock' | 'receivedMs'>, pageMs: number): number {
  const { clock } = world;
  if (!clock) return 0;
  const carried = clock.nowMs + clock.slope * Math.max(0, pageMs - world.receivedMs);
  return Math.max(clock.nowMs, Math.min(clock.untilMs, carried));
}
