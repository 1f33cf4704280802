// Upstream: cmd/kube-scheduler, pkg/scheduler/scheduler.go
import { ApiClient, EventRecorder, InformerSet, runForLeader } from '../client/index.ts';
import type { ClientConfig } from '../client/index.ts';
import type { Kernel, Process, ProcessGroup } from '../kernel/index.ts';
import { defaultPlugins } from './default-plugins.ts';
import { limits } from './limits.ts';
import type { SchedulerPlugin } from './plugin.ts';
import type { QueuedPod } from './queue.ts';
import { SchedulingLoop } from './scheduling-loop.ts';

export interface SchedulerOptions {
  readonly kernel: Kernel;
  /** The processes of this instance; killed together. */
  readonly group: ProcessGroup;
  readonly client: Omit<ClientConfig, 'userAgent'>;
  /** Tells this instance from the standby ones. */
  readonly identity: string;
  readonly plugins?: readonly SchedulerPlugin[];
}

/** The scheduler as a component: waits for its Lease, then finds nodes for Pods until it loses it. */
export class Scheduler {
  /** What it sees of the cluster; absent while another instance leads. */
  informers: InformerSet | undefined;
  private readonly options: SchedulerOptions;
  private loop: SchedulingLoop | undefined;

  constructor(options: SchedulerOptions) {
    this.options = options;
  }

  /** The Pods that wait for a node; none while another instance leads. */
  get waiting(): readonly QueuedPod[] {
    return [...(this.loop?.queue.waiting ?? [])];
  }

  /** The main process: a lost lease ends the instance's work, and it stands for election again. */
  *run(): Process<never> {
    const { kernel, group, identity } = this.options;
    const client = this.makeClient('leader-election');
    for (;;) {
      const running = group.subgroup(`${identity}/scheduling`);
      yield* runForLeader({
        kernel,
        client,
        name: 'kube-scheduler',
        identity,
        onStarted: () => this.start(running),
        onStopped: () => undefined,
      });
      this.loop = undefined;
      this.informers = undefined;
      running.dispose();
    }
  }

  private start(group: ProcessGroup): void {
    const { kernel, plugins = defaultPlugins } = this.options;
    const client = this.makeClient('scheduler', limits.clientRate);
    const informers = new InformerSet(kernel, this.makeClient('shared-informers'));
    const recorder = new EventRecorder(kernel, this.makeClient('events', limits.clientRate), {
      component: 'default-scheduler',
      isNewStyle: true,
    });
    const spawn = (name: string, body: Process<unknown>): void => {
      kernel.spawn(name, body, group);
    };
    const loop = new SchedulingLoop({ kernel, client, informers, recorder, plugins, spawn });
    this.loop = loop;
    this.informers = informers;
    group.onKill(() => loop.queue.stop());
    informers.start(spawn);
    spawn('kube-scheduler events', recorder.run());
    spawn('kube-scheduler scheduling', loop.run());
  }

  private makeClient(purpose: string, rate?: ClientConfig['rate']): ApiClient {
    return new ApiClient({
      ...this.options.client,
      userAgent: `kube-scheduler/v1.36.3 (linux/amd64) kubernetes/${purpose}`,
      ...(rate ? { rate } : {}),
    });
  }
}

/** Makes a scheduler; it does nothing before `run` is a process. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  return new Scheduler(options);
}
