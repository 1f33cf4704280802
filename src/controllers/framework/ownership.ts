// Upstream: pkg/controller, the handlers of each workload's controller (resolveControllerRef, getPod…Sets)
import type { Informer } from '../../client/index.ts';
import { controllerOf, selectorMatches } from '../../kinds/index.ts';
import type { LabelSelector, NamespacedObject } from '../../kinds/index.ts';

/** Who owns which dependents of a kind, as the informers show it. */
export class Ownership<Owner extends NamespacedObject, Dependent extends NamespacedObject> {
  private readonly owners: Informer<Owner>;
  private readonly dependents: Informer<Dependent>;
  private readonly selectorOf: (owner: Owner) => LabelSelector | undefined;

  constructor(owners: Informer<Owner>, dependents: Informer<Dependent>, selectorOf: (owner: Owner) => LabelSelector | undefined) {
    this.owners = owners;
    this.dependents = dependents;
    this.selectorOf = selectorOf;
    owners.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
    dependents.store.addIndex('controller', (dependent) => [controllerOf(dependent)?.uid ?? `${dependent.metadata.namespace}/`]);
  }

  /** The owner that a dependent names as its controller, if it is there and still the same one. */
  ownerOf(dependent: Dependent): Owner | undefined {
    const named = controllerOf(dependent);
    if (named?.kind !== this.owners.kind.kind) return undefined;
    const found = this.owners.store.get(`${dependent.metadata.namespace}/${named.name}`);
    return found?.metadata.uid === named.uid ? found : undefined;
  }

  /** Those that could adopt a dependent which has no controller. */
  adoptersOf(dependent: Dependent): readonly Owner[] {
    if (controllerOf(dependent)) return [];
    return this.owners.store.byIndex('namespace', dependent.metadata.namespace).filter((owner) => selectorMatches(this.selectorOf(owner), dependent.metadata.labels));
  }

  /** What an owner may claim: its dependents, and those of its namespace that have no controller. */
  candidatesOf({ metadata: { uid, namespace } }: Owner): readonly Dependent[] {
    const { store } = this.dependents;
    return [...store.byIndex('controller', uid), ...store.byIndex('controller', `${namespace}/`)];
  }
}
