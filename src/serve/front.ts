// One port for both: whoever begins with TLS speaks HTTPS, the others HTTP.

import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import type { ServerCertificate } from './certificates.ts';
import { limits } from './limits.ts';
import { answerUnreadable, refuseWithoutHost } from './unreadable.ts';

/** The first byte of a TLS handshake. */
const handshake = 0x16;

const options = { keepAliveTimeout: limits.idleMs, headersTimeout: limits.headMs, requestTimeout: 0, maxHeaderSize: limits.headBytes, requireHostHeader: false, connectionsCheckingInterval: 1_000 };

/** What answers. */
interface Handlers {
  readonly request: RequestListener;
  /** Takes a request that goes on as something else; false when there is nothing that it could become. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** Whether clients without TLS are told to use it. */
  readonly isSecureOnly: boolean;
}

/** A listening port. */
export class Front {
  private readonly plain: HttpServer;
  private readonly secure: HttpServer;
  private readonly listener: Server;
  private readonly sockets = new Set<Socket>();

  constructor(certificate: ServerCertificate, handlers: Handlers) {
    const { isSecureOnly } = handlers;
    const request: RequestListener = (incoming, response) => {
      if (!refuseWithoutHost(incoming, response)) handlers.request(incoming, response);
    };
    this.plain = createHttpServer(options, isSecureOnly ? askForTls : request);
    this.secure = createHttpsServer({ ...options, cert: certificate.certificate, key: certificate.key, requestCert: true, rejectUnauthorized: false, handshakeTimeout: limits.headMs }, request);
    this.secure.on('secureConnection', readInTurn);
    for (const server of [this.plain, this.secure]) {
      server.on('clientError', answerUnreadable);
      if (server === this.secure || !isSecureOnly) server.on('upgrade', (incoming, socket, head) => this.upgrade(handlers, incoming, socket, head));
      // Node looks at the times of connections of servers that listen; these are handed theirs.
      server.emit('listening');
    }
    this.listener = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: limits.probeMs }, (socket) => this.greet(socket));
  }

  /** Begins to listen; gives the port. Throws when the address is taken. */
  listen(port: number, address: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(port, address, () => {
        this.listener.off('error', reject);
        resolve((this.listener.address() as AddressInfo).port);
      });
    });
  }

  /** What is being answered may end; watches are cut soon, idle connections at once. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        for (const socket of this.sockets) socket.destroy();
      }, limits.closingMs);
      this.listener.close(() => {
        clearTimeout(timer);
        resolve();
      });
      for (const server of [this.plain, this.secure]) server.close(); // idle connections with it
    });
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const timer = setTimeout(() => socket.destroy(), limits.headMs);
    socket.once('close', () => clearTimeout(timer));
    socket.once('data', (first: Buffer) => {
      clearTimeout(timer);
      hand(first[0] === handshake ? this.secure : this.plain, 'connection', socket, first);
    });
  }

  private upgrade(handlers: Handlers, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (handlers.upgrade(request, socket, head)) return;
    // As by Go's server, what cannot be had is overlooked: Node reads the request once more, as if nothing else had been asked for.
    const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
    for (let at = 0; at < request.rawHeaders.length; at += 2) {
      if (!/^(connection|upgrade)$/i.test(request.rawHeaders[at] ?? '')) lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
    }
    const again = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]);
    if ('encrypted' in socket) hand(this.secure, 'secureConnection', socket, again);
    else hand(this.plain, 'connection', socket, again);
  }
}

/**
 * Lets a connection's requests be read through its stream. Node's parser would take them straight from TLS, and is paused when a
 * request comes while the answer before it is still being sent; TLS gives it the other records that it has read all the same, and
 * the parser calls that an error. A stream keeps them back.
 */
function readInTurn(socket: Duplex): void {
  socket.on('data', () => undefined); // whoever listens to a connection ends the short way
}

/** Gives a server a connection of which something was read already. */
function hand(server: HttpServer, event: 'connection' | 'secureConnection', socket: Duplex, read: Buffer): void {
  socket.pause();
  socket.unshift(read);
  server.emit(event, socket);
  process.nextTick(() => socket.resume());
}

/** As Go's server answers who does not speak TLS to it. */
const askForTls: RequestListener = (request, response) => {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end('Client sent an HTTP request to an HTTPS server.\n');
  request.resume();
};
