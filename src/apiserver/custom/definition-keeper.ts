// What a server does about CustomResourceDefinitions: gives them names, serves what they define, says so, and cleans up after them.
// Upstream: k8s.io/apiextensions-apiserver pkg/controller (naming, establish, finalizer), pkg/controlplane/controller/crdregistration

import { formatTime } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process, ProcessGroup } from '../../kernel/index.ts';
import { ApiError, cleanupFinalizer, customResourceDefinitionKind, isEstablished, withApproval } from '../../kinds/index.ts';
import type { AnyKind, CustomResourceDefinition, KubeObject } from '../../kinds/index.ts';
import { callFor } from '../bootstrap/own-call.ts';
import { ChangeNote } from '../cache/change-note.ts';
import { everything } from '../cache/selection.ts';
import { limits } from '../limits.ts';
import type { ServerContext } from '../server-context.ts';
import { StorageError } from '../storage/storage.ts';
import { replaceObject } from '../verbs/replace-object.ts';
import { established, isReadyToServe, withAcceptedNames } from './accepted-names.ts';
import { cleanUp } from './cleanup.ts';
import type { CustomResources } from './custom-resources.ts';
import { reconcileRegistrations } from './registrations.ts';

// What is stored as a definition is one.
const kind = customResourceDefinitionKind as unknown as AnyKind;
const asDefinition = (object: KubeObject): CustomResourceDefinition => object as unknown as CustomResourceDefinition;

/** Changes what stands of a definition in its status; writes nothing when `change` changes nothing. */
export type UpdateDefinition = (name: string, change: (definition: CustomResourceDefinition) => CustomResourceDefinition) => Process;

/** Whether its objects have still to go before it does. */
function isToBeEmptied({ metadata: { deletionTimestamp, finalizers = [] } }: CustomResourceDefinition): boolean {
  return deletionTimestamp !== undefined && finalizers.includes(cleanupFinalizer);
}

/** Looks after all definitions, for ever: woken by their changes, it reads them anew and makes the world match. */
export class DefinitionKeeper {
  /** Whether the definitions that were there at the start are served. */
  hasSynced = false;
  private readonly server: ServerContext;
  private readonly custom: CustomResources;
  private readonly group: ProcessGroup;
  private readonly note = new ChangeNote('a change of custom resource definitions');
  /** Definitions whose objects are being deleted. */
  private readonly ending = new Set<string>();

  constructor(options: { readonly server: ServerContext; readonly custom: CustomResources; readonly group: ProcessGroup }) {
    this.server = options.server;
    this.custom = options.custom;
    this.group = options.group;
  }

  *run(): Process<never> {
    const { note } = this;
    const { cache } = this.server;
    yield* cache.waitUntilReady();
    for (;;) {
      const { watchers } = cache.of(kind);
      watchers.remove(note);
      watchers.add(note);
      note.isNew = false;
      const isDone = yield* this.tryAll();
      this.hasSynced ||= isDone;
      if (!isDone) yield* sleep(limits.definitionRetryMs);
      else if (!note.isNew) yield* note.changed.next();
    }
  }

  /** False when something went wrong that time may heal. */
  private *tryAll(): Process<boolean> {
    try {
      yield* this.all();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof StorageError)) throw error;
      return false;
    }
  }

  private *all(): Process {
    const { server, custom } = this;
    const present = this.definitions();
    const names = new Set(present.map(({ metadata }) => metadata.name));
    for (const name of custom.names()) if (!names.has(name)) custom.remove(name);
    for (const definition of present) {
      yield* this.name(definition.metadata.name);
      if (isEstablished(definition)) yield* custom.install(definition);
      if (isToBeEmptied(definition)) this.end(definition.metadata.name);
    }
    if (present.length > 0 || names.size !== this.registered) yield* reconcileRegistrations(server, present);
    this.registered = names.size;
  }

  /** How many definitions there were when groups and versions were last registered. */
  private registered = 0;

  private definitions(): readonly CustomResourceDefinition[] {
    return this.server.cache.of(kind).list(everything).map(asDefinition);
  }

  /** What is said of its approval, then its names; once they are its own it is established. */
  private *name(name: string): Process {
    const now = formatTime(this.server.kernel.wallMs);
    yield* this.update(name, (definition) => withApproval(definition, now));
    yield* this.update(name, (definition) => withAcceptedNames(definition, this.definitions(), now));
    yield* this.update(name, (definition) => (isReadyToServe(definition) ? established(definition, now) : definition));
  }

  private end(name: string): void {
    if (this.ending.has(name)) return;
    this.ending.add(name);
    const { server, custom } = this;
    this.server.kernel.spawn(`${server.actor} cleanup of ${name}`, this.ended(name, cleanUp({ server, custom, update: this.update, name })), this.group);
  }

  private *ended(name: string, work: Process): Process {
    yield* work;
    this.ending.delete(name);
    this.note.stop();
  }

  private readonly update: UpdateDefinition = (name, change) => {
    const { server } = this;
    const known = server.cache.of(kind).get(name);
    if (!known || change(asDefinition(known)) === known) return nothing();
    return write(server, name, change);
  };
}

function* nothing(): Process {
  // there is nothing to write
}

function* write(server: ServerContext, name: string, change: (definition: CustomResourceDefinition) => CustomResourceDefinition): Process {
  const call = callFor(server, kind, undefined, name);
  const update = { ...call, request: { ...call.request, verb: 'update' as const, subresource: 'status' } };
  try {
    yield* replaceObject(update, (current) => ({ input: change(asDefinition(current)) as unknown as KubeObject }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
  }
}
