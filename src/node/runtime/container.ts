// Upstream: containerd and runc, as the CRI shows them
import { Signal, race, timeout } from '../../kernel/index.ts';
import type { Kernel, Process, ProcessGroup, Waitable } from '../../kernel/index.ts';
import { DeviceFiles, MountedFiles, mountLines, Pipe, ProcessTable, Terminal, UserFiles, emptyInput, signalNumbers } from '../../machine/index.ts';
import type { Child, FileSystem, Readable, Sandbox, UnixSignal, Writable } from '../../machine/index.ts';
import type { ResourceRequirements } from '../../kinds/index.ts';
import type { Stack } from '../../network/index.ts';
import { limits } from '../limits.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { ContainerUser, Powers } from './capabilities.ts';
import { ContainerLog } from './container-log.ts';
import type { LogWriter } from './container-log.ts';
import { ContainerUse, WatchedSpace } from './container-use.ts';
import type { StoredImage } from './image-store.ts';
import { OverlayFiles } from './overlay.ts';
import { ProcFiles } from './proc-files.ts';
import { systemFiles } from './system-files.ts';
import { terminalOutput } from './terminal-output.ts';

/** A file system in a container's tree. */
export interface ContainerMount {
  readonly path: string;
  readonly files: FileSystem;
  readonly from: string;
  readonly isReadOnly: boolean;
  /** It is known to be a file: no directory is made for it. */
  readonly isFile?: boolean;
}

/** Everything a container is made from. */
export interface ContainerConfig {
  readonly name: string;
  readonly attempt: number;
  readonly image: StoredImage;
  /** As the Pod names it. */
  readonly imageName: string;
  readonly argv: readonly string[];
  readonly env: Map<string, string>;
  readonly workingDirectory: string;
  readonly mounts: readonly ContainerMount[];
  readonly isReadOnlyRoot: boolean;
  readonly hasInput: boolean;
  readonly hasTerminal: boolean;
  readonly user: ContainerUser;
  readonly powers: Powers;
  readonly resources: ResourceRequirements;
  /** Bytes; 0 for none. */
  readonly memoryLimit: number;
  readonly stopSignal: UnixSignal;
  /** The container whose processes it joins, for an ephemeral one. */
  readonly target: string | undefined;
  /** Where its last words are read from when it has ended. */
  readonly terminationMessage: { readonly path: string; readonly fallsBackToLog: boolean };
}

/** What a container shares with the others of its Pod. */
export interface ContainerSurroundings {
  readonly kernel: Kernel;
  readonly group: ProcessGroup;
  readonly stack: Stack;
  readonly hostname: string;
  /** `namespace_pod` for names of processes. */
  readonly podName: string;
  /** Bytes that the machine's disk has. */
  readonly diskBytes: number;
  /** What the Pod's containers have at `/dev/shm`. */
  readonly sharedMemory: FileSystem;
  /** What the Pod's containers have at `/proc/sys`. */
  readonly kernelParameters: () => FileSystem;
  /** Told when the container has written more. */
  readonly grown: () => void;
  /** Told when the container has ended. */
  readonly exited: (container: Container) => void;
  /** Whether the machine is losing its power: then nobody is there to see how the container ended. */
  readonly isPowerLost: () => boolean;
  /** The processes that it shares with others; without it process 1 is its own. */
  readonly processes?: ProcessTable;
}

/** How a container ended. */
export interface ContainerExit {
  readonly code: number;
  readonly reason: string;
  readonly message?: string;
  readonly finishedMs: number;
}

/** A container: a root file system, a table of processes whose first one is the container, a log, an end. */
export class Container {
  readonly id: string;
  readonly config: ContainerConfig;
  readonly createdMs: number;
  readonly files: MountedFiles;
  readonly log: ContainerLog;
  readonly sandbox: Sandbox;
  readonly processes: ProcessTable;
  readonly use: ContainerUse;
  /** What its own layer takes on the disk. */
  readonly space: WatchedSpace;
  readonly ended: Signal;
  startedMs: number | undefined;
  exit: ContainerExit | undefined;
  /** What it was made with, or was given while it ran. */
  resources: ResourceRequirements;
  /** Input of the main program, when the Pod asks for one. */
  readonly input: Pipe | Terminal | undefined;
  private readonly surroundings: ContainerSurroundings;
  private readonly group: ProcessGroup;
  private readonly stdout: LogWriter;
  private mainPid = 1;
  private isOutOfMemory = false;

  constructor(config: ContainerConfig, surroundings: ContainerSurroundings) {
    const { kernel, stack, hostname, podName } = surroundings;
    this.config = config;
    this.surroundings = surroundings;
    this.createdMs = kernel.nowMs;
    this.id = kernel.random(`container ids ${stack.host.name}`).text(64, '0123456789abcdef');
    this.space = new WatchedSpace(surroundings.diskBytes, surroundings.grown);
    const root = new OverlayFiles(config.image.files, kernel.clock, () => this.space);
    this.files = new MountedFiles(root);
    for (const mount of config.mounts) {
      if (!mount.isFile && !root.exists(mount.path) && isDirectory(mount)) root.makeDirectory(mount.path, { parents: true });
      this.files.mount(mount.path, mount.files, mount);
    }
    root.isReadOnly = config.isReadOnlyRoot;
    this.log = new ContainerLog(kernel.clock);
    this.ended = new Signal(`the end of container ${config.name}`);
    this.stdout = this.log.writer('stdout');
    this.input = config.hasTerminal ? this.openTerminal() : config.hasInput ? new Pipe() : undefined;
    this.group = surroundings.group.subgroup(config.name);
    this.processes = surroundings.processes ?? new ProcessTable(() => this.sandbox, 1, { isNamespace: true });
    this.files.mount('/dev', new DeviceFiles(kernel, `${podName}/${config.name}`, root));
    this.files.mount('/dev/shm', surroundings.sharedMemory);
    this.files.mount('/proc', new ProcFiles(this.processes, config.powers, config.user, systemFiles(kernel, stack.host), () => mountLines(this.files, undefined)));
    this.files.mountLate('/proc/sys', surroundings.kernelParameters, !config.powers.isPrivileged);
    this.use = new ContainerUse(this.processes, () => this.runOutOfMemory());
    this.use.memoryLimit = config.memoryLimit;
    this.resources = config.resources;
    this.sandbox = {
      name: `${podName}/${config.name}`, kernel, stack, hostname,
      group: this.group, files: seenBy(config, this.files), space: this.space, processes: this.processes, use: this.use, user: config.user,
      findProgram: (name) => config.image.image.findProgram(name, this.files),
    };
  }

  get isRunning(): boolean {
    return this.startedMs !== undefined && this.exit === undefined;
  }

  /** Starts the main program. A command that cannot be started ends the container with 128 and gives the reason. */
  start(): string | undefined {
    const { argv, env, workingDirectory } = this.config;
    const program = this.sandbox.findProgram(argv[0] ?? '');
    if (!program) {
      const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${missingProgram(argv[0] ?? '')}`;
      this.finish({ code: 128, reason: 'StartError', message, finishedMs: this.surroundings.kernel.nowMs });
      return message;
    }
    const { input } = this;
    const { kernel } = this.surroundings;
    const terminal = input instanceof Terminal ? input : undefined;
    const errors = this.log.writer('stderr');
    const stdout = terminal ? terminalOutput(terminal, kernel.clock) : this.stdout;
    const stderr = terminal ? stdout : errors;
    this.startedMs = kernel.nowMs;
    const main = this.processes.start({
      program, argv, env, cwd: workingDirectory, stdin: this.config.hasInput && input ? input : emptyInput, stdout, stderr,
      sandbox: this.sandbox, ...(terminal ? { terminal } : {}),
    });
    this.mainPid = main.pid;
    main.process.onDone(() => {
      this.stdout.flush();
      errors.flush();
      this.mainEnded(main);
    });
    return undefined;
  }

  /** The main program's terminal: what it shows is what the container says, so it stands in the log too. */
  private openTerminal(): Terminal {
    const { columns, rows } = limits.terminal;
    return new Terminal({ columns, rows, show: (text) => this.stdout.put(text), interrupt: () => this.processes.interrupt(this.mainPid) });
  }

  /** Runs one more program in the container; undefined when there is none of that name. */
  exec(command: readonly string[], io: { readonly stdin: Readable; readonly stdout: Writable; readonly stderr: Writable; readonly terminal?: Terminal }): Child | undefined {
    const program = this.sandbox.findProgram(command[0] ?? '');
    if (!program) return undefined;
    return this.processes.start({
      program, argv: command, env: new Map(this.config.env), cwd: this.config.workingDirectory,
      stdin: io.stdin, stdout: io.stdout, stderr: io.stderr, sandbox: this.sandbox, ...(io.terminal ? { terminal: io.terminal } : {}),
    });
  }

  /** Asks the main program to end, and kills everything when it has not by then; `hurried` makes it ask again when that is. */
  *stop(untilMs: () => number, hurried: Waitable): Process {
    if (!this.isRunning) return;
    this.processes.signal(this.mainPid, this.config.stopSignal);
    const { kernel } = this.surroundings;
    for (let leftMs = untilMs() - kernel.nowMs; this.isRunning && leftMs > 0; leftMs = untilMs() - kernel.nowMs) {
      yield* race([this.ended, hurried, timeout(leftMs)]);
    }
    this.kill();
  }

  /** Ends everything in the container at once. */
  kill(): void {
    if (this.isRunning) this.processes.killFromOutside(this.mainPid);
  }

  /** The container's things are taken away. */
  dispose(): void {
    this.kill();
    this.group.dispose();
  }

  /** Waits for the end. */
  *wait(): Process {
    if (!this.exit) yield* this.ended.next();
  }

  private runOutOfMemory(): void {
    if (!this.isRunning) return;
    this.isOutOfMemory = true;
    this.kill();
  }

  private mainEnded(main: Child): void {
    if (this.exit) return;
    this.group.kill();
    const finishedMs = this.surroundings.kernel.nowMs;
    if (this.surroundings.isPowerLost()) return this.finish({ code: 255, reason: 'Unknown', finishedMs });
    const code = main.status ?? 128 + signalNumbers.SIGKILL;
    const reason = this.isOutOfMemory ? 'OOMKilled' : code === 0 ? 'Completed' : 'Error';
    const message = this.lastWords(code);
    this.finish({ code, reason, finishedMs, ...(message === '' ? {} : { message }) });
  }

  private lastWords(code: number): string {
    const { path, fallsBackToLog } = this.config.terminationMessage;
    const said = this.files.exists(path) ? this.files.read(path).slice(0, limits.messageCharacters) : '';
    if (said !== '' || !fallsBackToLog || code === 0) return said;
    return this.log.tail(limits.messageLogLines, limits.messageLogCharacters);
  }

  private finish(exit: ContainerExit): void {
    this.exit = exit;
    this.log.finish();
    this.ended.notify();
    this.surroundings.exited(this);
  }
}

/** By which root does with files what it likes. */
const powersOverFiles = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'];

/** The container's files as its programs see them: root may do everything unless those powers were taken away. */
function seenBy({ user, powers }: ContainerConfig, files: FileSystem): FileSystem {
  const capabilities = user.uid === 0 ? capabilitiesOf(powers) : new Set<string>();
  return powersOverFiles.every((name) => capabilities.has(name)) ? files : new UserFiles(files, { ...user, capabilities });
}

/** Why a command cannot be run, as runc says it. */
export function missingProgram(name: string): string {
  return name.includes('/')
    ? `exec: "${name}": stat ${name}: no such file or directory`
    : `exec: "${name}": executable file not found in $PATH`;
}

function isDirectory(mount: ContainerMount): boolean {
  return mount.files.exists(mount.from) && mount.files.stat(mount.from).type === 'directory';
}
