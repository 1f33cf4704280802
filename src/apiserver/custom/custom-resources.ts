// The kinds that CustomResourceDefinitions add to what this server serves.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/customresource_handler.go

import { deepEqual } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { customKinds } from '../../kinds/index.ts';
import type { AnyKind, CustomKinds, CustomResourceDefinition, KindRegistry } from '../../kinds/index.ts';
import type { RegistryCache } from '../cache/registry-cache.ts';

/** A definition whose objects are served, as it was when they began to be served so. */
interface Installed {
  readonly definition: CustomResourceDefinition;
  readonly kinds: CustomKinds;
}

/** What is served beside the built-in kinds. */
export class CustomResources {
  /** All kinds that requests can name. */
  registry: KindRegistry;
  private readonly builtIn: KindRegistry;
  private readonly cache: RegistryCache;
  private readonly onChange: (registry: KindRegistry) => void;
  private readonly installed = new Map<string, Installed>();

  /** @param options.onChange told of every change of what is served */
  constructor(options: { readonly builtIn: KindRegistry; readonly cache: RegistryCache; readonly onChange: (registry: KindRegistry) => void }) {
    this.registry = options.builtIn;
    this.builtIn = options.builtIn;
    this.cache = options.cache;
    this.onChange = options.onChange;
  }

  /** The kind in which the objects of a definition are stored, while they are served. */
  storedKind(name: string): AnyKind | undefined {
    return this.installed.get(name)?.kinds.stored;
  }

  /** Serves the objects of the definition as it is now; a change of what they are ends the watches of them. */
  *install(definition: CustomResourceDefinition): Process {
    const { name } = definition.metadata;
    const known = this.installed.get(name);
    if (known && isServedAlike(known.definition, definition)) return;
    const kinds = customKinds(definition);
    if (!kinds) return;
    const aliases = kinds.served.flatMap(({ view }) => view?.of ?? []);
    yield* this.cache.keep(kinds.stored, aliases);
    this.installed.set(name, { definition, kinds });
    this.tell();
  }

  /** Serves them no more. */
  remove(name: string): void {
    const known = this.installed.get(name);
    if (!known) return;
    this.installed.delete(name);
    this.cache.giveUp(known.kinds.stored);
    this.tell();
  }

  /** The names of the definitions whose objects are served. */
  names(): readonly string[] {
    return [...this.installed.keys()];
  }

  private tell(): void {
    const kinds = [...this.installed.keys()].sort().flatMap((name) => this.installed.get(name)?.kinds.served ?? []);
    this.registry = this.builtIn.with(kinds);
    this.onChange(this.registry);
  }
}

/** Whether nothing has changed that a request could notice. */
function isServedAlike(a: CustomResourceDefinition, b: CustomResourceDefinition): boolean {
  return a.metadata.uid === b.metadata.uid && deepEqual(a.spec, b.spec) && deepEqual(a.status.acceptedNames, b.status.acceptedNames);
}
