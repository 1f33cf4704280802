// The end of a definition: first of all its objects, then of itself.
// Upstream: k8s.io/apiextensions-apiserver pkg/controller/finalizer/crd_finalizer.go

import { formatTime } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, cleanupFinalizer, withCondition } from '../../kinds/index.ts';
import type { AnyKind, CustomResourceDefinition } from '../../kinds/index.ts';
import { callFor } from '../bootstrap/own-call.ts';
import { everything } from '../cache/selection.ts';
import { limits } from '../limits.ts';
import type { ServerContext } from '../server-context.ts';
import { StorageError } from '../storage/storage.ts';
import { deleteObject } from '../verbs/delete.ts';
import type { CustomResources } from './custom-resources.ts';
import type { UpdateDefinition } from './definition-keeper.ts';

interface Ending {
  readonly server: ServerContext;
  readonly custom: CustomResources;
  readonly update: UpdateDefinition;
  readonly name: string;
}

/** Deletes the objects of a definition that is being deleted, waits until they are gone, and lets it go. */
export function* cleanUp({ server, custom, update, name }: Ending): Process {
  const say = (reason: string, message: string): Process => update(name, (definition) => (isHeld(definition) ? withCondition(definition, {
    type: 'Terminating', status: 'True', lastTransitionTime: formatTime(server.kernel.wallMs), reason, message,
  }) : definition));
  for (;;) {
    try {
      yield* say('InstanceDeletionInProgress', 'CustomResource deletion is in progress');
      if (yield* emptied(server, () => custom.storedKind(name))) {
        const now = formatTime(server.kernel.wallMs);
        yield* update(name, (definition) => withoutCleanup(definition, now));
        return;
      }
      yield* say('InstanceDeletionCheck', 'could not confirm zero CustomResources remaining: timed out waiting for the condition');
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof StorageError)) throw error;
    }
    yield* sleep(limits.definitionRetryMs);
  }
}

/** Deletes all objects, and looks for a while whether they go. */
function* emptied(server: ServerContext, kindOf: () => AnyKind | undefined): Process<boolean> {
  for (let lookedMs = 0; lookedMs <= limits.instanceDeletionMs; lookedMs += limits.instanceCheckMs) {
    const kind = kindOf();
    if (!kind) return true; // never established: it has no objects
    const objects = server.cache.of(kind).list(everything);
    if (objects.length === 0) return true;
    if (lookedMs === 0) for (const { metadata } of objects) yield* deleteOne(server, kind, metadata.namespace, metadata.name);
    if (server.cache.of(kind).size === 0) return true;
    yield* sleep(limits.instanceCheckMs);
  }
  return false;
}

function* deleteOne(server: ServerContext, kind: AnyKind, namespace: string | undefined, name: string): Process {
  try {
    yield* deleteObject(callFor(server, kind, namespace, name), name, {});
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
  }
}

/** Whether the definition waits for its objects to go: not so any more for whoever looks at an old one. */
const isHeld = ({ metadata: { finalizers = [] } }: CustomResourceDefinition): boolean => finalizers.includes(cleanupFinalizer);

/** The definition without its objects; others may hold it still. */
function withoutCleanup(definition: CustomResourceDefinition, now: string): CustomResourceDefinition {
  const { metadata } = definition;
  if (!isHeld(definition)) return definition;
  const emptied = withCondition(definition, { type: 'Terminating', status: 'False', lastTransitionTime: now, reason: 'InstanceDeletionCompleted', message: 'removed all instances' });
  return { ...emptied, metadata: { ...metadata, finalizers: metadata.finalizers?.filter((each) => each !== cleanupFinalizer) ?? [] } };
}
