import type { World } from '../cluster/index.ts';
import { groupResource, kindRegistry } from '../kinds/index.ts';
import type { AnyKind, KindRegistry } from '../kinds/index.ts';

const groupOf = (apiVersion: string): string => apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));

/** The groups of the kinds that every world has, by their names. */
const builtInGroups = new Map<string, Set<string>>();
for (const { kind, group } of kindRegistry.all) builtInGroups.set(kind, (builtInGroups.get(kind) ?? new Set()).add(group));

/** A kind as ids name it: with its group unless it is built in, for any group may call a kind of its own the same. */
export function kindWord({ kind, apiVersion }: { readonly kind: string; readonly apiVersion: string }): string {
  const group = groupOf(apiVersion);
  return group === '' || builtInGroups.get(kind)?.has(group) ? kind : `${kind}.${group}`;
}

/** The kind that a word of `kindWord` names: no kind has a dot in it. */
export function kindOfWord(word: string): string {
  return word.split('.')[0] ?? word;
}

/** By which names the kinds of a world are found: those that are built in, and those that its definitions add. */
export class KindNames {
  readonly registry: KindRegistry;
  private readonly resources = new Map<string, AnyKind>();
  private readonly plurals = new Map<string, AnyKind>();
  private readonly singulars = new Map<string, AnyKind>();
  private readonly clusterScoped = new Set<string>();

  constructor(registry: KindRegistry) {
    this.registry = registry;
    // The first of several versions stays, and what is built in before what was added.
    for (const kind of registry.all.toReversed()) {
      this.resources.set(groupResource(kind.gvr), kind);
      this.plurals.set(kind.plural, kind);
      this.singulars.set(kind.kind.toLowerCase(), kind);
      this.singulars.set(`${kind.kind.toLowerCase()}.${kind.group}`, kind);
      if (kind.namespaced) this.clusterScoped.delete(kindWord(kind));
      else this.clusterScoped.add(kindWord(kind));
    }
  }

  /** The kind of `deployments.apps`. */
  ofResource(resource: string): AnyKind | undefined {
    return this.resources.get(resource);
  }

  /** The kind of `deployments`; of several groups' the first. */
  ofPlural(plural: string): AnyKind | undefined {
    return this.plurals.get(plural);
  }

  /** The kind of `deployment`, or of `deployment.apps`. */
  ofSingular(singular: string): AnyKind | undefined {
    return this.singulars.get(singular) ?? this.singulars.get(singular.split('.')[0] ?? '');
  }

  /** Whether objects of the kind, named as in ids, live in no namespace. */
  isClusterScoped(kind: string): boolean {
    return this.clusterScoped.has(kind);
  }
}

/** The names of the kinds that every world has. */
export const builtInNames = new KindNames(kindRegistry);

const known = new WeakMap<World, KindNames>();

/** The names of a world's kinds as an API server that is up knows them, or one last knew. */
export function kindNamesOf(world: World): KindNames {
  const last = known.get(world) ?? builtInNames;
  for (const server of world.apiServers.values()) {
    const { kinds } = server.context;
    if (kinds === last.registry) return last;
    if (!server.isReady) continue;
    const names = new KindNames(kinds);
    known.set(world, names);
    return names;
  }
  return last;
}
