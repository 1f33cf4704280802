import { Kernel } from '../../kernel/index.ts';
import { Capture, DeviceFiles, Disk, MountedFiles, ProcessTable, textInput } from '../../machine/index.ts';
import type { Program, Sandbox } from '../../machine/index.ts';
import { Network } from '../../network/index.ts';
import type { Dialect } from '../shell/dialect.ts';
import { interpreterOf } from '../shell/find-command.ts';
import { ShellSession } from '../shell/session.ts';
import { machineTools } from '../tools/toolset.ts';

/** What a text printed and how it ended. */
export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

/** One machine with a shell, for tests. */
export interface TestMachine {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly sandbox: Sandbox;
  readonly disk: Disk;
  readonly session: ShellSession;
  /** Runs a text in the session to its end. */
  run(text: string, options?: { readonly stdin?: string; readonly withinMs?: number }): Outcome;
}

/** Makes a machine with the tools of a workstation, or others. */
export function testMachine(options: { readonly programs?: ReadonlyMap<string, Program>; readonly dialect?: Dialect } = {}): TestMachine {
  const kernel = new Kernel({ seed: 1 });
  const network = new Network(kernel);
  const host = network.addHost('workstation', 'workstation', '192.168.1.10');
  const disk = new Disk(() => kernel.nowMs);
  for (const directory of ['/bin', '/etc', '/tmp', '/home/me', '/dev']) disk.makeDirectory(directory, { parents: true });
  const files = new MountedFiles(disk);
  files.mount('/dev', new DeviceFiles(kernel, 'workstation', disk));
  const programs = options.programs ?? machineTools;
  const find = (name: string): Program | undefined => programs.get(name.replace(/^\/(usr\/)?(local\/)?s?bin\//, '')) ?? (name.includes('/') && disk.exists(name) ? interpreterOf(name, disk, find) : undefined);
  const table: ProcessTable = new ProcessTable(() => sandbox, 100);
  const sandbox: Sandbox = { name: 'workstation', kernel, group: host.group, files, space: disk.space, rootDevice: '/dev/vda1', stack: host.stack, hostname: 'workstation', processes: table, findProgram: find };
  const session = new ShellSession(sandbox, { cwd: '/home/me', env: new Map([['HOME', '/home/me'], ['PATH', '/usr/bin:/bin'], ['USER', 'me']]), ...(options.dialect ? { dialect: options.dialect } : {}) });
  return {
    kernel, network, sandbox, disk, session,
    run(text, { stdin = '', withinMs = 3_600_000 } = {}) {
      const out = new Capture();
      const err = new Capture();
      let status: number | undefined;
      kernel.spawn('test', (function* () {
        status = yield* session.execute(text, { stdin: textInput(stdin), stdout: out, stderr: err });
      })());
      kernel.run({ untilMs: kernel.nowMs + withinMs, condition: () => status !== undefined });
      if (kernel.failure) throw kernel.failure.error;
      return { out: out.text, err: err.text, status: status ?? -1 };
    },
  };
}
