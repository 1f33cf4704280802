// Upstream: kube-controller-manager
import { ApiClient, EventRecorder, InformerSet, runForLeader } from '../../client/index.ts';
import type { ClientConfig } from '../../client/index.ts';
import type { Kernel, Process, ProcessGroup } from '../../kernel/index.ts';
import type { Controller, ControllerFactory } from './context.ts';
import { runWorker } from './worker.ts';

/** Requests a second that each controller allows itself. */
const clientRate = { perSecond: 20, burst: 30 }; // kube-controller-manager --kube-api-qps, --kube-api-burst

export interface ControllerManagerOptions {
  readonly kernel: Kernel;
  /** The processes of this manager; killed together. */
  readonly group: ProcessGroup;
  readonly client: Omit<ClientConfig, 'userAgent' | 'user'>;
  /** Tells this instance from the standby ones. */
  readonly identity: string;
  readonly factories: readonly ControllerFactory[];
}

/** The controller manager: waits for its Lease, then runs every controller until it loses it. */
export class ControllerManager {
  /** The controllers that run; empty while another instance leads. */
  controllers: readonly Controller[] = [];
  /** What they see of the cluster; absent while another instance leads. */
  informers: InformerSet | undefined;
  private readonly options: ControllerManagerOptions;

  constructor(options: ControllerManagerOptions) {
    this.options = options;
  }

  /** The main process: a lost lease ends the instance's work, and it stands for election again. */
  *run(): Process<never> {
    const { kernel, group, identity } = this.options;
    const client = this.makeClient('leader-election');
    for (;;) {
      const running = group.subgroup(`${identity}/controllers`);
      yield* runForLeader({
        kernel,
        client,
        name: 'kube-controller-manager',
        identity,
        onStarted: () => this.start(running),
        onStopped: () => undefined,
      });
      this.controllers = [];
      this.informers = undefined;
      running.dispose();
    }
  }

  private start(group: ProcessGroup): void {
    const { kernel, factories } = this.options;
    const informers = new InformerSet(kernel, this.makeClient('shared-informers'));
    this.informers = informers;
    const spawn = (name: string, body: Process<unknown>): void => {
      kernel.spawn(name, body, group);
    };
    const recorders = new Map<string, EventRecorder>();
    this.controllers = factories.map((factory) => {
      const { component } = factory;
      const client = this.makeClient(component, clientRate);
      const recorder = new EventRecorder(kernel, client, { component });
      recorders.set(component, recorder);
      return factory({ kernel, client, informers, recorder, random: kernel.random(component), spawn });
    });
    informers.start(spawn);
    for (const [component, recorder] of recorders) spawn(`${component} events`, recorder.run());
    spawn('controllers', this.startWhenSynced(informers, spawn));
  }

  private *startWhenSynced(informers: InformerSet, spawn: (name: string, body: Process<unknown>) => void): Process {
    yield* informers.waitForSync();
    for (const controller of this.controllers) {
      for (let i = 0; i < controller.workers; i++) spawn(`${controller.name}/${i}`, runWorker(this.options.kernel, controller));
      for (const process of controller.background ?? []) spawn(controller.name, process());
    }
  }

  private makeClient(purpose: string, rate?: ClientConfig['rate']): ApiClient {
    return new ApiClient({
      ...this.options.client,
      user: 'system:kube-controller-manager',
      userAgent: `kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/${purpose}`,
      ...(rate ? { rate } : {}),
    });
  }
}
