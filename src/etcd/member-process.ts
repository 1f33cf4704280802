// Upstream: server/etcdserver/server.go
import type { Kernel, Process, ProcessGroup } from '../kernel/index.ts';
import type { Host } from '../network/index.ts';
import { compactLog, emptyConfState, termAt } from '../raft/index.ts';
import type { ConfChange, ConfState, Entry, RaftNode, ReadState, Snapshot } from '../raft/index.ts';
import { applyWrite } from './apply.ts';
import { Belonging } from './belonging.ts';
import type { ClusterMembers, MemberChange } from './cluster-members.ts';
import { Command, Reconfiguration } from './command.ts';
import type { LogRequest } from './command.ts';
import type { DataDirectory, MemberMetadata } from './data-directory.ts';
import { EtcdError, etcdError } from './errors.ts';
import { Lessor } from './lessor.ts';
import { limits } from './limits.ts';
import { LinearizableReads } from './linearizable-reads.ts';
import type { MemberSettings } from './member-settings.ts';
import { Membership } from './membership.ts';
import { costOf } from './quota.ts';
import { Proposals, proposalTimeout } from './proposals.ts';
import { RaftDriver } from './raft-driver.ts';
import type { RaftApplication } from './raft-application.ts';
import type { EtcdResponse, EtcdResult, MemberListResult, ResponseHeader, WriteRequest } from './requests.ts';
import type { Safeguards } from './safeguards.ts';
import type { Revision, StoreEvent } from './store/key-value.ts';
import { Store } from './store/store.ts';
import { stateIn } from './member-state.ts';
import type { MemberState } from './member-state.ts';
import { Watchers } from './watchers.ts';

export interface MemberProcessOptions {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly group: ProcessGroup;
  readonly name: string;
  readonly settings: MemberSettings;
  readonly metadata: MemberMetadata;
  readonly directory: DataDirectory;
  readonly safeguards: () => Safeguards;
  readonly isByHand: () => boolean;
  readonly arePromisesVoid: () => boolean;
  readonly snapshots: SnapshotPolicy;
  readonly onCommit: ((revision: Revision, events: readonly StoreEvent[]) => void) | undefined;
}

/** When a member makes snapshots of its store, and what of its log it keeps for those that lag behind. */
export interface SnapshotPolicy {
  /** Entries from one to the next. */
  readonly everyEntries: number;
  /** Entries before a snapshot that stay in the log. */
  readonly keptEntries: number;
}

/** One life of a member, from start to stop or crash: raft below, the store above, and who waits for what. */
export class MemberProcess implements RaftApplication {
  readonly driver: RaftDriver;
  readonly watchers: Watchers;
  readonly reads: LinearizableReads;
  readonly lessor: Lessor;
  readonly membership: Membership;
  readonly options: MemberProcessOptions;
  store: Store;
  private readonly proposals: Proposals;
  private readonly belonging: Belonging;
  private confState: ConfState;
  private applied: { index: number; term: number };
  private snapshotIndex: number;
  private snapshot: Snapshot | undefined;
  private leaderElectedMs = Number.NEGATIVE_INFINITY;
  /** The leader it knows, and the last that it knew. */
  private lastLead = 0;
  private lastLeader = 0;
  private wasLeader = false;
  /** The entry being applied, and whether it is for this member to record what it writes. */
  private serving = { isServed: false, index: 0 };
  private compactAfterApply = 0;

  constructor(options: MemberProcessOptions) {
    const { kernel, host, group, name, settings, metadata, directory } = options;
    this.options = options;
    const stored = directory.load();
    const { snapshot } = stored;
    this.snapshot = snapshot;
    this.snapshotIndex = snapshot?.index ?? 0;
    this.applied = { index: this.snapshotIndex, term: snapshot?.term ?? 0 };
    this.confState = snapshot?.confState ?? emptyConfState;
    const state = snapshot && stateIn(snapshot);
    this.store = this.openStore(state);
    this.belonging = new Belonging({ kernel, group, metadata, members: state?.members, leave: () => this.removed() });
    this.watchers = new Watchers(kernel, () => this.store, () => this.header());
    this.lessor = new Lessor(kernel, () => this.store.leases, (lease) => this.proposeOwn({ type: 'leaseRevoke', id: lease }));
    this.driver = new RaftDriver({ ...options, stack: host.stack, peerPort: settings.peerPort, stored, application: this });
    this.membership = new Membership(this);
    this.reads = new LinearizableReads({ kernel, name, group, ask: (context) => this.driver.askReadIndex(context), isNeeded: () => !options.safeguards().without.has('readIndex') });
    this.proposals = new Proposals({
      kernel,
      member: metadata.id,
      group,
      life: directory.starts,
      timeoutError: (sinceMs) => this.timeoutError(sinceMs),
    });
    group.onKill(() => this.crash());
  }

  get node(): RaftNode {
    return this.driver.node;
  }

  get appliedIndex(): number {
    return this.applied.index;
  }

  get isLeader(): boolean {
    return this.node.role === 'leader';
  }

  /** Who belongs to the cluster, as far as this member knows. */
  get members(): ClusterMembers {
    return this.belonging.members;
  }

  get isLearner(): boolean {
    return this.members.get(this.node.id)?.isLearner ?? false;
  }

  /** Whether that member was removed, and is not needed any more to leave the configuration in which it was. */
  isGone(id: number): boolean {
    return this.members.isRemoved(id) && this.driver.transport.peer(id) === undefined;
  }

  start(): void {
    const { kernel, group, name } = this.options;
    this.meetPeers();
    this.driver.start();
    kernel.spawn(`${name}/publish`, this.publish(), group);
  }

  header(): ResponseHeader {
    const { clusterId, memberId } = this.options.metadata;
    return { clusterId, memberId, revision: this.store.revision, raftTerm: this.node.term };
  }

  /** How large its store may grow. */
  get quotaBytes(): number {
    return this.options.settings.quotaBackendBytes || limits.quotaBytes;
  }

  respond<Result extends EtcdResult>(result: Result): EtcdResponse<Result> {
    return { header: this.header(), result };
  }

  /** A client's write: through the log, answered when it is applied here. Throws EtcdError. */
  write(request: WriteRequest): Process<EtcdResponse> {
    return this.proposals.propose((sequence) => this.driver.propose(this.command(sequence, request)));
  }

  /** Changes who belongs to the cluster, in one step of raft; answered when it is applied here. Throws EtcdError. */
  reconfigure(changes: readonly MemberChange[]): Process<EtcdResponse> {
    return this.proposals.propose((sequence) => this.driver.reconfigure(new Reconfiguration(this.node.id, sequence, changes)));
  }

  /** A write that nobody waits for. */
  private proposeOwn(request: WriteRequest): void {
    this.driver.propose(this.command(-1, request));
  }

  private command(sequence: number, request: LogRequest): Command {
    return new Command(this.node.id, sequence, request);
  }

  /** Tells the cluster this member's name and where it answers clients, until the cluster has heard it. */
  private *publish(): Process {
    const { name, clientUrls } = this.options.settings;
    for (;;) {
      try {
        const request = { type: 'memberAttributes', id: this.node.id, name, clientUrls } as const;
        yield* this.proposals.propose((sequence) => this.driver.propose(this.command(sequence, request)));
        return;
      } catch (error) {
        if (!(error instanceof EtcdError)) throw error;
      }
    }
  }

  // --- what raft decides

  apply(entries: readonly Entry[]): void {
    const { kernel } = this.options;
    const committedBy = kernel.cause;
    let hasReconfigured = false;
    for (const entry of entries) {
      kernel.cause = committedBy;
      this.applied = { index: entry.index, term: entry.term };
      if (entry.type !== 'EntryNormal') {
        this.applyReconfiguration(entry.data);
        hasReconfigured = true;
      } else if (entry.data instanceof Command) this.applyCommand(entry.data, entry.index);
    }
    kernel.cause = committedBy;
    if (hasReconfigured) this.meetPeers();
    this.reads.appliedTo(this.applied.index);
    if (this.applied.index - this.snapshotIndex >= this.options.snapshots.everyEntries) this.takeSnapshot();
  }

  restore(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.snapshotIndex = snapshot.index;
    this.applied = { index: snapshot.index, term: snapshot.term };
    this.confState = snapshot.confState;
    const state = stateIn(snapshot);
    this.store = this.openStore(state);
    this.belonging.restore(state.members);
    this.meetPeers();
    this.watchers.resync();
    this.reads.appliedTo(snapshot.index);
  }

  answerReads(reads: readonly ReadState[]): void {
    for (const { context, index } of reads) this.reads.confirmed(context, index, this.applied.index);
  }

  roleChanged(): void {
    const { kernel, name } = this.options;
    const { role, term, lead } = this.node;
    kernel.record('decision', name, { type: 'raft-role', member: name, role, term, leader: this.nameOf(lead) });
    if (lead !== 0 && lead !== this.lastLeader) {
      this.lastLeader = lead;
      this.leaderElectedMs = kernel.nowMs;
      this.reads.leaderChanged();
    }
    if (lead === 0 && this.lastLead !== 0) this.awaitLeader();
    this.lastLead = lead;
    const leads = role === 'leader';
    if (leads === this.wasLeader) return;
    this.wasLeader = leads;
    if (leads) this.lessor.promote();
    else this.lessor.demote();
  }

  isWanted(command: Command | Reconfiguration): boolean {
    return command.sequence < 0 || this.proposals.waitingFor(command) !== undefined;
  }

  removed(): void {
    const { kernel, group, name } = this.options;
    kernel.record('decision', name, { type: 'etcd-removed', member: name, why: removedWords });
    group.kill();
  }

  panicked(why: string): void {
    const { kernel, group, name } = this.options;
    kernel.record('fault', name, { type: 'etcd-panic', member: name, why });
    group.kill();
  }

  currentSnapshot(): Snapshot | undefined {
    return this.snapshot;
  }

  nameOf(id: number): string | undefined {
    return this.belonging.nameOf(id);
  }

  // --- applying

  private applyCommand(command: Command, index: number): void {
    const { kernel } = this.options;
    const waiting = this.proposals.waitingFor(command);
    if (waiting) kernel.cause = this.proposals.causeOf(waiting, kernel.cause);
    this.serving = { isServed: waiting !== undefined || (command.sequence < 0 && this.isLeader), index };
    const isTooLarge = this.exceedsQuota(command.request);
    this.store.begin(command.made);
    const done = this.perform(command.request);
    const changed = this.store.end();
    command.made ??= changed.map(({ kv }) => kv);
    const outcome = isTooLarge && !(done instanceof EtcdError) ? etcdError('noSpace') : done;
    if (isTooLarge && this.store.alarms.isEmpty) this.proposeOwn(this.spaceAlarm);
    const { type } = command.request;
    if (type === 'leaseGrant' || type === 'leaseRevoke') this.lessor.changed(command.request.id);
    if (!waiting) return;
    if (outcome instanceof EtcdError) waiting.fail(outcome);
    else waiting.succeed(this.respond(outcome));
  }

  /** Whether the store could grow over its quota by the write. */
  exceedsQuota(request: LogRequest): boolean {
    if (request.type === 'memberAttributes') return false;
    const cost = costOf(request);
    return cost > 0 && this.store.size.bytes + cost > this.quotaBytes;
  }

  /** What this member raises when its store is full. */
  get spaceAlarm(): WriteRequest {
    return { type: 'alarm', action: 'raise', memberId: this.options.metadata.memberId, alarm: 'NOSPACE' };
  }

  private perform(request: LogRequest): EtcdResult | EtcdError {
    if (request.type === 'memberAttributes') {
      this.members.tell(request.id, request.name, request.clientUrls);
      return this.memberList();
    }
    try {
      return applyWrite(this.store, request);
    } catch (error) {
      if (error instanceof EtcdError) return error;
      throw error;
    }
  }

  private applyReconfiguration(change: ConfChange | undefined): void {
    const { confState, asked, objection } = this.belonging.apply(this.node, change);
    this.confState = confState;
    const waiting = asked && this.proposals.waitingFor(asked);
    if (objection !== undefined) waiting?.fail(etcdError(objection));
    else waiting?.succeed(this.respond(this.memberList()));
  }

  private meetPeers(): void {
    this.belonging.meetPeers(this.driver.transport, this.confState);
  }

  private memberList(): MemberListResult {
    return { type: 'memberList', members: this.members.list() };
  }

  private openStore(state: MemberState | undefined): Store {
    const { kernel, name } = this.options;
    const store = new Store(state?.store);
    store.onCommit = (revision, events) => {
      const { isServed, index } = this.serving;
      this.options.onCommit?.(revision, events);
      if (isServed) kernel.record('write', name, { type: 'etcd-write', revision, index, events });
      this.watchers.committed(revision, events);
    };
    return store;
  }

  private takeSnapshot(): void {
    const { index, term } = this.applied;
    const { log } = this.node;
    this.snapshot = { index, term, confState: this.confState, data: { store: this.store.snapshot(), members: this.members.snapshot() } satisfies MemberState };
    this.snapshotIndex = index;
    const keepAfterIndex = Math.max(log.base.index, index - this.options.snapshots.keptEntries);
    const keepAfterTerm = termAt(log, keepAfterIndex) ?? term;
    this.options.directory.append({
      type: 'snapshot',
      snapshot: this.snapshot,
      keepAfter: { index: keepAfterIndex, term: keepAfterTerm },
    });
    this.compactAfterApply = keepAfterIndex;
  }

  /** Drops entries that the newest snapshot stands for, once raft has noted that they are applied. */
  afterAdvance(): void {
    if (this.compactAfterApply === 0) return;
    compactLog(this.node.log, this.compactAfterApply);
    this.compactAfterApply = 0;
  }

  /** Watches that want a leader end when there has been none for three election time-outs. */
  private awaitLeader(): void {
    const { kernel, group } = this.options;
    const timer = kernel.after(limits.noLeaderChecks * limits.electionTicks * limits.heartbeatMs, () => {
      takeBack();
      if (this.node.lead === 0) this.watchers.cancelWithoutLeader(etcdError('noLeader').message);
    });
    const takeBack = group.onKill(() => timer.cancel());
  }

  private timeoutError(sinceMs: number): EtcdError {
    const { transport } = this.driver;
    const { lead, id } = this.node;
    const isConnected = lead === id ? transport.isConnectedToQuorum : lead === 0 || !transport.isSilent(lead);
    return proposalTimeout({ sinceMs, leaderElectedMs: this.leaderElectedMs, isConnected });
  }

  private crash(): void {
    const { kernel, name, directory, host, safeguards } = this.options;
    if (!safeguards().without.has('fsync')) directory.crash(kernel.random(`${name} crash`));
    else if (host.isUp) directory.leaveToSystem();
    else directory.lose();
    this.lessor.stop();
    this.watchers.stop();
  }
}

const removedWords = 'the member has been permanently removed from the cluster';
