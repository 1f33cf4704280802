// What cannot be read as HTTP is answered as Go's server answers it.
// Upstream: Go net/http server.go

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits } from './limits.ts';

/** By the error codes of Node's parser; everything else is a bad request. */
const answers: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_INVALID_VERSION: '505 HTTP Version Not Supported: unsupported protocol version',
};

/** Tells a client that its request cannot be read, and ends the connection; one that took too long is told nothing. */
export function answerUnreadable(error: Error, socket: Duplex): void {
  const code = 'code' in error ? String(error.code) : '';
  if (!socket.writable || code === 'ECONNRESET' || code === 'ERR_HTTP_REQUEST_TIMEOUT') return void socket.destroy();
  const why = answers[code] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${why}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${why}`);
  // What it still sends is thrown away, so that it gets to read why.
  socket.resume();
  setTimeout(() => socket.destroy(), limits.hearingMs).unref();
}

/** Refuses a request that does not say which host it is for; false for all others. */
export function refuseWithoutHost({ headers, httpVersion }: IncomingMessage, response: ServerResponse): boolean {
  if (headers.host !== undefined || httpVersion === '1.0') return false;
  const why = 'Bad Request: missing required Host header';
  response.writeHead(400, why, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`400 ${why}`);
  return true;
}
