// Upstream: systemd, systemctl(1); the units are those of kubeadm's packages and of Debian's etcd-server
import type { Process } from '../../kernel/index.ts';
import type { Program, ProgramContext } from '../../machine/index.ts';
import type { ClusterNode } from '../../node/index.ts';
import type { Component, Machine } from '../machine.ts';

/** A unit of a machine, and what can be done to it. */
interface Unit {
  readonly description: string;
  readonly documentation: string;
  readonly isActive: boolean;
  /** Starts or stops it, and gives whether it runs then. Absent where nothing here could be stopped. */
  readonly setActive?: (isActive: boolean) => boolean;
}

function unitsOf(machine: Machine, node: ClusterNode | undefined): Readonly<Record<string, Unit>> {
  const etcd = machine.component('etcd');
  return {
    ...(etcd ? { etcd: etcdUnit(etcd) } : {}),
    ...(node ? nodeUnits(machine, node) : {}),
    ssh: { description: 'OpenBSD Secure Shell server', documentation: 'man:sshd(8)', isActive: machine.host.isUp },
  };
}

function etcdUnit(etcd: Component): Unit {
  return {
    description: 'etcd - highly-available key value store', documentation: 'https://etcd.io/docs', isActive: etcd.isRunning,
    setActive: (isActive) => {
      if (isActive) etcd.start();
      else etcd.stop();
      return etcd.isRunning;
    },
  };
}

function nodeUnits({ host }: Machine, node: ClusterNode): Readonly<Record<string, Unit>> {
  return {
    kubelet: {
      description: 'kubelet: The Kubernetes Node Agent', documentation: 'https://kubernetes.io/docs/', isActive: node.kubelet !== undefined,
      setActive: (isActive) => {
        if (isActive) node.startKubelet();
        else node.stopKubelet();
        return isActive;
      },
    },
    containerd: { description: 'containerd container runtime', documentation: 'https://containerd.io', isActive: host.isUp },
  };
}

const quiet: ReadonlySet<string> = new Set(['daemon-reload', 'enable', 'disable', 'unmask']);

/** `systemctl status|start|stop|restart|is-active UNIT…`: a node's kubelet and a machine's member of etcd really stop and start. */
export function systemctl(machine: Machine, node: ClusterNode | undefined): Program {
  return function* (context) {
    const [verb = 'list-units', ...names] = context.argv.slice(1).filter((word) => !word.startsWith('-'));
    const units = unitsOf(machine, node);
    if (quiet.has(verb)) return 0;
    if (verb === 'list-units') return yield* listUnits(context, units);
    if (!['status', 'start', 'stop', 'restart', 'is-active', 'is-enabled'].includes(verb)) {
      yield* context.stderr.write(`Unknown command verb '${verb}'.\n`);
      return 1;
    }
    if (names.length === 0) {
      yield* context.stderr.write('Too few arguments.\n');
      return 1;
    }
    let status = 0;
    for (const name of names) status = (yield* actOn(context, verb, name.replace(/\.service$/, ''), units)) || status;
    return status;
  };
}

function* actOn(context: ProgramContext, verb: string, name: string, units: Readonly<Record<string, Unit>>): Process<number> {
  const unit = Object.hasOwn(units, name) ? units[name] : undefined;
  if (verb === 'is-active') {
    yield* context.stdout.write(unit?.isActive ? 'active\n' : 'inactive\n');
    return unit?.isActive ? 0 : 3;
  }
  if (!unit) {
    yield* context.stderr.write(verb === 'status' ? `Unit ${name}.service could not be found.\n` : `Failed to ${verb} ${name}.service: Unit ${name}.service not found.\n`);
    return verb === 'status' ? 4 : 5;
  }
  if (verb === 'is-enabled') {
    yield* context.stdout.write('enabled\n');
    return 0;
  }
  if (verb === 'status') {
    yield* context.stdout.write(statusText(name, unit));
    return unit.isActive ? 0 : 3;
  }
  if (!unit.setActive) {
    if (verb === 'start') return 0;
    yield* context.stderr.write(`Failed to ${verb} ${name}.service: Operation refused, unit ${name}.service may be requested by dependency only (it is configured to refuse manual start/stop).\n`);
    return 1;
  }
  if (verb !== 'start') unit.setActive(false);
  if (verb === 'stop' || unit.setActive(true)) return 0;
  yield* context.stderr.write(`Job for ${name}.service failed because the control process exited with error code.\nSee "systemctl status ${name}.service" and "journalctl -xeu ${name}.service" for details.\n`);
  return 1;
}

function statusText(name: string, { description, documentation, isActive }: Unit): string {
  return `${isActive ? '●' : '○'} ${name}.service - ${description}\n     Loaded: loaded (/lib/systemd/system/${name}.service; enabled; preset: enabled)\n`
    + `     Active: ${isActive ? 'active (running)' : 'inactive (dead)'}\n       Docs: ${documentation}\n`;
}

function* listUnits(context: ProgramContext, units: Readonly<Record<string, Unit>>): Process<number> {
  const rows = Object.entries(units).map(([name, { description, isActive }]) => `  ${`${name}.service`.padEnd(18)} loaded ${(isActive ? 'active   running' : 'inactive dead   ')} ${description}\n`);
  yield* context.stdout.write(`  ${'UNIT'.padEnd(18)} LOAD   ACTIVE   SUB     DESCRIPTION\n${rows.join('')}`);
  return 0;
}
