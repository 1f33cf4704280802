// Upstream: server/etcdserver/raft.go (raftNode.start)
import { AssertionError, assert } from '../base/index.ts';
import type { Kernel, ProcessGroup, RandomStream, Timer, TraceId } from '../kernel/index.ts';
import { FileError } from '../machine/index.ts';
import type { Packet, Stack } from '../network/index.ts';
import {
  advance,
  campaign,
  createNode,
  hasReady,
  proposeAll,
  readIndex,
  ready,
  reportUnreachable,
  step,
  transferLeadership,
} from '../raft/index.ts';
import type { Entry, Message, RaftNode, ReadState, Ready, Snapshot } from '../raft/index.ts';
import { commandBytes } from './command.ts';
import type { Command } from './command.ts';
import type { DataDirectory, StoredMember } from './data-directory.ts';
import { initialConfState } from './data-directory.ts';
import { limits } from './limits.ts';
import { PeerTransport, isPeerMessage } from './peer-transport.ts';
import type { Peer, TransportReports } from './peer-transport.ts';
import { TickClock } from './tick-clock.ts';

/** What the member above does with what raft decides. */
export interface RaftApplication {
  apply(entries: readonly Entry[]): void;
  restore(snapshot: Snapshot): void;
  answerReads(reads: readonly ReadState[]): void;
  /** Role, term or leader have changed. */
  roleChanged(): void;
  currentSnapshot(): Snapshot | undefined;
  /** Whether somebody still waits for the write: one that was given up must not be made up for later. */
  isWanted(command: Command): boolean;
  /** The member finds that it cannot go on. */
  panicked(why: string): void;
  /** Raft has noted what was stored and applied. */
  afterAdvance(): void;
}

export interface DriverOptions {
  readonly kernel: Kernel;
  readonly group: ProcessGroup;
  readonly stack: Stack;
  readonly name: string;
  readonly id: number;
  readonly peers: readonly Peer[];
  readonly directory: DataDirectory;
  readonly stored: StoredMember;
  readonly application: RaftApplication;
  readonly isAnyLogLost: () => boolean;
}

/** What is left to do of a Ready once the disk has it. */
interface Unfinished {
  readonly news: Ready;
  readonly cause: TraceId;
  readonly sendsNow: boolean;
  readonly appliesNow: boolean;
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
  private readonly name: string;
  private readonly directory: DataDirectory;
  private readonly application: RaftApplication;
  private readonly isAnyLogLost: () => boolean;
  private readonly disk: RandomStream;
  private packets: { readonly packet: Packet; readonly cause: TraceId }[] = [];
  private proposals: { readonly command: Command; readonly cause: TraceId }[] = [];
  private inputs: { readonly run: () => void; readonly cause: TraceId }[] = [];
  /** What the disk writes now. */
  private writing: Unfinished | undefined;
  /** Whether it has written that. */
  private isWritten = false;
  private syncTimer: Timer | undefined;
  private readonly reports: TransportReports;
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
    const { kernel, group, stack, name, id, peers, stored } = options;
    this.kernel = kernel;
    this.group = group;
    this.name = name;
    this.directory = options.directory;
    this.application = options.application;
    this.isAnyLogLost = options.isAnyLogLost;
    this.disk = kernel.random(`${name} disk`);
    const socket = stack.open(limits.peerPort, group, (packet) => this.takeFromSocket(packet));
    this.transport = new PeerTransport({ kernel, group, stack, socket, id, peers });
    const dice = kernel.random(`${name} election`);
    this.node = createNode({
      id,
      electionTick: limits.electionTicks,
      heartbeatTick: 1,
      maxSizePerMsg: limits.maxBytesPerMessage,
      maxCommittedSizePerReady: Number.POSITIVE_INFINITY,
      maxInflightMsgs: limits.maxInflightMessages,
      checkQuorum: true,
      preVote: true,
      sizeOf: commandBytes,
      random: (bound) => dice.integer(0, bound),
      snapshot: () => this.application.currentSnapshot(),
      applied: stored.snapshot?.index ?? 0,
      stored: {
        hardState: stored.hardState,
        confState: stored.snapshot?.confState ?? initialConfState(peers.map((peer) => peer.id)),
        base: stored.base,
        entries: stored.entries,
      },
    });
    this.clock = new TickClock(kernel, this.node, dice.between(0, limits.heartbeatMs), () => this.run());
    this.reports = {
      unreachable: (to) => reportUnreachable(this.node, to),
      snapshotSent: (run) => this.enqueue(() => run(this.node)),
    };
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
    this.syncTimer?.cancel();
  }

  /** Puts a write on its way; nobody says here what becomes of it. */
  propose(command: Command): void {
    this.proposals.push({ command, cause: this.kernel.cause });
    if (!this.writing) this.run();
  }

  /** Asks from which index on a read is linearizable. */
  askReadIndex(context: string): void {
    this.enqueue(() => readIndex(this.node, context));
  }

  transferLeadership(to: number): void {
    this.enqueue(() => transferLeadership(this.node, to));
  }

  /** The election time-out comes now. */
  timeOutNow(): void {
    this.enqueue(() => {
      if (this.node.role !== 'leader') campaign(this.node);
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
    if (this.state === 'idle' && !this.group.isFrozen) this.run(packet);
    else if (this.packets.length < standingPackets) this.packets.push({ packet, cause: this.kernel.cause });
  }

  /** Goes on until there is nothing to do but wait. What calls it while it runs is seen before it ends. */
  private run(packet?: Packet): void {
    if (this.state !== 'idle' || this.group.isFrozen) return;
    const { kernel } = this;
    const { cause } = kernel;
    this.state = 'running';
    try {
      this.takeInputs(packet);
      this.runUntilIdle();
    } catch (error) {
      // A log that a disk has lost is not raft's fault, and not the world's end: only this member's.
      if (!(error instanceof AssertionError) || !this.isAnyLogLost()) throw error;
      this.application.panicked(error.message);
    }
    if (!this.isStopped) this.state = 'idle';
    kernel.cause = cause;
  }

  private get isStopped(): boolean {
    return this.state === 'stopped';
  }

  private runUntilIdle(): void {
    while (!this.isStopped) {
      this.noticeRole();
      if (!this.writing && hasReady(this.node)) {
        this.handleReady();
      } else if (this.inputs.length === 0) {
        if (!this.writing) this.forgetCause();
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
    if (this.isWritten) this.takeWritten();
    if (this.inputs.length > 0) this.takeOwnInputs();
    if (this.proposals.length > 0 && !this.writing && this.node.lead !== 0) this.takeProposals();
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

  private takePacket({ payload: message }: Packet): void {
    if (!isPeerMessage(message)) return;
    this.transport.heardFrom(message.from);
    if (message.type !== 'MsgHeartbeat' && message.type !== 'MsgHeartbeatResp') this.noteCause(message.type === 'MsgProp');
    step(this.node, message);
  }

  private takeWritten(): void {
    const { writing } = this;
    this.writing = undefined;
    this.isWritten = false;
    if (writing) this.finish(writing);
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

  private noteCause(isProposal: boolean): void {
    if (this.isForProposal) return;
    this.isForProposal = isProposal;
    this.readyCause = this.kernel.cause;
  }

  private forgetCause(): void {
    this.readyCause = 0;
    this.isForProposal = false;
  }

  /**
   * Messages of a leader leave while its disk writes (its own copy counts only when written); those of others are
   * promises and wait. What is committed is applied meanwhile, unless it is in the very write under way.
   */
  private handleReady(): void {
    const cause = this.readyCause || this.kernel.cause;
    this.forgetCause();
    this.kernel.cause = cause;
    const news = ready(this.node);
    const sendsNow = this.node.role === 'leader';
    this.write(news);
    if (sendsNow) this.send(news.messages);
    const appliesNow = news.snapshot === undefined && (news.entries.length === 0 || isBefore(news.committedEntries, news.entries));
    if (appliesNow) this.apply(news);
    const work: Unfinished = { news, cause, sendsNow, appliesNow };
    if (news.mustSync || news.snapshot !== undefined) this.sync(work);
    else this.finish(work);
  }

  private finish({ news, cause, sendsNow, appliesNow }: Unfinished): void {
    this.kernel.cause = cause;
    if (!sendsNow) this.send(news.messages);
    if (!appliesNow) this.apply(news);
    advance(this.node);
    this.application.afterAdvance();
  }

  private sync(work: Unfinished): void {
    this.writing = work;
    const delayMs = this.disk.between(limits.fsyncLeastMs, limits.fsyncGreatestMs) * this.directory.slowness;
    this.syncTimer = this.kernel.after(delayMs, () => this.synced());
  }

  private synced(): void {
    try {
      this.directory.sync();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.application.panicked(`failed to save Raft hard state and entries: write ${error.path}: ${error.message.toLowerCase()}`);
      return;
    }
    this.isWritten = true;
    this.run();
  }

  private write(news: Ready): void {
    const { directory } = this;
    if (news.snapshot) directory.append({ type: 'restored', snapshot: news.snapshot });
    for (const entry of news.entries) directory.append({ type: 'entry', entry });
    if (news.hardState) directory.append({ type: 'state', hardState: news.hardState });
  }

  private apply(news: Ready): void {
    if (news.snapshot) this.application.restore(news.snapshot);
    if (news.committedEntries.length > 0) this.application.apply(news.committedEntries);
    if (news.readStates.length > 0) this.application.answerReads(news.readStates);
  }

  private send(messages: readonly Message[]): void {
    for (const message of messages) this.transport.send(message, this.reports);
  }

  private noticeRole(): void {
    const { role, term, lead } = this.node;
    const { known } = this;
    if (known.role === role && known.term === term && known.lead === lead) return;
    this.known = { role, term, lead };
    this.application.roleChanged();
  }
}

function isBefore(committed: readonly Entry[], written: readonly Entry[]): boolean {
  const last = committed[committed.length - 1];
  const first = written[0];
  assert(first !== undefined, 'there is something written');
  return last === undefined || last.index < first.index;
}
