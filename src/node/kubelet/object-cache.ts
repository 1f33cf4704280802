// Upstream: pkg/kubelet/util/manager (watch-based manager of ConfigMaps and Secrets)
import type { ApiClient } from '../../client/index.ts';
import { Informer } from '../../client/index.ts';
import type { Kernel, Process, ProcessGroup, RunningProcess } from '../../kernel/index.ts';
import { configMapKind, keyOf, secretKind } from '../../kinds/index.ts';
import type { ConfigMap, Kind, KubeInput, KubeObject, Secret } from '../../kinds/index.ts';

interface Watched {
  readonly informer: Informer<KubeObject>;
  readonly process: RunningProcess;
  /** Pods that use the object, with what to do when it changes. */
  readonly users: Map<string, () => void>;
}

/** The ConfigMaps and Secrets that Pods of this node use: each is watched while a Pod uses it. */
export class ObjectCache {
  private readonly kernel: Kernel;
  private readonly client: ApiClient;
  private readonly group: ProcessGroup;
  private readonly watched = new Map<string, Watched>();
  private readonly usedBy = new Map<string, Set<string>>();

  constructor(kernel: Kernel, client: ApiClient, group: ProcessGroup) {
    this.kernel = kernel;
    this.client = client;
    this.group = group;
  }

  /** The ConfigMap for a Pod; `changed` is called when it changes later. */
  configMap(user: string, namespace: string, name: string, changed: () => void): Process<ConfigMap | undefined> {
    return this.get(configMapKind, user, namespace, name, changed);
  }

  /** The Secret for a Pod; `changed` is called when it changes later. */
  secret(user: string, namespace: string, name: string, changed: () => void): Process<Secret | undefined> {
    return this.get(secretKind, user, namespace, name, changed);
  }

  /** The Pod is gone: what nobody else uses is watched no more. */
  release(user: string): void {
    for (const key of this.usedBy.get(user) ?? []) {
      const watched = this.watched.get(key);
      watched?.users.delete(user);
      if (!watched || watched.users.size > 0) continue;
      watched.process.kill();
      this.watched.delete(key);
    }
    this.usedBy.delete(user);
  }

  private *get<Input extends KubeInput, Stored extends KubeObject>(
    kind: Kind<Input, Stored>, user: string, namespace: string, name: string, changed: () => void,
  ): Process<Stored | undefined> {
    const key = `${kind.kind} ${namespace}/${name}`;
    const watched = this.watched.get(key) ?? this.watch(key, kind as unknown as Kind<KubeInput, KubeObject>, namespace, name);
    watched.users.set(user, changed);
    let uses = this.usedBy.get(user);
    if (!uses) this.usedBy.set(user, (uses = new Set()));
    uses.add(key);
    yield* watched.informer.waitForSync();
    return watched.informer.store.get(keyOf(namespace, name)) as Stored | undefined;
  }

  private watch(key: string, kind: Kind<KubeInput, KubeObject>, namespace: string, name: string): Watched {
    const resource = this.client.of(kind);
    const informer = new Informer<KubeObject>(this.kernel, resource, { namespace, fieldSelector: `metadata.name=${name}` });
    const users = new Map<string, () => void>();
    const tell = (): void => {
      for (const changed of [...users.values()]) changed();
    };
    informer.onChange({ added: tell, updated: tell, deleted: tell });
    const process = this.kernel.spawn(`watch ${key}`, informer.run(), this.group);
    const watched = { informer, process, users };
    this.watched.set(key, watched);
    return watched;
  }
}
