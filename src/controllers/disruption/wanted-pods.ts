import type { Informer } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, controllerOf, customResourceDefinitionKind, deploymentKind, groupResource, kindRegistry, replicaSetKind } from '../../kinds/index.ts';
import type { AnyKind, CustomResourceDefinition, KubeObject, OwnerReference, Pod } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { customKindOf } from '../framework/custom-kinds.ts';

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
  private readonly context: ControllerContext;
  private readonly replicaSets: Informer<KubeObject>;
  private readonly definitions: Informer<CustomResourceDefinition>;
  private readonly scalable: ReadonlyMap<string, Informer<KubeObject>>;

  constructor(context: ControllerContext) {
    const { informers } = context;
    this.context = context;
    const scaled = kindRegistry.all.filter(({ scale, view }) => scale && !view);
    this.scalable = new Map(scaled.map((kind) => [`${kind.apiVersion} ${kind.kind}`, informers.of(kind)]));
    this.replicaSets = informers.of(replicaSetKind) as unknown as Informer<KubeObject>;
    this.definitions = informers.of(customResourceDefinitionKind);
  }

  /** Throws UnknownScale, ApiError and NetworkError. */
  *of(pods: readonly Pod[]): Process<Wanted> {
    const counts = new Map<string, number>();
    const unmanaged: Pod[] = [];
    for (const pod of pods) {
      const controller = controllerOf(pod);
      if (!controller) {
        unmanaged.push(pod);
      } else if (!counts.has(controller.uid)) {
        const { uid, count } = yield* this.wishOf(controller, pod.metadata.namespace);
        counts.set(uid, count);
        // A controller whose wish is another's is not asked again.
        if (uid !== controller.uid) counts.set(controller.uid, 0);
      }
    }
    return { count: [...counts.values()].reduce((sum, count) => sum + count, 0), unmanaged };
  }

  private *wishOf(reference: OwnerReference, namespace: string): Process<{ readonly uid: string; readonly count: number }> {
    const { apiVersion, kind, name, uid } = reference;
    const key = `${namespace}/${name}`;
    if (apiVersion === replicaSetKind.apiVersion && kind === replicaSetKind.kind) {
      const replicaSet = this.replicaSets.store.get(key);
      const owner = replicaSet && controllerOf(replicaSet);
      if (owner?.kind === deploymentKind.kind) return yield* this.wishOf(owner, namespace);
    }
    const found = kindRegistry.byKind(apiVersion, kind) ?? customKindOf(this.definitions, apiVersion, kind);
    if (!found) throw new UnknownScale(`no matches for kind "${kind}" in version "${apiVersion}"`);
    if (!found.scale) throw new UnknownScale(`${groupResource(found.gvr)} does not implement the scale subresource`);
    const informer = this.scalable.get(`${apiVersion} ${kind}`);
    if (!informer) return { uid, count: yield* this.askedFor(found, reference, namespace) };
    const object = informer.store.get(key);
    return { uid, count: object?.metadata.uid === uid ? (found.scale.replicas(object) ?? 0) : 0 };
  }

  /** How many an object wants whose kind nobody follows here. */
  private *askedFor(kind: AnyKind, { name, uid }: OwnerReference, namespace: string): Process<number> {
    try {
      const { metadata, spec } = yield* this.context.client.of(kind).getScale({ namespace, name });
      return metadata.uid === uid ? (spec.replicas ?? 0) : 0;
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'NotFound') return 0;
      throw error;
    }
  }
}
