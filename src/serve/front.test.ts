// What a port answers before any request is the API server's, as a real server was seen to: read with raw sockets.

import { connect } from 'node:net';
import { TLSSocket, connect as connectSecurely } from 'node:tls';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCertificate } from './certificates.ts';
import { Front } from './front.ts';

let front: Front;
let port: number;

beforeAll(async () => {
  front = new Front(makeCertificate(['127.0.0.1'], Date.now()), {
    request: (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => response.end(request.url === '/much' ? 'much '.repeat(8_000_000) : `${request.method} ${request.url?.length} ${Buffer.concat(parts).toString()}`));
    },
    upgrade: ({ url }, socket) => {
      if (url !== '/session') return false;
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      return true;
    },
    isSecureOnly: false,
  });
  port = await front.listen(0, '127.0.0.1');
});

afterAll(() => front.close());

/** What comes back to these bytes until the connection ends. */
const say = (bytes: string, isSecure = false): Promise<string> => new Promise((resolve, reject) => {
  const socket: Socket = isSecure ? connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false }) : connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (data: Buffer) => {
    text += data.toString();
  });
  socket.on('close', () => resolve(text));
  socket.on('error', reject);
  socket.write(bytes);
});
const plain = (why: string): string => `HTTP/1.1 ${why}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${why}`;
const last = 'Host: x\r\nConnection: close\r\n';

test.each([
  ['GET\r\n\r\n', '400 Bad Request'],
  ['GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n', '400 Bad Request'],
  ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\nabc', '400 Bad Request'],
  [`GET / HTTP/1.1\r\n${last}x: ${'x'.repeat(2_000_000)}\r\n\r\n`, '431 Request Header Fields Too Large'],
])('what cannot be read is refused in words', async (bytes, why) => {
  expect(await say(bytes)).toBe(plain(why));
});

test('a request says which host it is for', async () => {
  expect(await say('GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400 Bad Request: missing required Host header\r\n[^]*400 Bad Request: missing required Host header/);
  expect(await say('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 OK/);
});

test('heads are as long as selectors may be', async () => {
  expect(await say(`GET /${'x'.repeat(500_000)} HTTP/1.1\r\n${last}\r\n`)).toMatch(/GET 500001 $/);
});

test.each([false, true])('who asks for an upgrade that is not to be had is answered as if nothing else had been asked for (TLS: %s)', async (isSecure) => {
  const asked = 'POST /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: 4\r\n\r\nbody';
  expect(await say(`${asked}GET / HTTP/1.1\r\n${last}\r\n`, isSecure)).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*POST 2 body[^]*GET 1 $/);
  expect(await say('GET /session HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n', isSecure)).toBe('HTTP/1.1 101 Switching Protocols\r\n\r\n');
});

test.each([false, true])('a request with a long body is read whole while the answer before it still waits to be read (TLS: %s)', async (isSecure) => {
  const socket: Socket = isSecure ? connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false }) : connect(port, '127.0.0.1');
  // Go's clients begin with small records too: several of them are read at once.
  if (socket instanceof TLSSocket) socket.setMaxSendFragment(1024);
  const parts: Buffer[] = [];
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const body = 'x'.repeat(200_000);
  socket.on('data', (part: Buffer) => {
    parts.push(part);
    if (parts.length > 1) return;
    // What was asked for is on its way and cannot all get here: now the next request comes, in many of TLS' records.
    socket.pause();
    socket.write(`POST /a HTTP/1.1\r\n${last}Content-Length: ${body.length}\r\n\r\n${body}`, () => setTimeout(() => socket.resume(), 100));
  });
  socket.write('GET /much HTTP/1.1\r\nHost: x\r\n\r\n');
  await ended;
  const text = Buffer.concat(parts).toString();
  expect(text.slice(text.lastIndexOf('\r\n\r\n') + 4, -body.length)).toBe('POST 2 ');
  expect(text).not.toContain('400 Bad Request');
});
