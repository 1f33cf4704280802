import type { Signal } from '../../kernel/index.ts';
import type { ApiReply } from '../../kinds/index.ts';
import { wireLine } from '../http/wire-json.ts';
import type { HttpResponse } from '../../machine/index.ts';
import type { Exchange } from '../../network/index.ts';
import type { Incoming } from './incoming.ts';

/** What kind of stream an answer begins. */
interface Head {
  readonly isWatch?: boolean;
  readonly isStream?: boolean;
  /** Of HTTP; 200 and text unless said. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where a streamed answer goes: the head first, then pieces, then the end. */
export interface Outlet {
  sendHead(head: Head): void;
  push(payload: unknown): void;
  finish(): void;
  /** Whether the frames of a session can go over it; in HTTP those ask for an upgrade. */
  readonly takesFrames: boolean;
  /** Pieces that the client has not read yet. */
  readonly backlog: number;
  readonly isClosed: boolean;
  /** Notified when either side has ended it. */
  readonly closed: Signal;
}

/** What every answer over an exchange has in common. */
abstract class ExchangeOutlet implements Outlet {
  abstract readonly takesFrames: boolean;
  protected readonly exchange: Exchange;

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  abstract sendHead(head: Head): void;
  abstract push(payload: unknown): void;

  protected begin(payload: ApiReply | HttpResponse): void {
    this.exchange.reply({ kind: 'response', payload, isStream: true });
  }

  finish(): void {
    this.exchange.finish();
  }

  get backlog(): number {
    return this.exchange.backlog;
  }

  get isClosed(): boolean {
    return this.exchange.isClosed;
  }

  get closed(): Signal {
    return this.exchange.closed;
  }
}

/** Counts what requests are answered. */
interface Counter {
  count(incoming: Incoming, code: number): void;
}

/** To a client that speaks in typed values. */
export class TypedOutlet extends ExchangeOutlet {
  override readonly takesFrames = true;
  private readonly incoming: Incoming;
  private readonly counter: Counter;
  private kind: 'watch' | 'response' = 'response';

  /** @param counter told when the answer begins */
  constructor(exchange: Exchange, incoming: Incoming, counter: Counter) {
    super(exchange);
    this.incoming = incoming;
    this.counter = counter;
  }

  override sendHead(head: Head): void {
    if (head.isWatch) this.kind = 'watch';
    const { isWatch, isStream, status = 200 } = head;
    const payload: ApiReply = { type: 'api.reply', code: status, body: undefined, warnings: this.incoming.warnings, ...(isWatch ? { isWatch } : {}), ...(isStream ? { isStream } : {}) };
    this.counter.count(this.incoming, 200);
    this.begin(payload);
  }

  override push(payload: unknown): void {
    this.exchange.push(this.kind, payload);
  }
}

/** To a client that speaks HTTP: watch events become lines of JSON. */
export class HttpOutlet extends ExchangeOutlet {
  override readonly takesFrames = false;
  private readonly inOrder: boolean;
  private readonly onHead: () => HttpResponse['headers'];

  /**
   * @param inOrder whether fields are to come in the order in which Go writes them
   * @param onHead called when the answer begins; gives the headers that every answer has
   */
  constructor(exchange: Exchange, inOrder: boolean, onHead: () => HttpResponse['headers']) {
    super(exchange);
    this.onHead = onHead;
    this.inOrder = inOrder;
  }

  override sendHead(head: Head): void {
    const { status = 200, headers } = head;
    const type = status === 204 ? {} : { 'content-type': head.isWatch ? 'application/json' : 'text/plain', 'transfer-encoding': 'chunked' };
    const payload: HttpResponse = { type: 'http.response', status, headers: { ...this.onHead(), ...(headers ?? type) }, body: '' };
    this.begin(payload);
  }

  override push(payload: unknown): void {
    this.exchange.push('response', typeof payload === 'string' ? payload : wireLine(payload, this.inOrder));
  }
}
