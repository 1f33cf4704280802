import type { InformerSet } from '../../client/index.ts';
import { controllerOf, deploymentKind, kindRegistry, replicaSetKind } from '../../kinds/index.ts';
import type { KubeObject, OwnerReference, Pod } from '../../kinds/index.ts';
import type { Informer } from '../../client/index.ts';

/** How many Pods the controllers of some Pods want together, and which Pods have no controller. */
export interface Wanted {
  readonly count: number;
  readonly unmanaged: readonly Pod[];
}

/** Some controller cannot say how many Pods it wants; the message is for people. */
export class UnknownScale extends Error {
  override readonly name = 'UnknownScale';
}

/** Asks the controllers of Pods how many they want. A ReplicaSet's wish is its Deployment's. */
export class WantedPods {
  private readonly replicaSets: Informer<KubeObject>;
  private readonly scalable: ReadonlyMap<string, Informer<KubeObject>>;

  constructor(informers: InformerSet) {
    const scaled = kindRegistry.all.filter(({ scale, view }) => scale && !view);
    this.scalable = new Map(scaled.map((kind) => [`${kind.apiVersion} ${kind.kind}`, informers.of(kind)]));
    this.replicaSets = informers.of(replicaSetKind) as unknown as Informer<KubeObject>;
  }

  /** Throws UnknownScale. */
  of(pods: readonly Pod[]): Wanted {
    const counts = new Map<string, number>();
    const unmanaged: Pod[] = [];
    for (const pod of pods) {
      const controller = controllerOf(pod);
      if (!controller) {
        unmanaged.push(pod);
      } else if (!counts.has(controller.uid)) {
        const { uid, count } = this.wishOf(controller, pod.metadata.namespace);
        counts.set(uid, count);
        // A controller whose wish is another's is not asked again.
        if (uid !== controller.uid) counts.set(controller.uid, 0);
      }
    }
    return { count: [...counts.values()].reduce((sum, count) => sum + count, 0), unmanaged };
  }

  private wishOf(reference: OwnerReference, namespace: string): { readonly uid: string; readonly count: number } {
    const { apiVersion, kind, name, uid } = reference;
    const key = `${namespace}/${name}`;
    if (apiVersion === replicaSetKind.apiVersion && kind === replicaSetKind.kind) {
      const replicaSet = this.replicaSets.store.get(key);
      const owner = replicaSet && controllerOf(replicaSet);
      if (owner?.kind === deploymentKind.kind) return this.wishOf(owner, namespace);
    }
    const found = kindRegistry.byKind(apiVersion, kind);
    const informer = this.scalable.get(`${apiVersion} ${kind}`);
    if (!found?.scale || !informer) {
      const resource = found ? (found.group === '' ? found.plural : `${found.plural}.${found.group}`) : kind;
      throw new UnknownScale(`${resource} does not implement the scale subresource`);
    }
    const object = informer.store.get(key);
    return { uid, count: object?.metadata.uid === uid ? (found.scale.replicas(object) ?? 0) : 0 };
  }
}
