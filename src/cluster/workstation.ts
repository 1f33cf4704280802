import { base64EncodeText } from '../base/index.ts';
import { etcdLimits } from '../etcd/index.ts';
import { kubectl } from '../kubectl/index.ts';
import { Capture, FileError, emptyInput, joinPath, parentOf } from '../machine/index.ts';
import type { Program, Sandbox } from '../machine/index.ts';
import { etcdctl, etcdutl, machineTool, openShell } from '../programs/index.ts';
import type { ShellSession } from '../programs/index.ts';
import type { Process } from '../kernel/index.ts';
import type { Machine } from './machine.ts';
import { orreryCommand } from './orrery-command.ts';
import { machineSandbox } from './sandboxes.ts';
import { administrator } from './administrator.ts';
import type { World } from './world.ts';

const home = '/root';

/** What a person's shell begins with. */
const environment: ReadonlyMap<string, string> = new Map([
  ['HOME', home],
  ['USER', 'root'],
  ['LOGNAME', 'root'],
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['SHELL', '/bin/bash'],
  ['TERM', 'xterm-256color'],
  ['LANG', 'C.UTF-8'],
  ['KUBECTL_EXTERNAL_DIFF', 'diff -u -N'],
]);

/** A command that was typed, while it runs and after. */
export interface Execution {
  /** What it has written so far, to both outputs, as it came. */
  readonly output: string;
  /** Its exit status; undefined while it runs. */
  readonly status: number | undefined;
  /** Ends it as by Ctrl-C. */
  end(): void;
}

/** The person's own machine: a home directory with a kubeconfig, and a shell that keeps its directory and variables. */
export class Workstation {
  readonly sandbox: Sandbox;
  /** What was typed last, by a session or in a terminal. */
  lastCommand = '';
  private readonly world: World;
  private opened: ShellSession | undefined;

  constructor(world: World, machine: Machine) {
    this.world = world;
    const orrery = orreryCommand(world);
    const own: Readonly<Record<string, Program>> = { kubectl, k: kubectl, orrery, etcdctl: etcdctl(() => endpointsOf(world)), etcdutl: etcdutl(world.memberMachines.directories) };
    this.sandbox = machineSandbox(machine, machine.disk, (name) => own[baseName(name)] ?? machineTool(baseName(name)));
    machine.disk.makeDirectory(`${home}/.kube`, { parents: true });
    machine.disk.makeDirectory('/tmp', { parents: true });
    machine.disk.makeDirectory('/etc', { parents: true });
    machine.disk.write('/etc/hostname', 'workstation\n');
    machine.disk.write('/etc/hosts', hostsFile(world));
    const [server] = world.servers;
    if (server) machine.disk.write(`${home}/.kube/config`, kubeconfig(world, server));
  }

  /** Its shell, which is opened by the first command. */
  private get session(): ShellSession {
    return (this.opened ??= openShell(this.sandbox, { env: environment, cwd: home }));
  }

  get home(): string {
    return home;
  }

  /** A machine is new in the network. */
  learnName(address: string, name: string): void {
    this.sandbox.files.append('/etc/hosts', `${address}\t${name}\n`);
  }

  get environment(): ReadonlyMap<string, string> {
    return environment;
  }

  /** Types a command into the session's shell; it runs when the world does. `ended` is told what it said. */
  execute(command: string, ended?: (output: string) => void): Execution {
    const { world, session } = this;
    const { kernel } = world;
    const capture = new Capture();
    let status: number | undefined;
    const body = function* (): Process {
      status = yield* session.execute(command, { stdin: emptyInput, stdout: capture, stderr: capture });
      ended?.(capture.text);
    };
    this.lastCommand = command;
    kernel.cause = 0;
    kernel.record('input', 'workstation', { type: 'input', command });
    kernel.spawn('workstation/session', body(), this.sandbox.group);
    kernel.cause = 0;
    return {
      get output() {
        return capture.text;
      },
      get status() {
        return status;
      },
      end() {
        session.interrupt();
        status ??= 124;
      },
    };
  }

  /** Writes a file, relative to the shell's directory; gives what went wrong, if anything. */
  write(path: string, text: string): string | undefined {
    const target = joinPath(this.session.cwd, path);
    const { files } = this.sandbox;
    try {
      files.makeDirectory(parentOf(target), { parents: true });
      files.write(target, text);
      return undefined;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return error.message;
    }
  }
}

/** Where etcdctl finds the members when it is not told: all that serve clients, or could. */
function endpointsOf(world: World): string {
  return world.members.filter(({ process }) => !process?.isLearner).map(({ host }) => `${host.stack.address}:${etcdLimits.clientPort}`).join(',');
}

/** As kubeadm writes it. */
function kubeconfig({ keys }: World, { address, port }: World['servers'][number]): string {
  const { certificate, key } = keys.issue(administrator.name, administrator.group);
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64EncodeText(keys.authority.certificate)}
    server: https://${address}:${port}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
users:
- name: kubernetes-admin
  user:
    client-certificate-data: ${base64EncodeText(certificate)}
    client-key-data: ${base64EncodeText(key)}
`;
}

function hostsFile(world: World): string {
  const machines = [...world.machines.values()].map(({ host, name }) => `${host.stack.address}\t${name}`);
  return ['127.0.0.1\tlocalhost', ...machines, ''].join('\n');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
