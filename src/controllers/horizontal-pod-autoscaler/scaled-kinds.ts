import type { Informer } from '../../client/index.ts';
import { groupResource, kindRegistry, parseApiVersion } from '../../kinds/index.ts';
import type { AnyKind, CrossVersionObjectReference, CustomResourceDefinition } from '../../kinds/index.ts';
import { preferredCustomKinds } from '../framework/custom-kinds.ts';

/** Finds what references by group and kind mean; which version they name does not matter. */
export class ScaledKinds {
  private readonly definitions: Informer<CustomResourceDefinition>;

  constructor(definitions: Informer<CustomResourceDefinition>) {
    this.definitions = definitions;
  }

  /** The kind, if the API serves one of this group and name. */
  find({ apiVersion = '', kind }: CrossVersionObjectReference): AnyKind | undefined {
    const { group } = parseApiVersion(apiVersion);
    const isMeant = (each: AnyKind): boolean => each.group === group && each.kind === kind;
    return kindRegistry.all.find((each) => isMeant(each) && !each.view) ?? preferredCustomKinds(this.definitions).find(isMeant);
  }

  /** The name of its objects with their group: `ingresses.networking.k8s.io`. */
  resourceOf(reference: CrossVersionObjectReference): string {
    const kind = this.find(reference);
    if (!kind) return reference.kind.toLowerCase();
    return groupResource(kind.gvr);
  }
}
