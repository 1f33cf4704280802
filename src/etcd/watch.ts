// Upstream: client/v3/watch.go
import { sleep } from '../kernel/index.ts';
import type { Process } from '../kernel/index.ts';
import { NetworkError } from '../network/index.ts';
import type { ReplyStream, Stack } from '../network/index.ts';
import type { Endpoint, Endpoints } from './endpoints.ts';
import { EtcdError, etcdError } from './errors.ts';
import { limits } from './limits.ts';
import type { EtcdResponse, ResponseHeader, WatchRequest, WatchResponse } from './requests.ts';
import type { Revision } from './store/key-value.ts';

/** The start of a watch is compacted away. */
export class WatchCompactedError extends EtcdError {
  /** The earliest revision that can be watched. */
  readonly compactRevision: Revision;
  readonly header: ResponseHeader;

  constructor(compactRevision: Revision, header: ResponseHeader) {
    const { code, message } = etcdError('compacted');
    super(code, message);
    this.compactRevision = compactRevision;
    this.header = header;
  }
}

/** How a watch behaves beside what it asks for. */
export interface WatchOptions {
  /** Whether it ends when the member that serves it has no leader, instead of asking another one. */
  readonly endsWithoutLeader?: boolean;
}

/**
 * All changes of a range from a revision on, each once and in order. When the member goes away another one is asked from
 * where this one left off.
 */
export class EtcdWatch {
  private readonly stack: Stack;
  private readonly endpoints: Endpoints;
  private readonly request: WatchRequest;
  private stream: ReplyStream | undefined;
  private forget: (() => void) | undefined;
  private nextRevision: Revision;
  private watchId: number | undefined;
  private closed = false;
  /** The member that was asked has no leader: before the next is asked, a moment passes. */
  private hasNoLeader = false;
  private readonly endsWithoutLeader: boolean;

  constructor(stack: Stack, endpoints: Endpoints, request: WatchRequest, options: WatchOptions = {}) {
    this.endsWithoutLeader = options.endsWithoutLeader ?? false;
    this.stack = stack;
    this.endpoints = endpoints;
    this.request = request;
    this.nextRevision = request.startRevision ?? 0;
  }

  /** Its number at the member that serves it. */
  get id(): number | undefined {
    return this.watchId;
  }

  /** The next changes: of one revision, or several revisions of history; without events it is progress. Undefined once
   * closed. Throws WatchCompactedError, and EtcdError when the watch is refused. */
  *next(): Process<WatchResponse | undefined> {
    while (!this.closed) {
      const stream = this.stream ?? (yield* this.open());
      if (!stream) continue;
      const response = yield* this.read(stream);
      if (response && this.take(response)) return response;
    }
    return undefined;
  }

  /** What has come already, without waiting. */
  tryNext(): WatchResponse | undefined {
    for (;;) {
      const payload = this.stream?.tryNext();
      if (payload === undefined) return undefined;
      const response = payload as WatchResponse;
      if (this.take(response)) return response;
    }
  }

  close(): void {
    this.closed = true;
    this.drop();
  }

  private *read(stream: ReplyStream): Process<WatchResponse | undefined> {
    try {
      const payload = yield* stream.next();
      // The server's own type, as it left it.
      if (payload !== undefined) return payload as WatchResponse;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
    if (this.stream === stream) this.drop();
    return undefined;
  }

  /** Whether the response is for the caller: not a repetition, not the member's goodbye. */
  private take(response: WatchResponse): boolean {
    const { canceled, events, header } = response;
    if (canceled) {
      this.drop();
      if (canceled.compactRevision !== undefined) throw new WatchCompactedError(canceled.compactRevision, header);
      if (this.endsWithoutLeader || canceled.reason !== etcdError('noLeader').message) throw new EtcdError('Canceled', canceled.reason);
      this.hasNoLeader = true;
      this.endpoints.leave(this.endpoints.current, false);
      return false;
    }
    const last = events[events.length - 1];
    const upTo = last ? last.kv.modRevision : header.revision;
    if (last && upTo < this.nextRevision) return false;
    this.nextRevision = Math.max(this.nextRevision, upTo + 1);
    return true;
  }

  private *open(): Process<ReplyStream | undefined> {
    if (this.hasNoLeader) yield* sleep(limits.clientBackoffMs);
    this.hasNoLeader = false;
    const endpoint = this.endpoints.current;
    try {
      return yield* this.openAt(endpoint);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      this.endpoints.leave(endpoint, error.code !== 'ECONNREFUSED');
      yield* sleep(limits.clientBackoffMs);
      return undefined;
    }
  }

  private *openAt(endpoint: Endpoint): Process<ReplyStream | undefined> {
    const { address, port } = endpoint;
    const payload: WatchRequest = { ...this.request, startRevision: this.nextRevision };
    const reply = yield* this.stack.call({ address, port, kind: 'request', payload, timeoutMs: limits.unansweredMs });
    if (!reply.stream || this.closed) {
      reply.stream?.cancel();
      return undefined;
    }
    const { header, result } = reply.payload as EtcdResponse;
    if (result.type === 'watch') this.watchId = result.watchId;
    // A watch of "from now on" is one from here on, also after it has moved to another member.
    if (this.nextRevision === 0) this.nextRevision = header.revision + 1;
    this.stream = reply.stream;
    this.forget = this.endpoints.carry(endpoint, () => this.drop());
    return reply.stream;
  }

  private drop(): void {
    this.stream?.cancel();
    this.stream = undefined;
    this.forget?.();
    this.forget = undefined;
    this.watchId = undefined;
  }
}
