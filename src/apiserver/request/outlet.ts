import type { Signal } from '../../kernel/index.ts';
import type { ApiReply } from '../../kinds/index.ts';
import { wireJson } from '../http/wire-json.ts';
import type { HttpResponse } from '../../machine/index.ts';
import type { Exchange } from '../../network/index.ts';

/** Where a streamed answer goes: the head first, then pieces, then the end. */
export interface Outlet {
  sendHead(head: { readonly isWatch?: boolean; readonly isStream?: boolean }): void;
  push(payload: unknown): void;
  finish(): void;
  /** Pieces that the client has not read yet. */
  readonly backlog: number;
  readonly isClosed: boolean;
  /** Notified when either side has ended it. */
  readonly closed: Signal;
}

/** To a client that speaks in typed values. */
export class TypedOutlet implements Outlet {
  private readonly exchange: Exchange;
  private readonly warnings: readonly string[];
  private readonly onHead: () => void;
  private kind: 'watch' | 'response' = 'response';

  constructor(exchange: Exchange, warnings: readonly string[], onHead: () => void) {
    this.exchange = exchange;
    this.warnings = warnings;
    this.onHead = onHead;
  }

  sendHead(head: { readonly isWatch?: boolean; readonly isStream?: boolean }): void {
    if (head.isWatch) this.kind = 'watch';
    const payload: ApiReply = { type: 'api.reply', code: 200, body: undefined, warnings: this.warnings, ...head };
    this.onHead();
    this.exchange.reply({ kind: 'response', payload, isStream: true });
  }

  push(payload: unknown): void {
    this.exchange.push(this.kind, payload);
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

/** To a client that speaks HTTP: watch events become lines of JSON. */
export class HttpOutlet implements Outlet {
  private readonly exchange: Exchange;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly onHead: () => void;

  constructor(exchange: Exchange, headers: Readonly<Record<string, string>>, onHead: () => void) {
    this.exchange = exchange;
    this.headers = headers;
    this.onHead = onHead;
  }

  sendHead(head: { readonly isWatch?: boolean; readonly isStream?: boolean }): void {
    const headers = { ...this.headers, 'content-type': head.isWatch ? 'application/json' : 'text/plain', 'transfer-encoding': 'chunked' };
    const payload: HttpResponse = { type: 'http.response', status: 200, headers, body: '' };
    this.onHead();
    this.exchange.reply({ kind: 'response', payload, isStream: true });
  }

  push(payload: unknown): void {
    this.exchange.push('response', typeof payload === 'string' ? payload : `${wireJson(payload)}\n`);
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
