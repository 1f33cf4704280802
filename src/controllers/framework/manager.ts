// Upstream: kube-controller-manager
import { ApiClient, EventRecorder, InformerSet, runForLeader } from '../../client/index.ts';
import type { ClientConfig } from '../../client/index.ts';
import { Signal } from '../../kernel/index.ts';
import type { Kernel, Process, ProcessGroup } from '../../kernel/index.ts';
import type { ClusterKeys } from '../../kinds/index.ts';
import { AccountCredentials } from './account-credentials.ts';
import type { Controller, ControllerFactory } from './context.ts';
import { runWorker } from './worker.ts';

/** Requests a second that each controller allows itself. */
const clientRate = { perSecond: 20, burst: 30 }; // kube-controller-manager --kube-api-qps, --kube-api-burst

export interface ControllerManagerOptions {
  readonly kernel: Kernel;
  /** The processes of this manager; killed together. */
  readonly group: ProcessGroup;
  readonly client: Omit<ClientConfig, 'userAgent'>;
  /** With what the cluster signs. */
  readonly keys: ClusterKeys;
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
    const { kernel, factories, keys } = this.options;
    const informers = new InformerSet(kernel, this.makeClient('shared-informers'));
    this.informers = informers;
    const spawn = (name: string, body: Process<unknown>): void => {
      kernel.spawn(name, body, group);
    };
    const recorders = new Map<string, EventRecorder>();
    const accounts = new Map<string, AccountCredentials>();
    const root = this.makeClient('token-requests');
    this.controllers = factories.map((factory) => {
      const { component, account } = factory;
      const client = this.makeClient(component, clientRate, account === undefined ? undefined : credentialsOf(accounts, root, account));
      const recorder = new EventRecorder(kernel, client, { component });
      recorders.set(component, recorder);
      return factory({ kernel, client, keys, informers, recorder, random: kernel.random(component), spawn });
    });
    informers.start(spawn);
    spawn('controllers', this.startWhenSynced({ informers, accounts, recorders, spawn }));
  }

  private *startWhenSynced({ informers, accounts, recorders, spawn }: Parts): Process {
    yield* this.waitForTokens(accounts, spawn);
    for (const [component, recorder] of recorders) spawn(`${component} events`, recorder.run());
    yield* informers.waitForSync();
    for (const controller of this.controllers) {
      for (let i = 0; i < controller.workers; i++) spawn(`${controller.name}/${i}`, runWorker(this.options.kernel, controller));
      for (const process of controller.background ?? []) spawn(controller.name, process());
    }
  }

  private *waitForTokens(accounts: Parts['accounts'], spawn: Parts['spawn']): Process {
    let missing = accounts.size;
    const all = new Signal('the tokens of the controllers');
    const came = (): void => {
      if (--missing === 0) all.notify();
    };
    for (const [name, credentials] of accounts) spawn(`token of ${name}`, credentials.run(came));
    while (missing > 0) yield* all.next();
  }

  private makeClient(purpose: string, rate?: ClientConfig['rate'], account?: AccountCredentials): ApiClient {
    const { credentials, ...where } = this.options.client;
    return new ApiClient({
      ...where,
      get credentials() {
        return account?.current ?? credentials;
      },
      userAgent: `kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/${purpose}`,
      ...(rate ? { rate } : {}),
    });
  }
}

/** What a leading manager has made. */
interface Parts {
  readonly informers: InformerSet;
  /** By the names of the accounts. */
  readonly accounts: ReadonlyMap<string, AccountCredentials>;
  /** By component. */
  readonly recorders: ReadonlyMap<string, EventRecorder>;
  readonly spawn: (name: string, body: Process<unknown>) => void;
}

/** Several controllers may act as the same account. */
function credentialsOf(accounts: Map<string, AccountCredentials>, client: ApiClient, name: string): AccountCredentials {
  let credentials = accounts.get(name);
  if (!credentials) accounts.set(name, (credentials = new AccountCredentials(client, name)));
  return credentials;
}
