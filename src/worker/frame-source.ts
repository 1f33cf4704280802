import { deepEqual } from '../base/index.ts';
import type { RequestRecord } from '../apiserver/index.ts';
import { isGroup } from '../cluster/index.ts';
import type { Machine as WorldMachine, World } from '../cluster/index.ts';
import { memberView } from '../etcd/index.ts';
import type { MemberView } from '../etcd/index.ts';
import type { TraceRecord } from '../kernel/index.ts';
import { machineId } from '../protocol/index.ts';
import type { Attempt, Clock, Component, EntityId, FrameDiff, Machine, Member, RaftSummary, RequestRow, SchedulerQueue } from '../protocol/index.ts';
import { Collection } from './collection.ts';
import { Happenings } from './happenings.ts';
import { kindNamesOf } from './kind-names.ts';
import { Lanes } from './lanes.ts';
import { MessageRows } from './message-rows.ts';
import { ObjectRows } from './object-rows.ts';
import type { Picture } from './pictures.ts';
import { raftLabOf } from './raft-lab.ts';
import type { Experiment } from './raft-lab.ts';
import { raftSummaryOf } from './raft-summary.ts';
import { attemptRow, isAttemptRecord } from './rows/attempts.ts';
import { componentRows, machineRow } from './rows/machines.ts';
import { memberRow, windowOf } from './rows/members.ts';
import { idOf } from './rows/ids.ts';
import { schedulerQueue } from './rows/queue.ts';
import { aboutOf, isRequestRecord, requestRow } from './rows/tables.ts';
import { Story } from './story.ts';
import { Timeline } from './timeline.ts';
import { Traffic, isPacket } from './traffic.ts';

/** Rows that a table keeps. */
const tableRows = 1_000;
/** Objects whose chain of causes is kept a frame, at most. */
const chainsPerFrame = 40;

/** Turns a world into frame diffs: what changed since the last one that the page drew. */
export class FrameSource {
  readonly objects: ObjectRows;
  readonly timeline: Timeline;
  readonly lanes = new Lanes();
  readonly traffic: Traffic;
  readonly messages: MessageRows;
  readonly story: Story;
  readonly requests = new Collection<RequestRow>(tableRows);
  readonly attempts = new Collection<Attempt>(tableRows);
  private readonly world: World;
  private readonly experiment: Experiment;
  private readonly happenings: Happenings;
  private readonly machines = new Collection<Machine>();
  private readonly components = new Collection<Component>();
  private readonly members = new Collection<Member>();
  private readonly openRequests = new Map<number, TraceRecord>();
  private readonly stoppedMembers = new Set<string>();
  private raft: RaftSummary | undefined;
  private queue: SchedulerQueue | undefined;
  /** What a frame has, by the names of its fields. */
  private readonly collections;
  private isReset = true;
  private readonly forget: () => void;

  constructor(experiment: Experiment) {
    const { world } = experiment;
    const { kernel, network } = world;
    this.world = world;
    this.experiment = experiment;
    this.objects = new ObjectRows(world);
    this.traffic = new Traffic(network, kernel.trace, () => kindNamesOf(world), isGroup(world.topology));
    this.messages = new MessageRows(world, this.traffic, (address) => this.objects.podAt(address));
    this.timeline = new Timeline(() => kernel.eventNumber);
    this.story = new Story(kernel.trace);
    this.happenings = new Happenings(this.timeline, this.lanes);
    const { timeline, objects, messages } = this;
    this.collections = {
      machines: this.machines,
      components: this.components,
      members: this.members,
      nodes: objects.nodes,
      pods: objects.pods,
      services: objects.services,
      objects: objects.rows,
      events: objects.events,
      messages: messages.flying,
      lost: messages.lost,
      requests: this.requests,
      attempts: this.attempts,
      roleSpans: timeline.roleSpans,
      segments: timeline.segments,
      bookmarks: timeline.bookmarks,
      laneSpans: this.lanes.spans,
    };
    this.forget = kernel.trace.observe((record) => this.observe(record));
    for (const { name, raft } of world.etcd.map(memberView)) if (raft) this.timeline.memberFound(name, raft.role, raft.term, kernel.nowMs);
  }

  /** Looks at the world no more. */
  close(): void {
    this.forget();
  }

  /** Everything comes whole in the next frame. */
  reset(): void {
    this.isReset = true;
    this.raft = undefined;
    this.queue = undefined;
    for (const collection of Object.values(this.collections)) collection.markAll();
  }

  /** The newest rows of the members. */
  get memberRows(): readonly Member[] {
    return [...this.members.values()];
  }

  /** The row of a component. */
  component(id: EntityId): Component | undefined {
    return this.components.get(id);
  }

  /** The row of a machine. */
  machine(id: EntityId): Machine | undefined {
    return this.machines.get(id);
  }

  /** What changed, with the clock as it is. */
  frame(frame: number, clock: Clock, wallMs: number): FrameDiff {
    this.update(wallMs, !clock.running);
    const isReset = this.isReset;
    this.isReset = false;
    return compact<FrameDiff>({
      type: 'frame',
      frame,
      reset: isReset ? true : undefined,
      clock,
      queue: this.queueIfChanged(),
      raft: this.raftIfChanged(clock.running),
      ...patches(this.collections, (collection) => collection.take()),
    });
  }

  /** Everything that is seen here and now while time stands still. The next frame is not affected. */
  picture(wallMs: number): Picture {
    this.update(wallMs, true);
    return compact<Picture>({
      type: 'frame',
      reset: true,
      queue: this.queue,
      raft: this.raftNow(this.traffic),
      ...patches(this.collections, (collection) => collection.all()),
    });
  }

  /** Brings all rows up to the world as it is now. */
  update(wallMs: number, isLast: boolean): void {
    const { world } = this;
    this.takeInObjects(isLast);
    for (const machine of world.machines.values()) this.updateMachine(machine);
    this.takeInMembers();
    this.messages.update(wallMs);
    this.takeInRequests();
    this.timeline.trim(world.kernel.nowMs);
  }

  /** Brings the requests' table alone up to now. */
  takeInRequests(): void {
    for (const record of this.openRequests.values()) this.updateRequest(record);
  }

  /** Brings the objects alone up to now. */
  takeInObjects(isLast = false): void {
    const { revisionTimes } = this.story;
    const { nowMs } = this.world.kernel;
    let kept = 0;
    const storedMs = (revision: number): number => revisionTimes.get(revision) ?? nowMs;
    for (const change of this.objects.update(storedMs, isLast)) {
      const { object } = change;
      this.happenings.note(change, storedMs(Number(object.metadata.resourceVersion)));
      if (object.kind !== 'Event' && object.kind !== 'Lease' && kept++ < chainsPerFrame) this.story.keepChain(idOf(object));
    }
    revisionTimes.clear();
  }

  /** Brings the members of etcd alone up to now. */
  takeInMembers(): void {
    this.updateMembers(this.world.members.map(memberView));
  }

  private updateMachine(machine: WorldMachine): void {
    this.machines.set(machineRow(this.world, machine));
    for (const component of componentRows(this.world, machine)) this.components.set(component);
  }

  private updateMembers(views: readonly MemberView[]): void {
    const from = windowOf(views);
    const ids = new Set(views.map(({ host }) => `component/${host}/etcd`));
    for (const { id } of [...this.members.values()]) if (!ids.has(id)) this.members.delete(id);
    for (const view of views) {
      const before = this.members.get(`component/${view.host}/etcd`);
      this.members.set(memberRow(view, from, before));
      if (view.state !== 'stopped') {
        this.stoppedMembers.delete(view.name);
      } else if (!this.stoppedMembers.has(view.name)) {
        this.stoppedMembers.add(view.name);
        this.timeline.memberStopped(view.name, before?.term ?? 0, this.world.kernel.nowMs);
      }
    }
  }

  private raftIfChanged(isRunning: boolean): RaftSummary | undefined {
    const isStill = !isRunning || this.world.byHand.isOn;
    const summary = this.raftNow(isStill ? this.traffic : undefined);
    if (deepEqual(summary, this.raft)) return undefined;
    this.raft = summary;
    return summary;
  }

  /** @param traffic only while time stands still: what could happen next is told then */
  private raftNow(traffic: Traffic | undefined): RaftSummary {
    const { world, memberRows, experiment } = this;
    return { ...raftSummaryOf(world, memberRows, traffic), lab: raftLabOf(experiment, memberRows) };
  }

  private queueIfChanged(): SchedulerQueue | undefined {
    const queue = schedulerQueue(this.world, (pod) => this.objects.attemptOf(pod)?.message);
    if (deepEqual(queue, this.queue)) return undefined;
    this.queue = queue;
    return queue;
  }

  private observe(record: TraceRecord): void {
    const { kind, subject } = record;
    switch (kind) {
      case 'sent':
      case 'delivered': return this.traffic.observe(record);
      case 'dropped':
        this.traffic.observe(record);
        return this.messages.dropped(record);
      case 'step':
        if (isRequestRecord(subject)) this.openRequest(record);
        return;
      case 'write': return this.story.observe(record);
      case 'decision':
        this.timeline.observe(record);
        this.story.observe(record);
        if (isAttemptRecord(subject)) this.takeAttempt(attemptRow(record, subject, (node) => this.cpuFreeOn(node)));
        return;
      case 'fault':
        this.story.observe(record);
        return this.timeline.observe(record);
      case 'input': return this.timeline.observe(record);
      case 'watch': return;
    }
  }

  private cpuFreeOn(node: string): number {
    const cpu = this.objects.nodes.get(`object/Node//${node}`)?.cpu;
    return cpu ? Math.max(0, cpu.allocatable - cpu.requested) : 0;
  }

  private takeAttempt(attempt: Attempt): void {
    this.attempts.set(attempt);
    this.objects.noteAttempt(attempt);
  }

  /** Requests that a table could not show any more are forgotten before they were a row. */
  private openRequest(record: TraceRecord): void {
    this.openRequests.set(record.id, record);
    if (this.openRequests.size <= tableRows) return;
    for (const id of this.openRequests.keys()) {
      this.openRequests.delete(id);
      return;
    }
  }

  private updateRequest(record: TraceRecord): void {
    if (!isRequestRecord(record.subject)) return;
    const { subject } = record;
    this.requests.set(requestRow(record, subject, { kinds: kindNamesOf(this.world), from: this.senderOf(record), about: this.aboutRequest(record, subject), refusal: this.story.refusalOf(record.id) }));
    if (record.subject.code !== 0) this.openRequests.delete(record.id);
  }

  /** The object that a request is about, also when only its body names it. */
  aboutRequest(record: TraceRecord, request: RequestRecord): EntityId | undefined {
    const named = aboutOf(kindNamesOf(this.world), request);
    if (named !== undefined) return named;
    const arrival = this.world.kernel.trace.get(record.cause);
    return arrival && isPacket(arrival.subject) ? this.traffic.read(arrival.subject)?.about : undefined;
  }

  /** Who sent what the record came of. */
  senderOf({ cause, actor }: TraceRecord): EntityId {
    const arrival = this.world.kernel.trace.get(cause);
    return arrival && isPacket(arrival.subject) ? this.messages.ends(arrival.subject).from : machineId(actor.split('/')[0] ?? actor);
  }
}

type Collections = FrameSource['collections'];
/** A frame's field for each collection. */
type Patches = { readonly [Name in keyof Collections]: FrameDiff[Name] };

/** Each collection's part of a frame. */
function patches(collections: Collections, partOf: (collection: Collection<{ readonly id: string }>) => unknown): Patches {
  return Object.fromEntries(Object.entries(collections).map(([name, collection]) => [name, partOf(collection as Collection<{ readonly id: string }>)])) as Patches;
}

/** Leaves out what is undefined. */
function compact<Result>(value: { readonly [Key in keyof Result]: Result[Key] | undefined }): Result {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Result;
}
