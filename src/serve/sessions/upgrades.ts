// Requests that go on as a session: exec, attach and port-forward, over WebSocket or SPDY, and watches and logs over WebSocket. The API
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
import { agreedProtocol, commandProtocols, logProtocols, offeredIn, offers, portProtocols } from './channel-protocols.ts';
import { ChannelSocket, bytesOf } from './channel-socket.ts';
import { CommandChannels } from './channels.ts';
import { CommandStreams } from './command-streams.ts';
import { InsideSession } from './inside-session.ts';
import type { SessionListener } from './inside-session.ts';
import { joinPorts } from './port-channels.ts';
import { withOfferedToken } from './offered-token.ts';
import { PortStreams } from './port-streams.ts';
import type { Carrier } from './port-streams.ts';
import { StreamMessages, isLog, isWatch } from './stream-messages.ts';

/** SPDY inside of a WebSocket, as kubectl port-forwards. */
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';
/** The header in which a client of SPDY offers its protocols. */
const spdyOffers = 'x-stream-protocol-version';
/** What is spoken over SPDY. */
const spdyProtocols = { command: 'v4.channel.k8s.io', port: 'portforward.k8s.io' } as const;
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
    if (what === undefined && !(name === 'websocket' && (isWatch(url) || isLog(url)))) return false;
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    const asked = this.inside.gate.pass(withOfferedToken(httpRequest(request, nothing)), isEncrypted(request));
    if (!asked) refuse(socket, unauthorized.code, failureStatus(unauthorized));
    else if (what === undefined) this.stream(asked, request, socket, head);
    else if (name === 'websocket') this.beginWebSocket(what, asked, request, socket, head);
    else if (name === 'spdy/3.1') this.beginSpdy(what, asked, socket, head);
    else refuse(socket, 400, badRequest('Upgrade request required'));
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

  private stream(asked: HttpRequest, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const log = isLog(asked.path) ? agreedProtocol(asked.headers[offers], logProtocols) : undefined;
    // Upstream: golang.org/x/net/websocket asks every client where its page came from
    if (isLog(asked.path) ? !log : request.headers.origin === undefined) return forbid(socket);
    const stream = new StreamMessages(this.inside, asked, {
      log,
      open: (joined) => (log ? this.join(log.name, request, socket, head, joined) : this.server.handleUpgrade(request, socket, head, joined)),
      refuse: ({ status, body }) => refuse(socket, status, body),
      lost: () => socket.destroy(),
    });
    socket.on('close', () => stream.close());
  }

  private beginWebSocket(what: string, asked: HttpRequest, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const offered = asked.headers[offers];
    const target = { inside: this.inside, request: asked };
    if (what === 'portforward' && offeredIn(offered).includes(tunnelProtocol)) {
      return this.forward(asked, socket, () => this.join(tunnelProtocol, request, socket, head, (joined) => tunnel(joined, target)));
    }
    const protocol = agreedProtocol(offered, what === 'portforward' ? portProtocols : commandProtocols);
    if (!protocol) return forbid(socket);
    const open = (opened: (channels: ChannelSocket) => void): void =>
      this.join(protocol.name, request, socket, head, (joined) => opened(new ChannelSocket(joined, protocol)));
    if (what === 'portforward') this.forward(asked, socket, () => open((channels) => joinPorts(channels, target)));
    else this.command(asked, socket, (session, join) => open((channels) => join(new CommandChannels(channels, session, protocol, asked.path))));
  }

  private beginSpdy(what: string, asked: HttpRequest, socket: Duplex, head: Buffer): void {
    const offered = offeredIn(asked.headers[spdyOffers]);
    const protocol = spdyProtocols[what === 'portforward' ? 'port' : 'command'];
    if (!offered.includes(protocol)) return refuse(socket, 400, badRequest(`unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${protocol}]`));
    const open = (make: (carrier: Carrier) => StreamTaker): void => joinStreams({ socket, head, protocol }, make);
    if (what === 'portforward') this.forward(asked, socket, () => open((carrier) => new PortStreams({ inside: this.inside, request: asked }, carrier)));
    else this.command(asked, socket, (session, join) => open((carrier) => {
      const streams = new CommandStreams(asked.path, carrier, session);
      join(streams);
      return streams;
    }));
  }

  /** Goes on with WebSocket in a protocol. */
  private join(protocol: string, request: IncomingMessage, socket: Duplex, head: Buffer, joined: (webSocket: WebSocket) => void): void {
    // The library takes no name with a slash and none that is empty, so it is not asked to choose.
    delete request.headers[offers];
    this.protocols.set(request, protocol);
    this.server.handleUpgrade(request, socket, head, joined);
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

/** Nothing that the client offers is spoken. */
function forbid(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
}

/** Answers what will be no session, with an object or with text that is written already. */
function refuse(socket: Duplex, code: number, body: unknown): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  socket.end([
    `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}`, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`, 'Connection: close', '', text,
  ].join('\r\n'));
}
