// Requests that go on as a session: exec, attach and port-forward, over WebSocket or SPDY, and watches over WebSocket. The API
// server inside the world agrees first, or refuses as it does any other request.

import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { HttpRequest } from '../../machine/index.ts';
import { failureStatus, httpRequest, isEncrypted, unauthorized } from '../http-door.ts';
import type { Entrance } from '../http-door.ts';
import { limits } from '../limits.ts';
import { CommandChannels, bytesOf, commandProtocols } from './channels.ts';
import { CommandStreams } from './command-streams.ts';
import { InsideSession } from './inside-session.ts';
import type { SessionListener } from './inside-session.ts';
import { joinPorts } from './port-channels.ts';
import { PortStreams } from './port-streams.ts';
import type { Carrier } from './port-streams.ts';
import { WatchMessages, isWatch } from './watch-messages.ts';

/** SPDY inside of a WebSocket, as kubectl port-forwards. */
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';
const portProtocol = 'v4.channel.k8s.io';

/** What may be spoken over a connection that becomes something else, the best first. */
interface Way {
  /** The header in which a client offers its protocols. */
  readonly header: string;
  readonly command: readonly string[];
  readonly port: readonly string[];
}

const ways: Readonly<Record<string, Way>> = {
  'websocket': { header: 'sec-websocket-protocol', command: commandProtocols, port: [tunnelProtocol, portProtocol] },
  'spdy/3.1': { header: 'x-stream-protocol-version', command: ['v4.channel.k8s.io'], port: ['portforward.k8s.io'] },
};
const nothing = Buffer.alloc(0);

/** Takes requests that want to become sessions. */
export class Upgrades {
  private readonly inside: Entrance;
  private readonly server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  private readonly sockets = new Set<Duplex>();
  private readonly protocols = new WeakMap<IncomingMessage, string>();

  constructor(inside: Entrance) {
    this.inside = inside;
    this.server.on('headers', (headers, request) => {
      const protocol = this.protocols.get(request);
      if (protocol !== undefined) headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
    });
  }

  /** Answers a request with `Upgrade`; false for one that cannot become anything else. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const { url = '', headers } = request;
    const name = headers.upgrade?.toLowerCase() ?? '';
    const what = /\/pods\/[^/]+\/(exec|attach|portforward)(?:\?|$)/.exec(url)?.[1];
    if (what === undefined && !(name === 'websocket' && isWatch(url))) return false;
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    const asked = this.inside.gate.pass(httpRequest(request, nothing), isEncrypted(request));
    if (!asked) refuse(socket, unauthorized.code, failureStatus(unauthorized));
    else if (what === undefined) this.watch(asked, request, socket, head);
    else this.begin({ what, name }, asked, request, socket, head);
    return true;
  }

  /** Ends all sessions; who does not take leave soon is cut off. */
  close(): void {
    setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, limits.closingMs).unref();
    for (const client of this.server.clients) client.close(1001);
    for (const socket of this.sockets) socket.end();
  }

  private watch(asked: HttpRequest, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Upstream: golang.org/x/net/websocket asks every client where its page came from
    if (request.headers.origin === undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    const watch = new WatchMessages(this.inside, asked, {
      open: (joined) => this.server.handleUpgrade(request, socket, head, joined),
      refuse: ({ status, body }) => refuse(socket, status, body),
      lost: () => socket.destroy(),
    });
    socket.on('close', () => watch.close());
  }

  private begin({ what, name }: { readonly what: string; readonly name: string }, asked: HttpRequest, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const way = ways[name];
    if (!way) return refuse(socket, 400, badRequest('Upgrade request required'));
    const isPort = what === 'portforward';
    const offered = (asked.headers[way.header] ?? '').split(',').map((each) => each.trim());
    const spoken = isPort ? way.port : way.command;
    const protocol = spoken.find((each) => offered.includes(each));
    if (protocol === undefined) return refuse(socket, 400, badRequest(`unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${spoken.join(' ')}]`));
    const target = { inside: this.inside, request: asked };
    if (name === 'websocket') {
      const open = (joined: (webSocket: WebSocket) => void): void => {
        // The library takes no name with a slash, so it is not asked to choose.
        delete request.headers['sec-websocket-protocol'];
        this.protocols.set(request, protocol);
        this.server.handleUpgrade(request, socket, head, joined);
      };
      if (isPort) this.forward(asked, socket, () => open((webSocket) => (protocol === tunnelProtocol ? tunnel(webSocket, target) : joinPorts(webSocket, target))));
      else this.command(asked, socket, (session, join) => open((webSocket) => join(new CommandChannels(webSocket, session))));
    } else {
      const open = (make: (carrier: Carrier) => StreamTaker): void => joinStreams({ socket, head, protocol }, make);
      if (isPort) this.forward(asked, socket, () => open((carrier) => new PortStreams(target, carrier)));
      else this.command(asked, socket, (session, join) => open((carrier) => {
        const streams = new CommandStreams(asked.path, carrier, session);
        join(streams);
        return streams;
      }));
    }
  }

  private command(asked: HttpRequest, socket: Duplex, open: (session: InsideSession, join: (joined: Joined) => void) => void): void {
    let joined: Joined | undefined;
    const session = new InsideSession(this.inside, asked, {
      answered: (reply) => {
        if (reply.code >= 400) refuse(socket, reply.code, reply.body);
        else open(session, (ends) => {
          joined = ends;
        });
      },
      received: (payload) => joined?.received(payload) ?? true,
      ended: (error) => (joined ? joined.ended(error) : socket.destroy()),
    });
    socket.on('close', () => session.close());
  }

  /** Whether ports may be forwarded is asked once; then each connection to one is asked for by itself. */
  private forward(asked: HttpRequest, socket: Duplex, open: () => void): void {
    const [path = ''] = asked.path.split('?');
    let isAnswered = false;
    const question = new InsideSession(this.inside, { ...asked, path }, {
      answered: (reply) => {
        isAnswered = true;
        if (reply.code >= 400) refuse(socket, reply.code, reply.body);
        else open();
      },
      received: () => true,
      // A kubelet that goes away takes what it forwards with it.
      ended: () => (isAnswered ? socket.end() : socket.destroy()),
    });
    socket.on('close', () => question.close());
  }
}

/** What takes what a session says. */
type Joined = Pick<SessionListener, 'received' | 'ended'>;

/** What takes the bytes of SPDY. */
interface StreamTaker {
  take(bytes: Buffer): void;
  close(): void;
}

/** Goes on with SPDY on a connection. */
function joinStreams({ socket, head, protocol }: { readonly socket: Duplex; readonly head: Buffer; readonly protocol: string }, make: (carrier: Carrier) => StreamTaker): void {
  socket.write(['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${protocol}`, '', ''].join('\r\n'));
  const streams = make({ send: (bytes) => socket.write(bytes), close: () => socket.end() });
  if (head.length > 0) streams.take(head);
  socket.on('data', (bytes: Buffer) => streams.take(bytes));
  socket.on('close', () => streams.close());
}

function tunnel(socket: WebSocket, target: ConstructorParameters<typeof PortStreams>[0]): void {
  const streams = new PortStreams(target, { send: (bytes) => socket.send(bytes, { binary: true }), close: () => socket.close(1002) });
  socket.on('message', (data) => streams.take(bytesOf(data)));
  socket.on('close', () => streams.close());
  socket.on('error', () => socket.terminate());
}

const badRequest = (message: string): object => failureStatus({ message, reason: 'BadRequest', code: 400 });

/** Answers what will be no session, with an object or with text that is written already. */
function refuse(socket: Duplex, code: number, body: unknown): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  socket.end([
    `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}`, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`, 'Connection: close', '', text,
  ].join('\r\n'));
}
