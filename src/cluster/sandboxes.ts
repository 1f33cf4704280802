import { DeviceFiles, MountedFiles, ProcessTable } from '../machine/index.ts';
import type { FileSystem, ForeignProcess, Program, Sandbox } from '../machine/index.ts';
import { serveSecureShell } from '../programs/index.ts';
import type { Machine } from './machine.ts';

/** Process ids of a machine's shells begin here; below are the system's own. */
const firstPid = 1_000;

/** Where programs of a machine itself run (not those of its containers). It dies with the machine. */
export function machineSandbox(machine: Machine, disk: FileSystem, findProgram: (name: string) => Program | undefined, foreign?: () => readonly ForeignProcess[]): Sandbox {
  const { host, name } = machine;
  const { kernel } = host.network;
  const files = new MountedFiles(disk);
  files.mount('/dev', new DeviceFiles(kernel, name, disk));
  const sandbox: Sandbox = {
    name,
    kernel,
    group: host.group.subgroup(`${name}/shell`),
    files,
    space: machine.disk.space,
    rootDevice: '/dev/vda1',
    stack: host.stack,
    hostname: name,
    processes: new ProcessTable(() => sandbox, firstPid, foreign ? { foreign } : {}),
    findProgram,
  };
  return sandbox;
}

/**
 * Lets whoever is root on another machine log in to this one, whenever it is on.
 * @param findProgram what can be started there
 * @param foreign what runs there already
 */
export function allowLogin(machine: Machine, findProgram: (name: string) => Program | undefined, foreign: () => readonly ForeignProcess[]): void {
  const { disk } = machine;
  disk.makeDirectory('/root', { parents: true });
  machine.serve(() => {
    const sandbox = machineSandbox(machine, disk, findProgram, foreign);
    machine.processes = sandbox.processes;
    serveSecureShell(sandbox, new Map([['HOME', '/root'], ['USER', 'root'], ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']]));
  });
}
