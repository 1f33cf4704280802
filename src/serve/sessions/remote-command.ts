// Exec and attach as Kubernetes' clients know them: input, two outputs, the size of a terminal, and a Status at the end.
// Upstream: k8s.io/apimachinery pkg/util/remotecommand, k8s.io/kubelet pkg/cri/streaming/remotecommand

import { RawTextReader, isObject, isRaw, rawBytes } from '../../base/index.ts';
import type { SessionFrame } from '../../kinds/index.ts';
import type { NetworkError } from '../../network/index.ts';

/** How a remote command ended. */
export interface CommandStatus {
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: object;
  readonly code?: number;
}

/** Where the output of a remote command goes. */
export interface CommandOutput {
  /** What runs, where its end is told in the words of who ran it; undefined where the API server translates them. */
  readonly command: readonly string[] | undefined;
  /** False when no more is wanted for now. */
  write(stream: 'stdout' | 'stderr', bytes: Buffer): boolean;
  /** The command has ended, as a Status says it; nothing follows. */
  finish(status: CommandStatus): void;
}

/** Whether the query of a request asks for an input, an output or a terminal. */
export function isWanted(query: URLSearchParams, name: string): boolean {
  return ['true', '1'].includes(query.get(name) ?? '');
}

/** The frame that a payload of a session is, if it is one. */
export function frameOf(payload: unknown): SessionFrame | undefined {
  return isObject(payload) && typeof payload['on'] === 'string' ? (payload as SessionFrame) : undefined;
}

/** The bytes that a text of the world stands for. */
export function bytesOfText(text: string): Buffer {
  return Buffer.from(isRaw(text) ? rawBytes(text) : text);
}

/** Passes a frame of the world on; false when no more is wanted for now. */
export function passFrame(frame: SessionFrame, output: CommandOutput): boolean {
  switch (frame.on) {
    case 'stdout':
    case 'stderr': return output.write(frame.on, bytesOfText(frame.text));
    case 'exit':
      output.finish(frame.status === 0 ? success : exited(frame.status, output.command));
      return true;
    case 'error':
      // The words that `failed` puts before it may be there already; who translates puts them there once more.
      output.finish(failed(frame.message.replace(output.command ? /^(Internal error occurred: )+/ : /^Internal error occurred: /, '')));
      return true;
    case 'stdin':
    case 'stdin.end':
    case 'resize': return true;
  }
}

const success: CommandStatus = { metadata: {}, status: 'Success' };

function exited(status: number, command: readonly string[] | undefined): CommandStatus {
  const why = command ? `error executing command [${command.join(' ')}], exit code ${status}` : `command terminated with exit code ${status}`;
  return {
    metadata: {}, status: 'Failure', message: `command terminated with non-zero exit code: ${why}`,
    reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: String(status) }] },
  };
}

/** What is said when a session ends otherwise than by its command's end. */
export function failed(message: string): CommandStatus {
  return { metadata: {}, status: 'Failure', message: `Internal error occurred: ${message}`, reason: 'InternalError', details: { causes: [{ message }] }, code: 500 };
}

/** How a session that ended without a word ended. */
export function endOf(error: NetworkError | undefined): CommandStatus {
  return error ? failed(error.message) : success;
}

/** Bytes of an input as frames; a character may be cut between two pieces. */
export class InputFrames {
  private readonly reader = new RawTextReader();

  stdin(bytes: Uint8Array): SessionFrame {
    return { on: 'stdin', text: this.reader.take(bytes) };
  }

  /** The end of the input, after what was left of it. */
  end(): readonly SessionFrame[] {
    const text = this.reader.end();
    return [...(text === '' ? [] : [{ on: 'stdin', text } as const]), { on: 'stdin.end' }];
  }

  /** What a client says of its terminal's size as JSON; undefined when it cannot be read. */
  resize(text: string): SessionFrame | undefined {
    try {
      const size: unknown = JSON.parse(text);
      if (!isObject(size)) return undefined;
      const { Width: columns, Height: rows } = size;
      return typeof columns === 'number' && typeof rows === 'number' ? { on: 'resize', columns, rows } : undefined;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return undefined;
    }
  }
}
