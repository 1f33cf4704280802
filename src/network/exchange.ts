import type { Chained } from '../base/index.ts';
import { Mailbox, Signal, isProcess, settled } from '../kernel/index.ts';
import type { Process, RunningProcess, Wait, Waker } from '../kernel/index.ts';
import type { Connection } from './connection.ts';
import type { Deadlined } from './deadlines.ts';
import { NetworkError } from './errors.ts';
import { Flow } from './flow.ts';
import { reverse } from './path.ts';
import type { Path } from './path.ts';
import type { MessageKind } from './packet.ts';
import type { CallHandler, Listener, Stack } from './stack.ts';

/** A request to a server that answers calls (HTTP over a kept-alive connection). */
export interface CallOptions {
  readonly address: string;
  readonly port: number;
  readonly kind: MessageKind;
  readonly payload: unknown;
  /** How long to wait for the answer's head; for ever when absent. */
  readonly timeoutMs?: number;
}

/** The answer: a payload, and for a watch or a log the stream that follows it. */
export interface Reply {
  readonly kind: MessageKind;
  readonly payload: unknown;
  /** Whether more follows: the server goes on to `push`, the client reads `stream`. */
  readonly isStream?: boolean;
  /** The client's end of what follows; set by the network. */
  readonly stream?: ReplyStream;
}

/** What follows the head of an answer, read by the client. */
export interface ReplyStream {
  /** The next payload; undefined at the end. Throws NetworkError when the connection broke. */
  next(): Process<unknown>;
  /** As `next`, but undefined also when nothing came in time (`isEnded` tells which). */
  nextWithin(delayMs: number): Process<unknown>;
  /** What stands here already, without waiting. */
  tryNext(): unknown;
  readonly isEnded: boolean;
  /** The client has enough; the server's end closes. */
  cancel(): void;
}

/** One direction of an exchange. */
abstract class ExchangeFlow extends Flow {
  protected readonly exchange: Exchange;

  constructor(path: Path, exchange: Exchange) {
    super(path);
    this.exchange = exchange;
  }
}

class RequestFlow extends ExchangeFlow {
  protected override deliver(payload: unknown): void {
    this.exchange.onServer(payload);
  }
}

class ReplyFlow extends ExchangeFlow {
  protected override deliver(payload: unknown): void {
    this.exchange.onClient(payload);
  }
}

/** One request with all that answers it, seen from both ends. */
export class Exchange implements ReplyStream, Wait, Deadlined, Chained<Exchange | Connection> {
  readonly client: Stack;
  readonly server: Stack;
  /** The address from which the server sees the client come (a node's, behind a masquerade). */
  readonly clientAddress: string;
  readonly request: unknown;
  /** True on the server when the client has gone or the exchange is over. */
  isClosed = false;
  before: Exchange | Connection | undefined = undefined;
  after: Exchange | Connection | undefined = undefined;
  isChained = false;
  private closing: Signal | undefined = undefined;
  /** The head of the answer, or why there is none. */
  private answered: Reply | NetworkError | undefined = undefined;
  private waker: Waker | undefined = undefined;
  private readonly timeoutMs: number | undefined;
  dueMs = 0;
  line: Deadlined['line'] = undefined;
  sooner: Deadlined | undefined = undefined;
  later: Deadlined | undefined = undefined;
  private inbox: Mailbox<unknown> | undefined = undefined;
  private broken: NetworkError | undefined = undefined;
  private readonly port: number;
  private readonly requestFlow: Flow;
  private readonly replyFlow: Flow;
  private listener: Listener | undefined = undefined;
  private handler: RunningProcess | undefined = undefined;
  private pushed = 0;
  private consumed = 0;

  constructor(path: Path, options: CallOptions) {
    this.client = path.from;
    this.server = path.to;
    this.port = path.port;
    this.clientAddress = path.source ?? path.from.address;
    this.timeoutMs = options.timeoutMs;
    this.request = options.payload;
    this.requestFlow = new RequestFlow(path, this);
    this.replyFlow = new ReplyFlow(reverse(path), this);
    this.client.host.network.openExchanges.add(this);
    this.requestFlow.send(options.kind, options.payload);
  }

  /** What the client waits for at first. */
  get what(): string {
    return 'an answer';
  }

  /** Notified when the exchange closes. */
  get closed(): Signal {
    return (this.closing ??= new Signal('the end of the exchange'));
  }

  // --- the server's end

  /** Sends one more payload of a streamed answer. */
  push(kind: MessageKind, payload: unknown): void {
    if (this.isClosed) return;
    this.pushed++;
    this.replyFlow.send(kind, new StreamItem(payload));
  }

  /** Payloads pushed and not yet read by the client: what a slow reader costs. */
  get backlog(): number {
    return this.pushed - this.consumed;
  }

  /** Ends a streamed answer in order. */
  finish(): void {
    if (this.isClosed) return;
    this.replyFlow.send('control', endOfStream);
    this.closeServer();
  }

  /** The server went away: the client's next wait fails with ECONNRESET. */
  abortByServer(): void {
    if (this.isClosed) return;
    this.replyFlow.send('control', new NetworkError('ECONNRESET', 'read: connection reset by peer'));
    this.closeServer();
  }

  // --- the client's end

  *next(): Process<unknown> {
    const { inbox } = this;
    if (!inbox) return undefined;
    const payload = yield* inbox.take();
    if (payload === undefined && this.broken) throw this.broken;
    if (payload !== undefined) this.consumed++;
    return payload;
  }

  *nextWithin(delayMs: number): Process<unknown> {
    const { inbox } = this;
    if (!inbox) return undefined;
    const payload = yield* inbox.takeWithin(delayMs);
    if (payload === undefined && this.broken && inbox.isClosed) throw this.broken;
    if (payload !== undefined) this.consumed++;
    return payload;
  }

  tryNext(): unknown {
    const payload = this.inbox?.tryTake();
    if (payload !== undefined) this.consumed++;
    return payload;
  }

  get isEnded(): boolean {
    return this.inbox !== undefined && this.inbox.isClosed && this.inbox.size === 0;
  }

  cancel(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.replyFlow.end();
    this.inbox?.close();
    if (!this.isClosed) this.requestFlow.send('control', endOfStream);
    // A client that has lost power says nothing: the server finds out by itself.
    if (this.isClosed || this.client.isReachable) this.client.host.network.openExchanges.remove(this);
  }

  /** Both ends learn that the other cannot be reached. Called by the network. */
  giveUp(error = new NetworkError('ETIMEDOUT', 'http2: client connection lost')): void {
    this.onClient(error);
    this.closeServer();
    this.requestFlow.end();
    this.client.host.network.openExchanges.remove(this);
  }

  /** The client no longer listens. */
  isOver = false;

  /** Whether the head of the answer is here; until then the exchange is what the client waits for. */
  get isAnswered(): boolean {
    return this.answered !== undefined;
  }

  /** The head of the answer. Throws NetworkError when there will be none, or when it did not come in time. */
  takeAnswer(): Reply {
    const { answered } = this;
    if (!answered) throw new NetworkError('ETIMEDOUT', 'context deadline exceeded');
    if (answered instanceof NetworkError) throw answered;
    return answered;
  }

  park(waker: Waker): void {
    this.waker = waker;
    if (this.timeoutMs !== undefined) this.client.host.network.deadlines.add(this, this.timeoutMs);
  }

  unpark(): void {
    this.waker = undefined;
    this.line?.remove(this);
  }

  /** The client has waited long enough. */
  expire(): void {
    this.wakeClient();
  }

  private wakeClient(): void {
    const { waker } = this;
    if (!waker) return;
    this.unpark();
    waker.wake();
  }

  /** Something arrived from the client. Called by its flow. */
  onServer(payload: unknown): void {
    if (payload === endOfStream) {
      this.handler?.kill();
      this.closeServer();
      this.requestFlow.end();
      return;
    }
    const listener = this.server.listenerAt(this.port);
    if (!listener?.handler) {
      this.replyFlow.send('control', new NetworkError('ECONNREFUSED', `connect: connection refused`));
      this.isClosed = true;
      return;
    }
    this.handle(listener, listener.handler);
  }

  /** What the server can say at once it says at once; for the rest a process of its own begins. */
  private handle(listener: Listener, handler: CallHandler): void {
    const { kernel } = this.server.host.network;
    const { cause } = kernel;
    const reply = listener.group.isFrozen ? onceThawed(handler, this) : handler(this);
    if (isProcess(reply)) {
      this.listener = listener;
      (listener.open ??= new Set()).add(this);
      this.handler = kernel.spawn(listener.name, this.answerLater(reply), listener.group);
    } else {
      this.conclude(reply);
    }
    kernel.cause = cause;
  }

  private *answerLater(reply: Process<Reply | undefined>): Process {
    this.conclude(yield* reply);
  }

  private conclude(reply: Reply | undefined): void {
    if (reply) this.reply(reply);
    else this.closeServer();
  }

  /** Sends the head of the answer; handlers that stream call it themselves and then return undefined. */
  reply(reply: Reply): void {
    if (this.isClosed) return;
    this.replyFlow.send(reply.kind, reply);
    if (!reply.isStream) this.closeServer();
  }

  private closeServer(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.listener?.open?.delete(this);
    this.closing?.notify();
  }

  /** Something arrived from the server. Called by its flow. */
  onClient(payload: unknown): void {
    if (this.isOver) return;
    if (payload instanceof StreamItem) {
      this.inbox?.push(payload.payload);
    } else if (payload === endOfStream) {
      this.inbox?.close();
      this.cancel();
    } else if (payload instanceof NetworkError) {
      this.broken = payload;
      this.answered ??= payload;
      this.wakeClient();
      this.inbox?.close();
      this.cancel();
    } else {
      this.receiveHead(payload as Reply);
    }
  }

  private receiveHead(reply: Reply): void {
    if (reply.isStream) {
      this.inbox = new Mailbox(this.client.host.network.kernel, 'a stream');
      this.answered = { kind: reply.kind, payload: reply.payload, isStream: true, stream: this };
    } else {
      this.answered = reply;
      this.isOver = true;
      this.client.host.network.openExchanges.remove(this);
    }
    this.wakeClient();
  }
}

/** A server that is stopped takes the request up when it goes on. */
function* onceThawed(handler: CallHandler, exchange: Exchange): Process<Reply | undefined> {
  return yield* settled(handler(exchange));
}

class StreamItem {
  readonly payload: unknown;

  constructor(payload: unknown) {
    this.payload = payload;
  }
}

const endOfStream = Object.freeze({ end: 'of stream' });
