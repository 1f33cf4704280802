import type { ApiClient, EventRecorder, InformerSet } from '../../client/index.ts';
import type { Kernel, Process, RandomStream } from '../../kernel/index.ts';
import type { ClusterKeys } from '../../kinds/index.ts';

/** What a controller is given: its own client and recorder, and the informers that all of them share. */
export interface ControllerContext {
  readonly kernel: Kernel;
  readonly client: ApiClient;
  /** With what the cluster signs: certificates, and tokens of service accounts. */
  readonly keys: ClusterKeys;
  readonly informers: InformerSet;
  readonly recorder: EventRecorder;
  readonly random: RandomStream;
  /** Starts a process that lives as long as the controller manager. */
  spawn(name: string, body: Process<unknown>): void;
}

/** What a reconcile wants next: nothing, or the same key again later. */
export interface Requeue {
  readonly afterMs?: number;
}

/** A controller as the manager runs it. Making one registers its handlers with the informers; nothing runs yet. */
export interface Controller {
  readonly name: string;
  /** How many keys it works on at once; the work lights of the map. */
  readonly workers: number;
  readonly queue: ControllerQueue;
  /** A key that failed more often in a row is let go until something changes; absent: never. */
  readonly mostRetries?: number;
  /** Makes the world match what the object of this key says. Reads everything anew; never told what happened. */
  reconcile(key: string): Process<Requeue>;
  /** Further processes that it needs beside its workers. */
  readonly background?: readonly (() => Process<unknown>)[];
}

/** The part of a work queue that a manager and an inspector need. */
export interface ControllerQueue {
  readonly length: number;
  readonly busy: number;
  take(): Process<string>;
  done(key: string): void;
  forget(key: string): void;
  /** How often the key failed in a row. */
  retries(key: string): number;
  addAfter(key: string, delayMs: number): void;
  addRateLimited(key: string): void;
}

/** Makes a controller; `component` is the name under which it reports events. */
export interface ControllerFactory {
  (context: ControllerContext): Controller;
  readonly component: string;
  /** The service account in kube-system as which it asks the API; undefined: as the manager itself. */
  readonly account: string | undefined;
}

/** Names a factory; the service account has the same name unless said. */
export function controllerFactory(component: string, make: (context: ControllerContext) => Controller, account: { readonly account: string | undefined } = { account: component }): ControllerFactory {
  return Object.assign(make, { component, account: account.account });
}
