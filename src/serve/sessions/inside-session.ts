// One end of a connection in the world for somebody outside it: exec, attach, a forwarded port.

import { isObject } from '../../base/index.ts';
import { Signal, sleep } from '../../kernel/index.ts';
import type { Process, RunningProcess } from '../../kernel/index.ts';
import type { ApiReply } from '../../kinds/index.ts';
import type { HttpRequest } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection } from '../../network/index.ts';
import { limits } from '../limits.ts';
import { connect } from '../outside.ts';
import type { Inside } from '../outside.ts';

/** What becomes of a session. Called while the world runs. */
export interface SessionListener {
  /** The API server's answer; with 101 the session goes on, else it has ended. */
  answered(reply: ApiReply): void;
  /** What the other end sent; false when no more is wanted until `goOn`. */
  received(payload: unknown): boolean;
  /** It is over; with an error when the connection broke. */
  ended(error?: NetworkError): void;
}

/** A session that begins with a request. */
export class InsideSession {
  private readonly inside: Inside;
  private readonly listener: SessionListener;
  private readonly wanted = new Signal('a client that reads');
  private process: RunningProcess | undefined;
  private connection: Connection | undefined;
  /** What was to be sent before the session was open. */
  private early: unknown[] | undefined = [];

  constructor(inside: Inside, request: HttpRequest, listener: SessionListener) {
    const { world, time } = inside;
    this.inside = inside;
    this.listener = listener;
    time.enter(() => {
      this.process = world.kernel.spawn('an HTTP client', this.run(request), world.workstation.sandbox.group);
    });
  }

  /** Sends a payload to the other end, as soon as there is one. */
  send(payload: unknown): void {
    if (this.early) this.early.push(payload);
    else this.inside.time.enter(() => this.connection?.send(payload));
  }

  /** More is wanted. */
  goOn(): void {
    this.inside.time.enter(() => this.wanted.notify());
  }

  /** Ends it from this side. */
  close(): void {
    if (!this.process?.isDone) this.inside.time.enter(() => this.process?.kill());
  }

  /** Ends it in a moment: nothing more is sent, but an answer that is on its way may still come. */
  closeSoon(): void {
    const { world, time } = this.inside;
    time.enter(() => void world.kernel.spawn('an HTTP client that says no more', this.linger(), world.workstation.sandbox.group));
  }

  private *linger(): Process {
    yield* sleep(limits.lingerMs);
    if (this.process?.isDone) return;
    this.process?.kill();
    this.listener.ended();
  }

  private *run(request: HttpRequest): Process {
    const { listener } = this;
    try {
      const connection = yield* connect(this.inside.world);
      this.connection = connection;
      connection.send(request, 'request');
      const reply = yield* connection.receive();
      if (!isReply(reply)) throw new NetworkError('ECONNRESET', 'unexpected EOF');
      listener.answered(reply);
      if (reply.code >= 400) return;
      for (const payload of this.early ?? []) connection.send(payload);
      this.early = undefined;
      for (let payload = yield* connection.receive(); payload !== undefined; payload = yield* connection.receive()) {
        if (!listener.received(payload)) yield* this.wanted.next();
      }
      listener.ended();
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      listener.ended(error);
    } finally {
      this.connection?.close();
    }
  }
}

function isReply(payload: unknown): payload is ApiReply {
  return isObject(payload) && payload['type'] === 'api.reply';
}
