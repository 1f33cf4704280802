// HTTP of the real network, one request at a time: read, put to the API server inside the world, its answer written.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';
import { headerName } from '../base/index.ts';
import { Signal } from '../kernel/index.ts';
import type { HttpRequest, HttpResponse } from '../machine/index.ts';
import { shownCertificate } from './client-certificates.ts';
import type { Gate } from './gate.ts';
import { limits } from './limits.ts';
import { ask, letIn } from './outside.ts';
import type { Inside, Recipient } from './outside.ts';
import { decodeObject, isProtobuf } from './protobuf/decode-object.ts';
import { openApiWireType, wantsOpenApiWire } from './protobuf/encode-openapi.ts';
import { openApiWire } from './protobuf/openapi-wire.ts';
import { WireError } from './protobuf/wire-reader.ts';
import type { RealTime } from './real-time.ts';

/** What takes requests, with who guards the way in. */
export interface Entrance extends Inside {
  readonly gate: Gate;
}

// Upstream: k8s.io/apiserver pkg/endpoints/filters/authentication.go
export const unauthorized = { message: 'Unauthorized', reason: 'Unauthorized', code: 401 };

/** Answers one HTTP request by asking the world's API server. */
export function answer(inside: Entrance, request: IncomingMessage, response: ServerResponse): void {
  // Most have no body: what can be done at once needs no promise.
  if (hasBody(request)) void readBody(request).then((body) => admit(inside, request, response, body), (error: unknown) => turnAway(request, response, error));
  else admit(inside, request, response, nothing);
}

function admit(inside: Entrance, request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  try {
    const asked = inside.gate.pass(httpRequest(request, body), isEncrypted(request));
    if (asked) put(inside, asked, response);
    else refuse(request, response, unauthorized);
  } catch (error) {
    turnAway(request, response, error);
  }
}

function turnAway(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (error instanceof TooLargeError) refuse(request, response, tooLarge);
  else if (error instanceof WireError) refuse(request, response, { message: error.message, reason: 'BadRequest', code: 400 });
  else if (error instanceof Error && 'code' in error) response.destroy(); // it went away while it spoke
  else throw error;
}

/** Puts a request to the API server inside the world. */
function put(inside: Inside, asked: HttpRequest, response: ServerResponse): void {
  // The world speaks in text: what a client wants in protobuf is asked for as JSON.
  const isWire = wantsOpenApiWire(asked.path, asked.headers['accept']);
  const admitted = isWire ? { ...asked, headers: { ...asked.headers, accept: 'application/json' } } : asked;
  const recipient = new SocketRecipient(inside, admitted, response, isWire);
  inside.time.owe(recipient);
  const takeBack = letIn(inside, ask(inside.world, admitted, recipient));
  // A client that goes away before its answer has ended takes the request back.
  response.on('close', () => {
    inside.time.settle(recipient);
    takeBack();
  });
}

/** A request as it travels in the world, where bodies are text. Throws WireError for a body that is not the protobuf it says. */
export function httpRequest(request: IncomingMessage, body: Buffer): HttpRequest {
  const { method = 'GET', url = '/', headers } = request;
  const plain = plainHeaders(headers);
  const isWire = body.length > 0 && isProtobuf(plain['content-type']);
  const certificate = shownCertificate(request);
  return {
    type: 'http.request', method, path: url, isSecure: true, ...(certificate === undefined ? undefined : { certificate }),
    headers: isWire ? { ...plain, 'content-type': 'application/json' } : plain,
    body: isWire ? JSON.stringify(decodeObject(body)) : body.toString('utf8'),
  };
}

/** Whether a request came by TLS. */
export function isEncrypted({ socket }: IncomingMessage): boolean {
  return 'encrypted' in socket;
}

function plainHeaders(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return plain;
}

const nothing = Buffer.alloc(0);

class TooLargeError extends Error {}

function hasBody({ headers: { 'content-length': announced, 'transfer-encoding': encoding } }: IncomingMessage): boolean {
  return encoding !== undefined || (announced !== undefined && announced !== '0');
}

/** The whole body. Throws TooLargeError when it is larger than the API server reads. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (!hasBody(request)) return nothing;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > limits.bodyBytes) throw new TooLargeError();
    parts.push(part);
  }
  return length === 0 ? nothing : Buffer.concat(parts, length);
}

// Upstream: k8s.io/apiserver pkg/endpoints/handlers/rest.go limitedReadBody
const tooLarge = { message: `Request entity too large: limit is ${limits.bodyBytes}`, reason: 'RequestEntityTooLarge', code: 413 };

/** Why the door itself refuses. */
interface Refusal {
  readonly message: string;
  readonly reason: string;
  readonly code: number;
}

/** A refusal as the API server would word it. */
export function failureStatus(why: Refusal): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', ...why };
}

function refuse(request: IncomingMessage, response: ServerResponse, why: Refusal): void {
  const body = `${JSON.stringify(failureStatus(why))}\n`;
  response.writeHead(why.code, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), connection: 'close' });
  response.end(body);
  request.resume();
}

/** Writes an answer of the world to a socket. */
class SocketRecipient implements Recipient {
  readonly drained = new Signal('a client that reads');
  private readonly time: RealTime;
  private readonly asked: HttpRequest;
  private readonly response: ServerResponse;
  private readonly isWire: boolean;

  /** @param isWire whether a document of OpenAPI is to be written in protobuf */
  constructor({ time }: Inside, asked: HttpRequest, response: ServerResponse, isWire: boolean) {
    this.time = time;
    this.asked = asked;
    this.isWire = isWire;
    this.response = response;
  }

  head(answer: HttpResponse, isStream: boolean): void {
    const { response } = this;
    this.time.settle(this);
    const { status, headers } = answer;
    const body = this.isWire && status === 200 ? openApiWire(answer) : answer.body;
    const all = typeof body === 'string' ? headers : { ...headers, 'content-type': openApiWireType };
    response.sendDate = false;
    response.removeHeader('connection'); // else Node says how it goes on
    if (isStream) {
      response.on('drain', () => this.time.enter(() => this.drained.notify()));
      response.writeHead(status, writtenHeaders(all));
      response.flushHeaders();
      if (body !== '') response.write(body);
      return;
    }
    const length = Buffer.byteLength(body);
    if (length >= limits.gzipBytes && /\bgzip\b/.test(this.asked.headers['accept-encoding'] ?? '')) {
      gzip(body, { level: limits.gzipLevel }, (error, packed) => {
        if (error) return response.destroy(error);
        response.writeHead(status, writtenHeaders({ ...all, 'content-encoding': 'gzip', vary: 'Accept-Encoding' }, packed.length));
        return response.end(packed);
      });
      return;
    }
    response.writeHead(status, writtenHeaders(all, length));
    response.end(body); // as text, which Node sends with the head in one piece
  }

  piece(text: string): boolean {
    this.response.write(text);
    return this.response.writableLength < limits.socketBytes;
  }

  end(): void {
    this.response.end();
  }

  /** Nobody answers any more: as behind a load balancer whose servers are away, the connection ends. */
  lost(): void {
    this.time.settle(this);
    this.response.destroy();
  }
}

/** Headers in the order in which Go writes them, without those that are between this server and its client: how the connection goes on. */
// Upstream: net/http Header.Write and extraHeader
function writtenHeaders(headers: HttpResponse['headers'], length?: number): Readonly<Record<string, string | string[]>> {
  const written: Record<string, string | string[]> = {};
  // What is served as a file says its length itself, so it stands among the others.
  const told = length !== undefined && 'accept-ranges' in headers ? { ...headers, 'content-length': String(length) } : headers;
  for (const name of Object.keys(told).sort()) {
    const value = told[name] ?? '';
    if (name === 'transfer-encoding' || name === 'connection' || name === 'date' || (name === 'content-length' && told === headers)) continue;
    // Each warning has a line of its own: together they may be longer than clients take a header to be.
    written[headerName(name)] = name === 'warning' ? (value.match(/299 - "(?:[^"\\]|\\.)*"/g) ?? value) : value;
  }
  written['Date'] = new Date().toUTCString();
  if (length !== undefined) written['Content-Length'] ??= String(length);
  return written;
}
