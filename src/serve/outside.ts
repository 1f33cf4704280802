// What somebody outside the world asks the API server: a call over the simulated network, from the workstation's machine.

import { Signal } from '../kernel/index.ts';
import type { Process, RunningProcess } from '../kernel/index.ts';
import type { World } from '../cluster/index.ts';
import { isHttpResponse } from '../machine/index.ts';
import type { HttpRequest, HttpResponse } from '../machine/index.ts';
import { NetworkError } from '../network/index.ts';
import type { Connection, Reply, Stack } from '../network/index.ts';
import type { RealTime } from './real-time.ts';

/** What takes requests: the world and the clock by which they enter it. */
export interface Inside {
  readonly world: World;
  readonly time: RealTime;
}

/** Lets somebody's request into the world, as a process there; what it gives back takes the request out again. */
export function letIn({ world, time }: Inside, request: Process): () => void {
  let running: RunningProcess | undefined;
  time.enter(() => {
    running = world.kernel.spawn('an HTTP client', request, world.workstation.sandbox.group);
  });
  return () => {
    if (!running?.isDone) time.enter(() => running?.kill());
  };
}

/** Where an answer goes. Called while the world runs. */
export interface Recipient {
  /** The head, with the whole body unless a stream follows. */
  head(response: HttpResponse, isStream: boolean): void;
  /** A piece of a stream; false when no more is wanted until `drained` is notified. */
  piece(text: string): boolean;
  readonly drained: Signal;
  end(): void;
  /** The API server was not reached, or went away. */
  lost(error: NetworkError): void;
}

/** Asks an API server and passes its answer on. Killing the process ends the request. */
export function* ask(world: World, request: HttpRequest, to: Recipient): Process {
  let reply: Reply | undefined;
  try {
    reply = yield* call(world, request);
    if (!isHttpResponse(reply.payload)) throw new NetworkError('ECONNRESET', 'the server did not answer with HTTP');
    to.head(reply.payload, reply.stream !== undefined);
    if (!reply.stream) return;
    for (let piece = yield* reply.stream.next(); piece !== undefined; piece = yield* reply.stream.next()) {
      if (!to.piece(textOf(piece))) yield* to.drained.next();
    }
    to.end();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    to.lost(error);
  } finally {
    reply?.stream?.cancel();
  }
}

/** A frame of a session is no text of a body: only who upgrades sees those. */
function textOf(piece: unknown): string {
  return typeof piece === 'string' ? piece : '';
}

/** One request to the first API server that takes it. Throws NetworkError. */
function call(world: World, payload: HttpRequest): Process<Reply> {
  return atOneOf(world, (stack, { address, port }) => stack.call({ address, port, kind: 'request', payload }));
}

/** A connection to the first API server that takes one. Throws NetworkError. */
export function connect(world: World): Process<Connection> {
  return atOneOf(world, (stack, server) => stack.connect(server));
}

function* atOneOf<Result>(
  world: World,
  attempt: (stack: Stack, server: World['servers'][number]) => Process<Result>,
): Process<Result> {
  const { stack } = world.machine('workstation').host;
  let last: NetworkError | undefined;
  for (const server of world.servers) {
    try {
      return yield* attempt(stack, server);
    } catch (error) {
      // What was sent may have been done: only who did not get through asks the next.
      if (!(error instanceof NetworkError) || !error.message.startsWith('dial ')) throw error;
      last = error;
    }
  }
  throw last ?? new NetworkError('ECONNREFUSED', 'there is no API server');
}
