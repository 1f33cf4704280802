// Upstream: server/etcdserver/v3_server.go (processInternalRaftRequestOnce), server.go (parseProposeCtxErr)
import type { Kernel, Process, ProcessGroup, TraceId } from '../kernel/index.ts';
import type { Command, Reconfiguration } from './command.ts';
import { etcdError } from './errors.ts';
import type { EtcdError } from './errors.ts';
import { limits } from './limits.ts';
import { Deadlines, Pending } from './pending.ts';
import type { EtcdResponse } from './requests.ts';

const perLife = 2 ** 32;
const longestChain = 16;

/** This member's own writes that are on their way through the log, and the clients that wait for them. */
export class Proposals {
  private readonly kernel: Kernel;
  private readonly member: number;
  private readonly deadlines: Deadlines<EtcdResponse>;
  private readonly open = new Map<number, Pending<EtcdResponse>>();
  private nextSequence: number;

  constructor(options: {
    readonly kernel: Kernel;
    readonly member: number;
    readonly group: ProcessGroup;
    /** Which life of the member this is. */
    readonly life: number;
    /** What a client is told whose write did not come through in time. */
    readonly timeoutError: (sinceMs: number) => EtcdError;
  }) {
    this.kernel = options.kernel;
    this.member = options.member;
    this.nextSequence = options.life * perLife;
    this.deadlines = new Deadlines(this.kernel, limits.requestTimeoutMs, (pending) => {
      pending.fail(options.timeoutError(pending.sinceMs));
    });
    options.group.onKill(() => this.deadlines.stop());
  }

  /** Sends something into the log under a number of its own, and waits until it is applied here. */
  *propose(send: (sequence: number) => void): Process<EtcdResponse> {
    const sequence = this.nextSequence++;
    const pending = new Pending<EtcdResponse>(this.kernel, `write ${sequence % perLife} through the log`);
    this.open.set(sequence, pending);
    this.deadlines.add(pending);
    send(sequence);
    try {
      return yield* pending.result();
    } finally {
      this.open.delete(sequence);
    }
  }

  /** The client that waits for the command here, if one does. */
  waitingFor(command: Command | Reconfiguration): Pending<EtcdResponse> | undefined {
    return command.member === this.member ? this.open.get(command.sequence) : undefined;
  }

  /**
   * What the write of a client hangs on: the message that brought the majority, when that chain leads back to this
   * client's request; else (it shared the message with an earlier one) the request itself.
   */
  causeOf(pending: Pending<EtcdResponse>, committedBy: TraceId): TraceId {
    const { trace } = this.kernel;
    let id = committedBy;
    for (let steps = 0; id > pending.cause && steps < longestChain; steps++) id = trace.causeOf(id);
    return id === pending.cause ? committedBy : pending.cause;
  }
}

/** Why a write that began then did not come through, in etcd's words. */
export function proposalTimeout(state: {
  readonly sinceMs: number;
  readonly leaderElectedMs: number;
  readonly isConnected: boolean;
}): EtcdError {
  const electionMs = limits.heartbeatMs * limits.electionTicks;
  const { sinceMs, leaderElectedMs } = state;
  if (sinceMs > leaderElectedMs - 2 * electionMs && sinceMs < leaderElectedMs) return etcdError('timeoutLeaderFailed');
  return etcdError(state.isConnected ? 'timeout' : 'timeoutConnectionLost');
}
