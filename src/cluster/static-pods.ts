import { ended, race } from '../kernel/index.ts';
import type { ProcessGroup, RunningProcess } from '../kernel/index.ts';
import type { PodInput } from '../kinds/index.ts';
import type { Image, Program, ProgramContext } from '../machine/index.ts';
import { parseReference } from '../node/index.ts';
import type { ClusterNode } from '../node/index.ts';
import { GroupComponent } from './machine.ts';
import type { Component, ComponentKind } from './machine.ts';

/** A component of the control plane that a kubelet runs, as kubeadm sets it up. */
export interface StaticPodOptions {
  readonly name: string;
  readonly kind: ComponentKind;
  readonly version: string;
  /** CPU that its Pod asks for. */
  readonly cpu: string;
  readonly node: ClusterNode;
  readonly parent: ProcessGroup;
  /** Starts its processes in the group; gives the one whose end is the component's end. */
  readonly begin: (group: ProcessGroup) => RunningProcess | undefined;
}

/**
 * A component that runs in a static Pod: the machine has a manifest, its kubelet starts the container, and the container's
 * program is the component. The API shows a mirror of the Pod.
 */
export class StaticPodComponent implements Component {
  readonly name: string;
  readonly kind: ComponentKind;
  private readonly options: StaticPodOptions;
  private readonly inner: GroupComponent;

  constructor(options: StaticPodOptions) {
    const { name, kind, node, parent } = options;
    this.name = name;
    this.kind = kind;
    this.options = options;
    this.inner = new GroupComponent({ name, kind, parent, begin: (group) => (this.main = options.begin(group)) });
    const reference = parseReference(imageName(options));
    if (!('error' in reference)) node.runtime.images.preload(reference, this.image());
  }

  private main: RunningProcess | undefined;
  private isInstalled = false;

  get isRunning(): boolean {
    return this.inner.isRunning;
  }

  get isFrozen(): boolean {
    return this.inner.isFrozen;
  }

  /** Writes the manifest, unless the machine has only been switched on again: its disk is as it was left. */
  start(): void {
    if (this.isInstalled) return;
    this.isInstalled = true;
    this.options.node.addManifest(`${this.name}.yaml`, manifestOf(this.options));
  }

  stop(): void {
    const { node } = this.options;
    if (node.host.isUp) {
      this.isInstalled = false;
      node.removeManifest(`${this.name}.yaml`);
    }
    this.inner.stop();
  }

  setFrozen(isFrozen: boolean): void {
    this.inner.setFrozen(isFrozen);
  }

  private image(): Image {
    const { name } = this;
    return {
      digest: `sha256:${[...name].map((letter) => letter.charCodeAt(0).toString(16)).join('').padEnd(64, '0').slice(0, 64)}`,
      layers: [{ digest: `sha256:${name}`, sizeBytes: 25_000_000 }],
      entrypoint: [name],
      command: [],
      env: {},
      workingDirectory: '/',
      user: '',
      exposedPorts: [],
      fill: () => undefined,
      findProgram: (wanted) => (wanted === name ? this.program() : undefined),
    };
  }

  /** Lives as long as the component does, and takes it along when the container is stopped. */
  private program(): Program {
    const { inner } = this;
    const main = (): RunningProcess | undefined => this.main;
    return function* (context: ProgramContext) {
      context.traps.set('SIGTERM', () => undefined);
      inner.start();
      const running = main();
      try {
        yield* race(running ? [context.signalled, ended(running)] : [context.signalled]);
      } finally {
        inner.stop();
      }
      return running?.isDone ? 1 : 0;
    };
  }
}

function imageName({ name, version }: StaticPodOptions): string {
  return `registry.k8s.io/${name}:${version}`;
}

function manifestOf(options: StaticPodOptions): PodInput {
  const { name, cpu } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'kube-system', labels: { component: name, tier: 'control-plane' } },
    spec: {
      hostNetwork: true,
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      containers: [{ name, image: imageName(options), command: [name], resources: { requests: { cpu } } }],
    },
  };
}
