// Upstream: server/etcdserver/raft.go (raftNode.start, case rd := <-r.Ready())
import { assert, lastOf } from '../base/index.ts';
import type { Kernel, RandomStream, Timer, TraceId } from '../kernel/index.ts';
import { FileError } from '../machine/index.ts';
import { advance, ready } from '../raft/index.ts';
import type { Entry, Message, RaftNode, Ready } from '../raft/index.ts';
import type { DataDirectory } from './data-directory.ts';
import { limits } from './limits.ts';
import type { Safeguards } from './safeguards.ts';
import type { PeerTransport, TransportReports } from './peer-transport.ts';
import type { RaftApplication } from './raft-application.ts';

/** What is left to do of a Ready once the disk has it. */
interface Unfinished {
  readonly news: Ready;
  readonly cause: TraceId;
  readonly sendsNow: boolean;
  readonly appliesNow: boolean;
}

interface ReadyWorkOptions {
  readonly kernel: Kernel;
  readonly name: string;
  readonly node: RaftNode;
  readonly directory: DataDirectory;
  readonly transport: PeerTransport;
  readonly reports: TransportReports;
  readonly application: RaftApplication;
  readonly safeguards: () => Safeguards;
  /** The disk has written: there is something to finish. */
  readonly wake: () => void;
}

/** Does what a raft node wants done: stores on the disk, sends, applies, in the order that makes its promises true. */
export class ReadyWork {
  private readonly options: ReadyWorkOptions;
  private readonly disk: RandomStream;
  /** What the disk writes now. */
  private writing: Unfinished | undefined;
  /** Whether it has written that. */
  private isWritten = false;
  private timer: Timer | undefined;
  private writeback: Timer | undefined;
  private readonly syncedNow = (): void => this.synced();

  constructor(options: ReadyWorkOptions) {
    this.options = options;
    this.disk = options.kernel.random(`${options.name} disk`);
  }

  /** While the disk writes nothing new can be handled. */
  get isWriting(): boolean {
    return this.writing !== undefined;
  }

  stop(): void {
    this.timer?.cancel();
    this.writeback?.cancel();
  }

  /**
   * Takes the node's Ready. Messages of a leader leave while its disk writes (its own copy counts only when written);
   * those of others are promises and wait. What is committed is applied meanwhile, unless it is in the very write under
   * way.
   */
  handle(cause: TraceId): void {
    const { node } = this.options;
    const news = ready(node);
    const sendsNow = node.role === 'leader';
    this.write(news);
    if (sendsNow) this.send(news.messages);
    const appliesNow = news.snapshot === undefined && (news.entries.length === 0 || isBefore(news.committedEntries, news.entries));
    if (appliesNow) this.apply(news);
    const work: Unfinished = { news, cause, sendsNow, appliesNow };
    if (!news.mustSync && news.snapshot === undefined) return this.finish(work);
    if (!this.options.safeguards().without.has('fsync')) return this.sync(work);
    this.leaveToSystem();
    this.finish(work);
  }

  /** Goes on with what the disk has written meanwhile, if it has. */
  finishWritten(): void {
    const { writing } = this;
    if (!writing || !this.isWritten) return;
    this.writing = undefined;
    this.isWritten = false;
    this.finish(writing);
  }

  private finish({ news, cause, sendsNow, appliesNow }: Unfinished): void {
    const { kernel, node, application } = this.options;
    kernel.cause = cause;
    if (!sendsNow) this.send(news.messages);
    if (!appliesNow) this.apply(news);
    advance(node);
    application.afterAdvance();
  }

  private sync(work: Unfinished): void {
    const { kernel, directory } = this.options;
    this.writing = work;
    const delayMs = this.disk.between(limits.fsyncLeastMs, limits.fsyncGreatestMs) * directory.slowness;
    this.timer = kernel.after(delayMs, this.syncedNow);
  }

  private synced(): void {
    if (!this.isSafe()) return;
    this.isWritten = true;
    this.options.wake();
  }

  /** Without fsync nobody waits for the disk: what was written stands in memory until the system sees to it. */
  private leaveToSystem(): void {
    this.writeback ??= this.options.kernel.after(limits.writebackMs, () => {
      this.writeback = undefined;
      this.isSafe();
    });
  }

  /** Puts all that was written on the disk; a member whose disk takes no more ends. */
  private isSafe(): boolean {
    const { directory, application } = this.options;
    try {
      directory.sync();
      return true;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      application.panicked(`failed to commit tx: write ${error.path}: ${error.message.toLowerCase()}`);
      return false;
    }
  }

  private write(news: Ready): void {
    const { directory } = this.options;
    if (news.snapshot) directory.append({ type: 'restored', snapshot: news.snapshot });
    for (const entry of news.entries) directory.append({ type: 'entry', entry });
    if (news.hardState) directory.append({ type: 'state', hardState: news.hardState });
  }

  private apply(news: Ready): void {
    const { application } = this.options;
    if (news.snapshot) application.restore(news.snapshot);
    if (news.committedEntries.length > 0) application.apply(news.committedEntries);
    if (news.readStates.length > 0) application.answerReads(news.readStates);
  }

  private send(messages: readonly Message[]): void {
    const { transport, reports } = this.options;
    for (const message of messages) transport.send(message, reports);
  }
}

function isBefore(committed: readonly Entry[], written: readonly Entry[]): boolean {
  const last = lastOf(committed);
  const first = written[0];
  assert(first !== undefined, 'there is something written');
  return last === undefined || last.index < first.index;
}
