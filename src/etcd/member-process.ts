// Upstream: server/etcdserver/server.go
import type { Kernel, Process, ProcessGroup } from '../kernel/index.ts';
import type { Host } from '../network/index.ts';
import { applyConfChange, compactLog, termAt } from '../raft/index.ts';
import type { ConfState, Entry, RaftNode, ReadState, Snapshot } from '../raft/index.ts';
import { applyWrite } from './apply.ts';
import { Command } from './command.ts';
import type { DataDirectory } from './data-directory.ts';
import { initialConfState } from './data-directory.ts';
import { EtcdError, etcdError } from './errors.ts';
import type { ClusterIdentity } from './identity.ts';
import { Lessor } from './lessor.ts';
import { limits } from './limits.ts';
import { LinearizableReads } from './linearizable-reads.ts';
import type { Peer } from './peer-transport.ts';
import { Proposals, proposalTimeout } from './proposals.ts';
import { RaftDriver } from './raft-driver.ts';
import type { RaftApplication } from './raft-application.ts';
import type { EtcdResponse, EtcdResult, ResponseHeader, WriteRequest } from './requests.ts';
import type { Safeguards } from './safeguards.ts';
import type { Revision, StoreEvent } from './store/key-value.ts';
import { Store } from './store/store.ts';
import type { StoreSnapshot } from './store/store.ts';
import { Watchers } from './watchers.ts';

export interface MemberProcessOptions {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly group: ProcessGroup;
  readonly name: string;
  readonly id: number;
  readonly peers: readonly Peer[];
  readonly directory: DataDirectory;
  readonly identity: ClusterIdentity;
  readonly safeguards: () => Safeguards;
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
  readonly options: MemberProcessOptions;
  store: Store;
  private readonly proposals: Proposals;
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
    const { kernel, host, group, name, id, directory } = options;
    this.options = options;
    const stored = directory.load();
    const { snapshot } = stored;
    this.snapshot = snapshot;
    this.snapshotIndex = snapshot?.index ?? 0;
    this.applied = { index: this.snapshotIndex, term: snapshot?.term ?? 0 };
    this.confState = snapshot?.confState ?? initialConfState(options.peers.map((peer) => peer.id));
    this.store = this.openStore(snapshot);
    this.watchers = new Watchers(kernel, () => this.store, () => this.header());
    this.lessor = new Lessor(kernel, () => this.store.leases, (lease) => this.proposeOwn({ type: 'leaseRevoke', id: lease }));
    this.driver = new RaftDriver({ ...options, stack: host.stack, stored, application: this });
    this.reads = new LinearizableReads({ kernel, name, group, ask: (context) => this.driver.askReadIndex(context), isNeeded: () => !options.safeguards().without.has('readIndex') });
    this.proposals = new Proposals({
      kernel,
      member: id,
      group,
      life: directory.starts,
      send: (command) => this.driver.propose(command),
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

  start(): void {
    this.driver.start();
  }

  header(): ResponseHeader {
    const { identity, id } = this.options;
    return { clusterId: identity.clusterId, memberId: identity.memberId(id), revision: this.store.revision, raftTerm: this.node.term };
  }

  respond<Result extends EtcdResult>(result: Result): EtcdResponse<Result> {
    return { header: this.header(), result };
  }

  /** A client's write: through the log, answered when it is applied here. Throws EtcdError. */
  write(request: WriteRequest): Process<EtcdResponse> {
    return this.proposals.propose(request);
  }

  /** A write that nobody waits for. */
  private proposeOwn(request: WriteRequest): void {
    this.driver.propose(new Command(this.options.id, -1, request));
  }

  // --- what raft decides

  apply(entries: readonly Entry[]): void {
    const { kernel } = this.options;
    const committedBy = kernel.cause;
    for (const entry of entries) {
      kernel.cause = committedBy;
      this.applied = { index: entry.index, term: entry.term };
      if (entry.type !== 'EntryNormal') this.confState = applyConfChange(this.node, entry.data);
      else if (entry.data instanceof Command) this.applyCommand(entry.data, entry.index);
    }
    kernel.cause = committedBy;
    this.reads.appliedTo(this.applied.index);
    if (this.applied.index - this.snapshotIndex >= this.options.snapshots.everyEntries) this.takeSnapshot();
  }

  restore(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.snapshotIndex = snapshot.index;
    this.applied = { index: snapshot.index, term: snapshot.term };
    this.confState = snapshot.confState;
    this.store = this.openStore(snapshot);
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

  isWanted(command: Command): boolean {
    return command.sequence < 0 || this.proposals.waitingFor(command) !== undefined;
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
    return this.options.peers.find((peer) => peer.id === id)?.name;
  }

  // --- applying

  private applyCommand(command: Command, index: number): void {
    const { kernel } = this.options;
    const waiting = this.proposals.waitingFor(command);
    if (waiting) kernel.cause = this.proposals.causeOf(waiting, kernel.cause);
    this.serving = { isServed: waiting !== undefined || (command.sequence < 0 && this.isLeader), index };
    const outcome = this.perform(command.request);
    if (command.request.type === 'leaseGrant' || command.request.type === 'leaseRevoke') this.lessor.changed(command.request.id);
    if (!waiting) return;
    if (outcome instanceof EtcdError) waiting.fail(outcome);
    else waiting.succeed(this.respond(outcome));
  }

  private perform(request: WriteRequest): EtcdResult | EtcdError {
    try {
      return applyWrite(this.store, request);
    } catch (error) {
      if (error instanceof EtcdError) return error;
      throw error;
    }
  }

  private openStore(snapshot: Snapshot | undefined): Store {
    const { kernel, name } = this.options;
    const store = new Store(snapshot && storeSnapshotIn(snapshot));
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
    this.snapshot = { index, term, confState: this.confState, data: this.store.snapshot() };
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

function storeSnapshotIn(snapshot: Snapshot): StoreSnapshot {
  // Raft hands on what takeSnapshot of some member made, without looking into it.
  return snapshot.data as StoreSnapshot;
}
