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

/** The first byte of a TLS handshake. */
const handshake = 0x16;

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** A listening port. */
export class Front {
  private readonly plain: HttpServer;
  private readonly secure: HttpServer;
  private readonly listener: Server;
  private readonly sockets = new Set<Socket>();

  /** @param handlers what answers; `isSecureOnly` tells clients without TLS to use it */
  constructor(certificate: ServerCertificate, handlers: { readonly request: RequestListener; readonly upgrade: UpgradeListener; readonly isSecureOnly: boolean }) {
    const options = { keepAliveTimeout: 0, requestTimeout: 0 };
    const { request, upgrade, isSecureOnly } = handlers;
    this.plain = createHttpServer(options, isSecureOnly ? askForTls : request);
    this.secure = createHttpsServer({ ...options, cert: certificate.certificate, key: certificate.key, requestCert: true, rejectUnauthorized: false }, request);
    this.secure.on('upgrade', upgrade);
    if (!isSecureOnly) this.plain.on('upgrade', upgrade);
    this.listener = createServer({ noDelay: true }, (socket) => this.greet(socket));
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
      for (const server of [this.plain, this.secure]) server.closeIdleConnections();
    });
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === handshake ? this.secure : this.plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  }
}

/** As Go's server answers who does not speak TLS to it. */
const askForTls: RequestListener = (request, response) => {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end('Client sent an HTTP request to an HTTPS server.\n');
  request.resume();
};
