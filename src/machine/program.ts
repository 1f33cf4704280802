import type { FewMap } from '../base/index.ts';
import type { Kernel, Process, ProcessGroup, RandomStream, Signal } from '../kernel/index.ts';
import type { Stack } from '../network/index.ts';
import type { DiskSpace } from './disk.ts';
import type { FileSystem } from './file-system.ts';
import type { ProcessTable } from './process-table.ts';
import type { Readable, Writable } from './pipe.ts';
import type { Terminal } from './terminal.ts';

export type UnixSignal = 'SIGHUP' | 'SIGINT' | 'SIGQUIT' | 'SIGKILL' | 'SIGTERM' | 'SIGPIPE' | 'SIGSTOP' | 'SIGCONT' | 'SIGCHLD' | 'SIGUSR1' | 'SIGUSR2';

/** Numbers of the signals: an exit status of 128 + n means "killed by it". */
export const signalNumbers: Readonly<Record<UnixSignal, number>> = {
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGUSR1: 10, SIGUSR2: 12, SIGPIPE: 13, SIGTERM: 15, SIGCHLD: 17, SIGCONT: 18, SIGSTOP: 19,
};

/** What the programs of a sandbox use, as they say themselves; a container that uses more memory than its limit is killed. */
export interface ResourceUse {
  /** Of all its programs together, in bytes. */
  readonly memoryBytes: number;
  /** Of all its programs together, in thousandths of a processor. */
  readonly cpuMilli: number;
  /** A program says what it uses now, until it ends or says something else. */
  set(pid: number, use: { readonly memoryBytes?: number; readonly cpuMilli?: number }): void;
}

/** What a program knows of its surroundings. A program is started in a sandbox: a machine's own, or a container's. */
export interface Sandbox {
  readonly name: string;
  readonly kernel: Kernel;
  readonly group: ProcessGroup;
  readonly files: FileSystem;
  /** The room on the disk that `/` is on. */
  readonly space: DiskSpace;
  /** What `/` is mounted from, for a machine its disk; the layers of an image when absent. */
  readonly rootDevice?: string;
  readonly stack: Stack;
  readonly hostname: string;
  readonly processes: ProcessTable;
  /** Programs that can be started by name or path; undefined: not found. */
  readonly findProgram: (name: string) => Program | undefined;
  /** Where programs say what they use; only containers keep account. */
  readonly use?: ResourceUse;
  /** Who its programs run as; root when absent. */
  readonly user?: { readonly uid: number; readonly gid: number; readonly groups: readonly number[] };
}

/** One running program. */
export interface ProgramContext {
  readonly sandbox: Sandbox;
  readonly pid: number;
  /** The name it was called by comes first. */
  readonly argv: readonly string[];
  readonly env: Map<string, string>;
  cwd: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Signals it handles itself; others do what they do by default (end it, for those that end). */
  readonly traps: FewMap<UnixSignal, () => void>;
  /** Notified when a trapped signal came. */
  readonly signalled: Signal;
  /** What those it makes files for may not do with them; 022 unless it was told otherwise. */
  readonly umask: number;
  /** The terminal that it was started from, whatever its input and output are. */
  readonly terminal?: Terminal;
}

/** A program: runs to its exit status (0–255). It may be killed at any wait. */
export type Program = (context: ProgramContext) => Process<number>;

/** The stream of random numbers of a program's sandbox. */
export function randomOf({ sandbox: { kernel, name } }: Pick<ProgramContext, 'sandbox'>): RandomStream {
  return kernel.random(`program ${name}`);
}
