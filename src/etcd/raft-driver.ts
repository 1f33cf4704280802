// Upstream: server/etcdserver/raft.go (raftNode.start)
import { AssertionError } from '../base/index.ts';
import type { Kernel, ProcessGroup, TraceId } from '../kernel/index.ts';
import type { Packet, Stack } from '../network/index.ts';
import { campaign, changeRules, createNode, emptyConfState, hasReady, proposeAll, proposeConfChange, readIndex, reportUnreachable, step, tick, transferLeadership } from '../raft/index.ts';
import type { Message, RaftNode } from '../raft/index.ts';
import { commandBytes, confChangeOf } from './command.ts';
import type { Command, Reconfiguration } from './command.ts';
import type { DataDirectory, MemberMetadata, StoredMember } from './data-directory.ts';
import { limits } from './limits.ts';
import { PeerTransport, isPeerMessage } from './peer-transport.ts';
import type { RaftApplication } from './raft-application.ts';
import { ReadyWork } from './ready-work.ts';
import { rulesOf } from './safeguards.ts';
import type { Safeguards } from './safeguards.ts';
import { TickClock } from './tick-clock.ts';

export interface DriverOptions {
  readonly kernel: Kernel;
  readonly group: ProcessGroup;
  readonly stack: Stack;
  readonly name: string;
  readonly metadata: MemberMetadata;
  readonly peerPort: number;
  readonly directory: DataDirectory;
  readonly stored: StoredMember;
  readonly application: RaftApplication;
  readonly safeguards: () => Safeguards;
  /** Whether a person is the clock: no time passes for raft by itself. */
  readonly isByHand: () => boolean;
  readonly arePromisesVoid: () => boolean;
}

interface Proposed<What> {
  readonly command: What;
  readonly cause: TraceId;
}

/** Datagrams that stand before a member that does not run; more are lost, as from a full socket. */
const standingPackets = 4_096;

/**
 * Drives one raft node: feeds it messages, proposals and the passing of time, and does what it wants done, in the very
 * event that brings them. While the disk writes, what arrives is taken but nothing new is begun, so that all of it goes
 * into the next write together. While its group is frozen everything stands until it goes on.
 */
export class RaftDriver {
  readonly node: RaftNode;
  readonly clock: TickClock;
  readonly transport: PeerTransport;
  private readonly kernel: Kernel;
  private readonly application: RaftApplication;
  private readonly arePromisesVoid: () => boolean;
  private packets: { readonly packet: Packet; readonly cause: TraceId }[] = [];
  private proposals: Proposed<Command>[] = [];
  private changes: Proposed<Reconfiguration>[] = [];
  private inputs: { readonly run: () => void; readonly cause: TraceId }[] = [];
  private readonly work: ReadyWork;
  private readonly group: ProcessGroup;
  private state: 'new' | 'idle' | 'running' | 'stopped' = 'new';
  /**
   * On whose behalf the next Ready is handled: a proposal's, if one came since the last; else the newest input's that was
   * more than a heartbeat.
   */
  private readyCause: TraceId = 0;
  private isForProposal = false;
  private known = { role: 'follower', term: -1, lead: 0 };

  constructor(options: DriverOptions) {
    const { kernel, group, stack, name, metadata: { id, clusterId }, peerPort, directory, stored } = options;
    this.kernel = kernel;
    this.group = group;
    this.application = options.application;
    this.arePromisesVoid = options.arePromisesVoid;
    const socket = stack.open(peerPort, group, (packet) => this.takeFromSocket(packet));
    this.transport = new PeerTransport({ kernel, group, stack, name, socket, id, clusterId, onRemoved: () => this.application.removed() });
    const dice = kernel.random(`${name} election`);
    this.node = createNode({
      id,
      electionTick: limits.electionTicks,
      heartbeatTick: 1,
      maxSizePerMsg: limits.maxBytesPerMessage,
      maxCommittedSizePerReady: Number.POSITIVE_INFINITY,
      maxInflightMsgs: limits.maxInflightMessages,
      ...rulesOf(options.safeguards()),
      sizeOf: commandBytes,
      random: (bound) => dice.integer(0, bound),
      snapshot: () => this.application.currentSnapshot(),
      applied: stored.snapshot?.index ?? 0,
      stored: {
        hardState: stored.hardState,
        confState: stored.snapshot?.confState ?? emptyConfState,
        base: stored.base,
        entries: stored.entries,
      },
    });
    this.clock = new TickClock(kernel, this.node, dice.between(0, limits.heartbeatMs), () => this.run());
    if (this.node.config.deviations.fixedTimeouts) this.clock.setInStep(true);
    this.clock.setStanding(options.isByHand());
    this.work = new ReadyWork({
      kernel, name, directory, safeguards: options.safeguards, node: this.node, transport: this.transport, application: this.application,
      reports: {
        unreachable: (to) => reportUnreachable(this.node, to),
        snapshotSent: (run) => this.enqueue(() => run(this.node)),
      },
      wake: () => this.run(),
    });
    const takeBack = group.onThaw(() => kernel.after(0, () => this.run()));
    group.onKill(() => {
      takeBack();
      this.stop();
    });
  }

  start(): void {
    this.noticeRole();
    this.state = 'idle';
    this.run();
  }

  private stop(): void {
    this.state = 'stopped';
    this.clock.stop();
    this.work.stop();
  }

  /** Puts a write on its way; nobody says here what becomes of it. */
  propose(command: Command): void {
    this.proposals.push({ command, cause: this.kernel.cause });
    if (!this.work.isWriting) this.run();
  }

  /** Puts a change of membership on its way; raft lets it become an empty entry when another is under way. */
  reconfigure(command: Reconfiguration): void {
    this.changes.push({ command, cause: this.kernel.cause });
    if (!this.work.isWriting) this.run();
  }

  /** Asks from which index on a read is linearizable. */
  askReadIndex(context: string): void {
    this.enqueue(() => readIndex(this.node, context));
  }

  transferLeadership(to: number): void {
    this.enqueue(() => transferLeadership(this.node, to));
  }

  /** What it waits for comes now: the election time-out, or on a leader the next heartbeat. */
  timeOutNow(): void {
    this.enqueue(() => {
      if (this.node.role === 'leader') tick(this.node);
      else campaign(this.node);
    });
  }

  /** Time stands still for raft, or goes on. */
  setStanding(isStanding: boolean): void {
    this.clock.setStanding(isStanding);
    this.run();
  }

  /** Whether it waits for its disk, or has something to do as soon as it runs. */
  get isBusy(): boolean {
    return this.work.isWriting || (this.canRun && (this.inputs.length > 0 || this.packets.length > 0));
  }

  /** The node goes on by the group's rules as they are now. */
  takeRules(safeguards: Safeguards): void {
    this.enqueue(() => {
      const { fixedTimeouts } = this.node.config.deviations;
      changeRules(this.node, rulesOf(safeguards));
      if (fixedTimeouts !== this.node.config.deviations.fixedTimeouts) this.clock.setInStep(!fixedTimeouts);
    });
  }

  /** A message that came by another way than as a datagram. */
  receive(message: Message): void {
    this.enqueue(() => void step(this.node, message));
  }

  private enqueue(run: () => void): void {
    this.inputs.push({ run, cause: this.kernel.cause });
    this.run();
  }

  private takeFromSocket(packet: Packet): void {
    if (this.canRun) this.run(packet);
    else if (this.packets.length < standingPackets) this.packets.push({ packet, cause: this.kernel.cause });
  }

  /** Goes on until there is nothing to do but wait. What calls it while it runs is seen before it ends. */
  private run(packet?: Packet): void {
    if (!this.canRun) return;
    const { kernel } = this;
    const { cause } = kernel;
    this.state = 'running';
    try {
      this.takeInputs(packet);
      this.runUntilIdle();
    } catch (error) {
      // What a disk has lost, or a safeguard that was taken away, is not raft's fault, and not the world's end: only this member's.
      if (!(error instanceof AssertionError) || !this.arePromisesVoid()) throw error;
      this.application.panicked(error.message);
    }
    if (!this.isStopped) this.state = 'idle';
    kernel.cause = cause;
  }

  private get canRun(): boolean {
    return this.state === 'idle' && !this.group.isFrozen;
  }

  private get isStopped(): boolean {
    return this.state === 'stopped';
  }

  private runUntilIdle(): void {
    while (!this.isStopped) {
      this.noticeRole();
      if (!this.work.isWriting && hasReady(this.node)) {
        this.handleReady();
      } else if (this.inputs.length === 0) {
        if (!this.work.isWriting) this.forgetCause();
        this.clock.arm();
        return;
      }
      this.takeInputs(undefined);
    }
  }

  private takeInputs(packet: Packet | undefined): void {
    const { kernel } = this;
    const { cause } = kernel;
    kernel.cause = 0;
    this.clock.catchUp();
    if (packet) {
      kernel.cause = cause;
      this.takePacket(packet);
    }
    if (this.packets.length > 0) this.takeStanding();
    this.work.finishWritten();
    if (this.inputs.length > 0) this.takeOwnInputs();
    if (this.proposals.length > 0 && !this.work.isWriting && this.node.lead !== 0) this.takeProposals();
    if (this.changes.length > 0 && !this.work.isWriting && this.node.lead !== 0) this.takeChanges();
  }

  /** What came while it did not run. */
  private takeStanding(): void {
    const { packets } = this;
    this.packets = [];
    for (const { packet, cause } of packets) {
      this.kernel.cause = cause;
      this.takePacket(packet);
    }
  }

  private takePacket(packet: Packet): void {
    const message = packet.payload;
    if (!isPeerMessage(message) || this.transport.isFromStranger(packet)) return;
    this.transport.heardFrom(message.from);
    if (message.type !== 'MsgHeartbeat' && message.type !== 'MsgHeartbeatResp') this.noteCause(message.type === 'MsgProp');
    step(this.node, message);
  }

  private takeOwnInputs(): void {
    const { inputs } = this;
    this.inputs = [];
    for (const { run, cause } of inputs) {
      this.kernel.cause = cause;
      if (cause !== 0) this.noteCause(false);
      run();
    }
  }

  /** All proposals that stand here go into one message; what cannot be taken yet stays. */
  private takeProposals(): void {
    const proposals = this.proposals.filter(({ command }) => this.application.isWanted(command));
    const first = proposals[0];
    this.proposals = proposals;
    if (!first) return;
    this.kernel.cause = first.cause;
    const verdict = proposeAll(this.node, proposals.map(({ command }) => command));
    if (verdict !== 'ok') return;
    this.proposals = [];
    this.noteCause(true);
  }

  private takeChanges(): void {
    const changes = this.changes.filter(({ command }) => this.application.isWanted(command));
    this.changes = [];
    for (const change of changes) {
      this.kernel.cause = change.cause;
      const verdict = proposeConfChange(this.node, confChangeOf(change.command), change.command.changes.length === 1 ? 1 : 2);
      if (verdict === 'ok') this.noteCause(true);
      else this.changes.push(change);
    }
  }

  private noteCause(isProposal: boolean): void {
    if (this.isForProposal) return;
    this.isForProposal = isProposal;
    this.readyCause = this.kernel.cause;
  }

  private forgetCause(): void {
    this.readyCause = 0;
    this.isForProposal = false;
  }

  private handleReady(): void {
    const cause = this.readyCause || this.kernel.cause;
    this.forgetCause();
    this.kernel.cause = cause;
    this.work.handle(cause);
  }

  private noticeRole(): void {
    const { role, term, lead } = this.node;
    const { known } = this;
    if (known.role === role && known.term === term && known.lead === lead) return;
    this.known = { role, term, lead };
    this.application.roleChanged();
  }
}
