// Requests that go on as a session: exec, attach and port-forward over WebSocket. The API server inside the world agrees first,
// or refuses as it does any other request.

import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { ApiReply } from '../../kinds/index.ts';
import type { HttpRequest } from '../../machine/index.ts';
import { failureStatus, httpRequest, isEncrypted, unauthorized } from '../http-door.ts';
import type { Entrance } from '../http-door.ts';
import { limits } from '../limits.ts';
import { CommandChannels, bytesOf, commandProtocols } from './channels.ts';
import { InsideSession } from './inside-session.ts';
import type { SessionListener } from './inside-session.ts';
import { joinPorts } from './port-channels.ts';
import { PortStreams } from './port-streams.ts';

/** SPDY inside of a WebSocket, as kubectl port-forwards. */
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';
const portProtocol = 'v4.channel.k8s.io';
const nothing = Buffer.alloc(0);

/** Takes requests that want to become sessions. */
export class Upgrades {
  private readonly inside: Entrance;
  private readonly server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  private readonly sockets = new Set<Duplex>();
  private readonly protocols = new WeakMap<IncomingMessage, string>();

  constructor(inside: Entrance) {
    this.inside = inside;
    this.server.on('headers', (headers, request) => headers.push(`Sec-WebSocket-Protocol: ${this.protocols.get(request) ?? ''}`));
  }

  /** Answers a request with `Upgrade`. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    const asked = this.inside.gate.pass(httpRequest(request, nothing), isEncrypted(request));
    if (!asked) return refuse(socket, { code: unauthorized.code, body: failureStatus(unauthorized) });
    const what = /\/pods\/[^/]+\/(exec|attach|portforward)(?:\?|$)/.exec(asked.path)?.[1];
    if (what === undefined || request.headers.upgrade?.toLowerCase() !== 'websocket') return refuse(socket, badRequest('Upgrade request required'));
    const offered = (asked.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const spoken: readonly string[] = what === 'portforward' ? [tunnelProtocol, portProtocol] : commandProtocols;
    const protocol = spoken.find((name) => offered.includes(name));
    if (protocol === undefined) return refuse(socket, badRequest(`unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${spoken.join(' ')}]`));
    const open = (joined: (webSocket: WebSocket) => void): void => {
      // The library takes no name with a slash, so it is not asked to choose.
      delete request.headers['sec-websocket-protocol'];
      this.protocols.set(request, protocol);
      this.server.handleUpgrade(request, socket, head, joined);
    };
    if (what === 'portforward') this.forward(asked, protocol, socket, open);
    else this.command(asked, socket, open);
  }

  /** Ends all sessions; who does not take leave soon is cut off. */
  close(): void {
    setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, limits.closingMs).unref();
    for (const client of this.server.clients) client.close(1001);
    for (const socket of this.sockets) socket.end();
  }

  private command(asked: HttpRequest, socket: Duplex, open: (joined: (webSocket: WebSocket) => void) => void): void {
    let joined: Pick<SessionListener, 'received' | 'ended'> | undefined;
    const session = new InsideSession(this.inside, asked, {
      answered: (reply) => {
        if (reply.code >= 400) refuse(socket, reply);
        else open((webSocket) => {
          joined = new CommandChannels(webSocket, session);
        });
      },
      received: (payload) => joined?.received(payload) ?? true,
      ended: (error) => (joined ? joined.ended(error) : socket.destroy()),
    });
    socket.on('close', () => session.close());
  }

  /** Whether ports may be forwarded is asked once; then each connection to one is asked for by itself. */
  private forward(asked: HttpRequest, protocol: string, socket: Duplex, open: (joined: (webSocket: WebSocket) => void) => void): void {
    const target = { inside: this.inside, request: asked };
    const [path = ''] = asked.path.split('?');
    let isAnswered = false;
    const question = new InsideSession(this.inside, { ...asked, path }, {
      answered: (reply) => {
        isAnswered = true;
        if (reply.code >= 400) refuse(socket, reply);
        else open((webSocket) => (protocol === tunnelProtocol ? tunnel(webSocket, target) : joinPorts(webSocket, target)));
      },
      received: () => true,
      // A kubelet that goes away takes what it forwards with it.
      ended: () => (isAnswered ? socket.end() : socket.destroy()),
    });
    socket.on('close', () => question.close());
  }
}

function tunnel(socket: WebSocket, target: ConstructorParameters<typeof PortStreams>[0]): void {
  const streams = new PortStreams(target, { send: (bytes) => socket.send(bytes, { binary: true }), close: () => socket.close(1002) });
  socket.on('message', (data) => streams.take(bytesOf(data)));
  socket.on('close', () => streams.close());
  socket.on('error', () => socket.terminate());
}

function badRequest(message: string): Pick<ApiReply, 'code' | 'body'> {
  return { code: 400, body: failureStatus({ message, reason: 'BadRequest', code: 400 }) };
}

/** Answers what will be no session. */
function refuse(socket: Duplex, { code, body }: Pick<ApiReply, 'code' | 'body'>): void {
  const text = `${JSON.stringify(body)}\n`;
  socket.end([
    `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}`, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`, 'Connection: close', '', text,
  ].join('\r\n'));
}
