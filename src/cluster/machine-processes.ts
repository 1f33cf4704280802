// Upstream: proc(5), systemd(1): what `ps` shows on a machine of a cluster
import { asSeen } from '../machine/index.ts';
import type { Child, ForeignProcess, UnixSignal } from '../machine/index.ts';
import type { ClusterNode } from '../node/index.ts';
import type { Component, Machine } from './machine.ts';

/** systemd's RestartSec= of kubeadm's units: what was killed is there again after that. */
const restartMs = 10_000;
const [firstDaemon, firstInContainers] = [400, 20_000];

/** A daemon of a machine, and how it is stopped and started again. */
interface Daemon extends Pick<Component, 'isFrozen' | 'isRunning' | 'setFrozen' | 'start' | 'stop'> {
  readonly argv: readonly string[];
}

/** The processes of a machine that nobody has started from a shell there: its daemons, and what runs in its containers. */
export class MachineProcesses {
  private readonly machine: Machine;
  private readonly node: () => ClusterNode | undefined;
  private readonly ids = new WeakMap<Child, number>();
  private nextId = firstInContainers;

  constructor(machine: Machine, node: () => ClusterNode | undefined) {
    this.machine = machine;
    this.node = node;
  }

  list(): readonly ForeignProcess[] {
    const init = [process(1, 0, ['/sbin/init']), process(firstDaemon - 1, 1, ['/usr/sbin/sshd', '-D'])];
    const daemons = this.daemons().flatMap((daemon, index) => (daemon.isRunning ? [this.seen(daemon, firstDaemon + index)] : []));
    return [...init, ...daemons, ...this.inContainers()];
  }

  private daemons(): readonly Daemon[] {
    const node = this.node();
    return [...(node ? nodeDaemons(this.machine.name, node) : []), ...this.machine.components.filter(({ kind }) => kind === 'etcd').map(ofComponent)];
  }

  private seen(daemon: Daemon, pid: number): ForeignProcess {
    return { ...process(pid, 1, daemon.argv), isStopped: daemon.isFrozen, signal: (signal) => this.signal(daemon, signal) };
  }

  private signal(daemon: Daemon, signal: UnixSignal): void {
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') {
      daemon.setFrozen(signal === 'SIGSTOP');
    } else if (endings.has(signal)) {
      daemon.setFrozen(false); // what comes back does not stand still
      daemon.stop();
      this.machine.host.network.kernel.after(restartMs, () => {
        if (this.machine.isOn) daemon.start();
      });
    }
  }

  private *inContainers(): Generator<ForeignProcess, void, undefined> {
    for (const pod of this.node()?.runtime.pods.values() ?? []) {
      for (const { processes } of new Map(pod.running.map((container) => [container.processes, container])).values()) {
        if (processes === this.machine.processes) continue;
        for (const child of processes.list()) {
          yield { ...asSeen(child), pid: this.idOf(child), parent: 1, signal: (signal) => signalFromOutside(processes, child.pid, signal) };
        }
      }
    }
  }

  /** The machine counts the processes of containers by ids of its own. */
  private idOf(child: Child): number {
    let id = this.ids.get(child);
    if (id === undefined) this.ids.set(child, (id = this.nextId++));
    return id;
  }
}

const endings: ReadonlySet<UnixSignal> = new Set(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGTERM']);

/** From outside its namespace a container's first process is no different from others for SIGKILL. */
function signalFromOutside(processes: { killFromOutside(pid: number): void; signal(pid: number, signal: UnixSignal): boolean }, pid: number, signal: UnixSignal): void {
  if (signal === 'SIGKILL') processes.killFromOutside(pid);
  else processes.signal(pid, signal);
}

const process = (pid: number, parent: number, argv: readonly string[]): ForeignProcess => ({ pid, parent, argv, startedMs: 0, isStopped: false, uid: 0, signal: () => undefined });

function nodeDaemons(name: string, node: ClusterNode): readonly Daemon[] {
  return [
    { argv: ['/usr/bin/containerd'], isRunning: true, isFrozen: false, stop: () => undefined, start: () => undefined, setFrozen: () => undefined },
    {
      argv: ['/usr/bin/kubelet', '--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf', '--kubeconfig=/etc/kubernetes/kubelet.conf', '--config=/var/lib/kubelet/config.yaml'],
      isRunning: node.kubelet !== undefined, isFrozen: node.isKubeletFrozen, stop: () => node.stopKubelet(), start: () => node.startKubelet(),
      setFrozen: (isFrozen) => (isFrozen ? node.freezeKubelet() : node.thawKubelet()),
    },
    {
      argv: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf', `--hostname-override=${name}`],
      isRunning: node.isProxyRunning, isFrozen: false, stop: () => node.stopProxy(), start: () => node.startProxy(), setFrozen: () => undefined,
    },
  ];
}

const ofComponent = (component: Component): Daemon => ({
  argv: [`/usr/bin/${component.name}`],
  get isRunning() {
    return component.isRunning;
  },
  get isFrozen() {
    return component.isFrozen;
  },
  stop: () => component.stop(),
  start: () => component.start(),
  setFrozen: (isFrozen) => component.setFrozen(isFrozen),
});
