// Sessions with a container: exec and attach, with or without input.
// Upstream: k8s.io/kubectl pkg/cmd/exec, client-go tools/remotecommand

import { isObject } from '../../base/index.ts';
import { race } from '../../kernel/index.ts';
import type { Process, Waitable } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { SessionFrame } from '../../kinds/index.ts';
import { Terminal } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection } from '../../network/index.ts';
import { CommandError } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { podsResource } from './pods.ts';

/** Which container is entered and how. */
export interface SessionRequest {
  readonly what: 'attach' | 'exec';
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command?: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
}

function isFrame(payload: unknown): payload is SessionFrame {
  return isObject(payload) && typeof payload['on'] === 'string';
}

/** Runs the session to its end; gives the exit status of the command. */
export function* runSession(kubectl: Kubectl, request: SessionRequest): Process<number> {
  try {
    return request.stdin ? yield* withInput(kubectl, request) : yield* withoutInput(kubectl, request);
  } catch (error) {
    if (error instanceof ApiError) throw new CommandError(error.reason === 'InternalError' ? error.message : `unable to upgrade connection: ${error.message}`);
    throw error;
  }
}

function bodyOf(kubectl: Kubectl, { what, container, command, stdin, tty }: SessionRequest): object {
  const { terminal } = kubectl.context;
  const size = tty && terminal ? { columns: terminal.columns, rows: terminal.rows } : undefined;
  return { container, stdin, tty, ...size, ...(what === 'exec' ? { command } : undefined) };
}

function* withoutInput(kubectl: Kubectl, request: SessionRequest): Process<number> {
  const { what, namespace, pod } = request;
  const { stream } = yield* kubectl.api.stream('create', { mapping: podsResource, namespace, name: pod, subresource: what, body: bodyOf(kubectl, request) });
  try {
    for (let payload = yield* stream.next(); payload !== undefined; payload = yield* stream.next()) {
      const status = isFrame(payload) ? yield* show(kubectl, payload) : undefined;
      if (status !== undefined) return status;
    }
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new CommandError(`error reading from error stream: ${error.message}`);
  } finally {
    stream.cancel();
  }
}

/** Passes a frame on; gives the exit status with the last one. */
function* show(kubectl: Kubectl, frame: SessionFrame): Process<number | undefined> {
  switch (frame.on) {
    case 'stdout':
      yield* kubectl.out(frame.text);
      return undefined;
    case 'stderr':
      yield* kubectl.err(frame.text);
      return undefined;
    case 'exit': return frame.status;
    case 'error': throw new CommandError(frame.message);
    case 'resize':
    case 'stdin':
    case 'stdin.end': return undefined;
  }
}

function* withInput(kubectl: Kubectl, request: SessionRequest): Process<number> {
  const connection = yield* kubectl.api.connect({
    mapping: podsResource, namespace: request.namespace, name: request.pod, subresource: request.what, body: bodyOf(kubectl, request),
  });
  try {
    const { stdin } = kubectl.context;
    return request.tty && stdin instanceof Terminal ? yield* pumpRaw(kubectl, connection, stdin) : yield* pump(kubectl, connection);
  } finally {
    connection.close();
  }
}

/** As `pump`, with a terminal that passes every key on: the far end makes lines and signals of them. */
function* pumpRaw(kubectl: Kubectl, connection: Connection, terminal: Terminal): Process<number> {
  terminal.setRaw(true);
  try {
    return yield* pump(kubectl, connection, terminal);
  } finally {
    terminal.setRaw(false);
  }
}

/** Input goes in and output comes out until the command ends. */
function* pump(kubectl: Kubectl, connection: Connection, terminal?: Terminal): Process<number> {
  const { stdin } = kubectl.context;
  const send = (frame: SessionFrame): void => connection.send(frame);
  let hasInput = true;
  for (;;) {
    const waits: Waitable[] = hasInput ? [connection.incoming, stdin.readable] : [connection.incoming];
    const ready = waits[yield* race(terminal ? [...waits, terminal.resized] : waits)];
    if (ready === connection.incoming) {
      const payload = yield* connection.receive();
      if (payload === undefined) return 0;
      const status = isFrame(payload) ? yield* show(kubectl, payload) : undefined;
      if (status !== undefined) return status;
    } else if (ready === undefined && terminal) send({ on: 'resize', columns: terminal.columns, rows: terminal.rows });
    else {
      const text = yield* stdin.read();
      hasInput = text !== undefined;
      send(text === undefined ? { on: 'stdin.end' } : { on: 'stdin', text });
    }
  }
}
