import { EtcdError, etcdLimits } from '../../etcd/index.ts';
import type { EtcdRequest, EtcdResponse, RangeResult } from '../../etcd/index.ts';
import type { Process } from '../../kernel/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Host } from '../../network/index.ts';
import { judge } from './linearizability.ts';
import type { Judgement, RegisterOperation } from './linearizability.ts';

/** One read or write through one member, as its client sees it. */
export interface ClientOperation {
  readonly id: string;
  /** Name of the member. */
  readonly member: string;
  readonly action: 'read' | 'write';
  /** What is written, or what was read: the empty text where there was nothing. Undefined while a read has no answer. */
  readonly value: string | undefined;
  /** `unknown`: no answer came, a write may or may not have been done. */
  readonly state: 'pending' | 'done' | 'failed' | 'unknown';
  readonly fromMs: number;
  readonly toMs: number | undefined;
  /** Why it failed, or why nothing is known, in the words of who said so. */
  readonly error: string | undefined;
}

/** How long a client waits: longer than a member takes to give a request up, so that its words are heard. */
const patienceMs = etcdLimits.requestTimeoutMs + 3_000;
/** Operations of one history. */
export const greatestHistory = 200;

type Outcome = Pick<ClientOperation, 'state' | 'value' | 'error'>;

/** An operation with the instants of its beginning and end in the order of all. */
interface Noted {
  operation: ClientOperation;
  readonly began: number;
  ended: number | undefined;
}

/** Somebody who reads and writes one key of etcd, through any member, and keeps a record of what came of it. */
export class RegisterClient {
  private readonly host: Host;
  /** How many operations have ended, over all histories. */
  answers = 0;
  private noted: Noted[] = [];
  private instant = 0;
  private count = 0;
  private histories = 1;
  private judged: Judgement | undefined;

  /** @param host the machine on which the client is */
  constructor(host: Host) {
    this.host = host;
  }

  /** The key in etcd. */
  get key(): string {
    return `/orrery/register-${this.histories}`;
  }

  /** In the order of their beginning. */
  get operations(): readonly ClientOperation[] {
    return this.noted.map(({ operation }) => operation);
  }

  get isFull(): boolean {
    return this.noted.length >= greatestHistory;
  }

  /** Whether all that is known could be one register's doing. */
  get judgement(): Judgement {
    return (this.judged ??= judge(this.noted.flatMap(asRegisterOperation)));
  }

  /** Asks a member for the value, to be no older than what anyone was told before. */
  read(member: Member): ClientOperation {
    return this.ask(member, 'read', undefined, { type: 'range', key: this.key });
  }

  /** Asks a member to write a value. */
  write(member: Member, value: string): ClientOperation {
    return this.ask(member, 'write', value, { type: 'put', key: this.key, value, size: value.length });
  }

  /** Begins a new history, with another key; what is still open is not waited for. */
  forget(): void {
    this.noted = [];
    this.judged = undefined;
    this.histories++;
  }

  private ask(member: Member, action: ClientOperation['action'], value: string | undefined, request: EtcdRequest): ClientOperation {
    const { kernel } = this.host.network;
    const operation: ClientOperation = { id: `${++this.count}`, member: member.name, action, value, state: 'pending', fromMs: kernel.nowMs, toMs: undefined, error: undefined };
    const noted: Noted = { operation, began: ++this.instant, ended: undefined };
    this.noted.push(noted);
    this.judged = undefined;
    kernel.spawn(`client/${action} ${operation.id}`, this.wait(noted, member, request), this.host.group);
    return operation;
  }

  private *wait(noted: Noted, member: Member, request: EtcdRequest): Process {
    const outcome = yield* this.outcomeOf(noted.operation, member, request);
    noted.operation = { ...noted.operation, ...outcome, toMs: this.host.network.kernel.nowMs };
    noted.ended = ++this.instant;
    this.answers++;
    this.judged = undefined;
  }

  private *outcomeOf({ action, value }: ClientOperation, { host }: Member, request: EtcdRequest): Process<Outcome> {
    try {
      const { payload } = yield* this.host.stack.call({ address: host.stack.address, port: etcdLimits.clientPort, kind: 'request', payload: request, timeoutMs: patienceMs });
      if (payload instanceof EtcdError) throw payload;
      return { state: 'done', value: action === 'write' ? value : valueIn(payload), error: undefined };
    } catch (error) {
      if (!(error instanceof EtcdError) && !(error instanceof NetworkError)) throw error;
      return { state: action === 'read' || isCertain(error) ? 'failed' : 'unknown', value, error: error.message };
    }
  }
}

/** The member that is asked. */
interface Member {
  readonly name: string;
  readonly host: Host;
}

/** Whether a write that ended so was certainly not done. Upstream: client/v3/retry.go isSafeRetry. */
function isCertain(error: EtcdError | NetworkError): boolean {
  return error instanceof NetworkError ? error.code === 'ECONNREFUSED' : error.code !== 'Unavailable' && error.code !== 'DeadlineExceeded';
}

function valueIn(payload: unknown): string {
  // A member answers a range request with a range.
  const { result } = payload as EtcdResponse<RangeResult>;
  const value = result.kvs[0]?.value;
  return typeof value === 'string' ? value : '';
}

/** What is known of it for certain; a read without an answer, and a write that was not done, tell nothing. */
function asRegisterOperation({ operation, began, ended }: Noted): readonly RegisterOperation[] {
  const { id, action, value, state } = operation;
  if (value === undefined || state === 'failed') return [];
  return [{ id, action, value, began, ended: state === 'done' ? ended : undefined }];
}
