import type { Chained } from '../base/index.ts';
import { Mailbox } from '../kernel/index.ts';
import type { Process } from '../kernel/index.ts';
import { NetworkError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { FlowTo } from './flow.ts';
import type { Flow } from './flow.ts';
import { limits } from './limits.ts';
import { reverse } from './path.ts';
import type { Path } from './path.ts';
import type { MessageKind } from './packet.ts';
import type { Listener, Stack } from './stack.ts';

const endOfStream = Object.freeze({ end: 'of stream' });

/** One end of a connection: payloads in order both ways, each side can close. */
export class Connection implements Chained<Exchange | Connection> {
  readonly local: Stack;
  readonly remote: Stack;
  /** The address the other side is seen under. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  private readonly inbox: Mailbox<unknown>;
  private outgoing: Flow | undefined;
  private broken: NetworkError | undefined;
  private closed = false;
  private listener: Listener | undefined;
  before: Exchange | Connection | undefined = undefined;
  after: Exchange | Connection | undefined = undefined;
  isChained = false;

  constructor(local: Stack, remote: Stack, remoteAddress: string, remotePort: number) {
    this.local = local;
    this.remote = remote;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
    this.inbox = new Mailbox(local.host.network.kernel, `data from ${remoteAddress}`);
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** The mailbox behind `receive`, for a race. */
  get incoming(): Mailbox<unknown> {
    return this.inbox;
  }

  send(payload: unknown, kind: MessageKind = 'traffic'): void {
    if (!this.closed) this.outgoing?.send(kind, payload);
  }

  /** The next payload; undefined when the other side has closed. Throws NetworkError when the connection broke. */
  *receive(): Process<unknown> {
    const payload = yield* this.inbox.take();
    if (payload === undefined && this.broken) throw this.broken;
    return payload;
  }

  /** As `receive`, but throws ETIMEDOUT when nothing came in time. */
  *receiveWithin(delayMs: number): Process<unknown> {
    const payload = yield* this.inbox.takeWithin(delayMs);
    if (payload !== undefined) return payload;
    if (this.broken) throw this.broken;
    if (!this.inbox.isClosed) throw new NetworkError('ETIMEDOUT', 'i/o timeout');
    return undefined;
  }

  /** Ends the connection in order. */
  close(): void {
    this.end(endOfStream);
  }

  /** Ends it at once; the other side sees ECONNRESET. */
  reset(): void {
    this.end(new NetworkError('ECONNRESET', 'read: connection reset by peer'));
  }

  abortByServer(): void {
    this.reset();
  }

  /** Both ends learn that the other cannot be reached. Called by the network. */
  giveUp(error = new NetworkError('ETIMEDOUT', 'read: connection timed out')): void {
    this.accept(error);
  }

  /** Used by the network while the connection is made. */
  join(outgoing: Flow, listener?: Listener): void {
    this.outgoing = outgoing;
    this.listener = listener;
    if (listener) (listener.open ??= new Set()).add(this);
    this.local.host.network.openExchanges.add(this);
  }

  /** Takes what arrived. Used by the network. */
  accept(payload: unknown): void {
    if (payload === endOfStream || payload instanceof NetworkError) {
      if (payload instanceof NetworkError) this.broken = payload;
      this.forget();
      this.inbox.close();
    } else {
      this.inbox.push(payload);
    }
  }

  private end(last: unknown): void {
    if (this.closed) return;
    this.outgoing?.send('control', last);
    this.forget();
    this.inbox.close();
  }

  private forget(): void {
    this.closed = true;
    this.listener?.open?.delete(this);
    this.local.host.network.openExchanges.remove(this);
  }
}

type HandshakeAnswer = 'accepted' | NetworkError;

/** Opens a connection: a request to connect, its answer, then both flows. */
export function* connect(
  client: Stack,
  to: { readonly address: string; readonly port: number; readonly timeoutMs?: number },
): Process<Connection> {
  const { network } = client.host;
  const path = network.routes.find(client, to.address, to.port, 'TCP');
  if (path.verdict === 'refuse') throw refused(to);
  const deadlineMs = to.timeoutMs ?? limits.connectTimeoutMs;
  if (path.verdict === 'drop') {
    yield* network.sleepForTimeout(deadlineMs);
    throw timedOut(to);
  }
  const { kernel } = network;
  const { cause } = kernel;
  const answers = new Mailbox<HandshakeAnswer>(kernel, `an answer from ${to.address}:${to.port}`);
  const connection = handshake(client, path, answers);
  const answer = yield* answers.takeWithin(deadlineMs);
  kernel.cause = cause;
  if (answer === 'accepted') return connection;
  connection.reset();
  throw answer === undefined ? timedOut(to) : refused(to);
}

function handshake(client: Stack, path: Path, answers: Mailbox<HandshakeAnswer>): Connection {
  const near = new Connection(client, path.to, path.address, path.port);
  const far = new Connection(path.to, client, path.source ?? client.address, 0);
  const toNear = new FlowTo(reverse(path), (payload) => {
    if (payload === 'accepted') answers.push('accepted');
    else if (payload instanceof NetworkError && payload.code === 'ECONNREFUSED') answers.push(payload);
    else near.accept(payload);
  });
  const toFar = new FlowTo(path, (payload) => {
    if (payload === 'connect') answerConnect(path, far, toNear);
    else far.accept(payload);
  });
  near.join(toFar);
  toFar.send('control', 'connect');
  return near;
}

function answerConnect(path: Path, far: Connection, toNear: Flow): void {
  const listener = path.to.listenerAt(path.port);
  // A server of calls takes a bare connection too: whoever only wants to know whether somebody listens learns it.
  if (!listener || listener.accepted?.push(far) === false) {
    toNear.send('control', new NetworkError('ECONNREFUSED', 'connect: connection refused'));
    return;
  }
  far.join(toNear, listener);
  toNear.send('control', 'accepted');
}

function refused(to: { readonly address: string; readonly port: number }): NetworkError {
  return new NetworkError('ECONNREFUSED', `dial tcp ${to.address}:${to.port}: connect: connection refused`);
}

function timedOut(to: { readonly address: string; readonly port: number }): NetworkError {
  return new NetworkError('ETIMEDOUT', `dial tcp ${to.address}:${to.port}: i/o timeout`);
}
