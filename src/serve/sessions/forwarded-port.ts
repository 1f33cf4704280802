// A port of a Pod for a client outside: its bytes become what servers in the world understand. Requests of HTTP are read and
// put one by one; anything else is passed on as it is, and a server that speaks first is heard.

import { Server } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import { isHttpResponse } from '../../machine/index.ts';
import type { ApiReply } from '../../kinds/index.ts';
import type { HttpRequest } from '../../machine/index.ts';
import { RawTextReader, headerName, isObject, rawText } from '../../base/index.ts';
import type { Inside } from '../outside.ts';
import { httpRequest, readBody } from '../http-door.ts';
import { InsideSession } from './inside-session.ts';
import { bytesOfText } from './remote-command.ts';

const httpLine = /^[A-Z]+ \S+ HTTP\/1\.[01]\r?\n/;
/** The longest first line of a request that is waited for. */
const longestLine = 8_192;

/** Where what comes out of the port goes. */
export interface PortOutput {
  write(bytes: Buffer): void;
  /** Why nobody answered at the port. */
  fail(message: string): void;
  /** The other end has closed. */
  end(): void;
}

/** How the port is reached: a request for the Pod's `portforward` for one port. */
export interface PortRequest {
  readonly inside: Inside;
  readonly request: HttpRequest;
  readonly port: number;
}

/** One connection to a port, open from the start: a server may speak first. What the client says first decides how it goes on. */
export class ForwardedPort {
  private readonly target: PortRequest;
  private readonly output: PortOutput;
  private readonly raw: RawPort;
  private waiting: Buffer = Buffer.alloc(0);
  private taker: { take(bytes: Buffer): void; end(): void; close(): void } | undefined;

  constructor(target: PortRequest, output: PortOutput) {
    this.target = target;
    this.output = output;
    this.raw = new RawPort(target, output);
  }

  /** Takes what the client sends. */
  take(bytes: Buffer): void {
    if (this.taker) return this.taker.take(bytes);
    this.waiting = Buffer.concat([this.waiting, bytes]);
    const start = this.waiting.toString('latin1', 0, longestLine);
    if (httpLine.test(start) && !this.raw.hasSpoken) {
      this.raw.giveUp();
      this.begin(new HttpPort(this.target, this.output));
    } else if (/\n/.test(start) || !/^[A-Z]+( |$)/.test(start) || start.length >= longestLine) this.begin(this.raw);
  }

  /** The client has no more to send. */
  end(): void {
    if (!this.taker) this.begin(this.raw);
    this.taker?.end();
  }

  /** The client is gone. */
  close(): void {
    (this.taker ?? this.raw).close();
  }

  private begin(taker: NonNullable<ForwardedPort['taker']>): void {
    this.taker = taker;
    if (this.waiting.length > 0) taker.take(this.waiting);
  }
}

/** The request for one port of all that might be forwarded. */
function requestFor({ request, port }: PortRequest): HttpRequest {
  const [path = ''] = request.path.split('?');
  return { ...request, path: `${path}?ports=${port}` };
}

/** What a kubelet says when it did not reach the port. */
function failureIn(payload: unknown): string | undefined {
  return isObject(payload) && payload['type'] === 'kubelet.reply' ? String(payload['message'] ?? '') : undefined;
}

function failUnlessOpen({ code, body }: ApiReply, output: PortOutput): void {
  if (code >= 400) output.fail(isObject(body) ? String(body['message']) : String(code));
}

/** Bytes that go both ways as they come. */
class RawPort {
  private readonly session: InsideSession;
  private readonly reader = new RawTextReader();
  private isGivenUp = false;
  /** Whether the server has said something. */
  hasSpoken = false;

  constructor(target: PortRequest, output: PortOutput) {
    this.session = new InsideSession(target.inside, requestFor(target), {
      answered: (reply) => failUnlessOpen(reply, output),
      received: (payload) => {
        const failure = failureIn(payload);
        if (failure !== undefined) output.fail(failure);
        else if (typeof payload === 'string') {
          this.hasSpoken = true;
          output.write(bytesOfText(payload));
        }
        return true;
      },
      ended: () => {
        if (!this.isGivenUp) output.end();
      },
    });
  }

  take(bytes: Buffer): void {
    this.session.send(this.reader.take(bytes));
  }

  end(): void {
    this.session.closeSoon();
  }

  close(): void {
    this.session.close();
  }

  /** Somebody else goes on from here. */
  giveUp(): void {
    this.isGivenUp = true;
    this.session.close();
  }
}

/** Requests of HTTP, each put to the port by itself. */
class HttpPort {
  private readonly wire: Duplex;

  constructor(target: PortRequest, output: PortOutput) {
    this.wire = new Duplex({
      read: () => undefined,
      write: (bytes: Buffer, _encoding, done) => {
        output.write(bytes);
        done();
      },
      final: (done) => {
        output.end();
        done();
      },
    });
    const server = new Server({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => void put(target, output, request, response));
    server.emit('connection', this.wire);
  }

  take(bytes: Buffer): void {
    this.wire.push(bytes);
  }

  end(): void {
    this.wire.push(null);
  }

  close(): void {
    this.wire.destroy();
  }
}

async function put(target: PortRequest, output: PortOutput, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await readBody(request);
  const asked: HttpRequest = { ...httpRequest(request, bytes), body: rawText(bytes), isSecure: false };
  const session = new InsideSession(target.inside, requestFor(target), {
    answered: (reply) => failUnlessOpen(reply, output),
    received: (payload) => {
      const failure = failureIn(payload);
      if (failure !== undefined) {
        output.fail(failure);
        response.destroy();
      } else if (isHttpResponse(payload)) {
        // How the connection goes on is between this server and its client.
        const { 'transfer-encoding': isStream, connection: _, ...headers } = payload.headers;
        response.writeHead(payload.status, Object.fromEntries(Object.entries(headers).map(([name, value]) => [headerName(name), value])));
        const body = bytesOfText(payload.body);
        if (isStream === undefined) response.end(body);
        else response.write(body);
      } else if (typeof payload === 'string') response.write(bytesOfText(payload));
      return true;
    },
    ended: () => response.end(),
  });
  session.send(asked);
  response.on('close', () => session.close());
}
