// Custom resources come and go: the collector looks from time to time which there are.
// Upstream: pkg/controller/garbagecollector garbagecollector.go Sync

import type { Informer } from '../../client/index.ts';
import { Signal, sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { CustomResourceDefinition } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { preferredCustomKinds } from '../framework/custom-kinds.ts';
import type { OwnershipGraph } from './graph.ts';

const syncMs = 30_000; // garbage collector's Sync period

/** Follows the objects of every definition that is served, from the next look after it came until the next after it went. */
export function* followCustomKinds(context: ControllerContext, definitions: Informer<CustomResourceDefinition>, graph: OwnershipGraph): Process<never> {
  const { kernel, informers } = context;
  const changed = new Signal('a change of custom resource definitions');
  let isNew = true;
  const note = (): void => {
    isNew = true;
    changed.notify();
  };
  definitions.onChange({ added: note, updated: note, deleted: note });
  const followed = new Map<string, { readonly apiVersion: string; readonly kind: string }>();
  for (;;) {
    isNew = false;
    const present = preferredCustomKinds(definitions);
    for (const [name, kind] of followed) {
      if (present.some(({ apiVersion, kind: each }) => name === `${apiVersion} ${each}`)) continue;
      followed.delete(name);
      informers.giveUp(kind);
      graph.forget(kind);
    }
    for (const kind of present) {
      const name = `${kind.apiVersion} ${kind.kind}`;
      if (followed.has(name)) continue;
      followed.set(name, kind);
      graph.follow(kind, informers.of(kind));
    }
    informers.start((name, body) => context.spawn(name, body));
    // Looks are at fixed moments, and those at which there is nothing to see are left out.
    if (!isNew) yield* changed.next();
    yield* sleep(syncMs - (kernel.nowMs % syncMs));
  }
}
