// Flow schemas say in their status whether the priority level exists that they name; requests are held against those that are there.
// Upstream: k8s.io/apiserver pkg/util/flowcontrol apf_controller.go (syncFlowSchemaStatus)

import { formatTime } from '../../base/index.ts';
import { race, sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, entryOf, flowSchemaKind, isEntryOf, priorityLevelConfigurationKind, readEntries, sortedEntries } from '../../kinds/index.ts';
import type { AnyKind, FieldSet, FlowSchema, FlowSchemaCondition, KubeInput, KubeObject, Manager, ManagerEntries } from '../../kinds/index.ts';
import { cachedObjects } from '../cache/lookup.ts';
import { callFor } from '../bootstrap/own-call.ts';
import { ChangeNote } from '../cache/change-note.ts';
import { limits } from '../limits.ts';
import type { Call } from '../request/call.ts';
import type { ServerContext } from '../server-context.ts';
import { StorageError } from '../storage/storage.ts';
import { replaceObject } from '../verbs/replace-object.ts';

const manager = 'api-priority-and-fairness-config-consumer-v1';
const self: Manager = { manager, operation: 'Apply', apiVersion: 'flowcontrol.apiserver.k8s.io/v1', subresource: 'status' };
const parts = ['.', 'f:lastTransitionTime', 'f:message', 'f:reason', 'f:status', 'f:type'];
const ownFields: FieldSet = { 'f:status': { 'f:conditions': { 'k:{"type":"Dangling"}': Object.fromEntries(parts.map((part) => [part, {}])) } } };

/** Looks after all flow schemas, for ever: woken when they or priority levels change. */
export function* keepFlowSchemas(server: ServerContext): Process<never> {
  yield* server.cache.waitUntilReady();
  const kinds: readonly AnyKind[] = [flowSchemaKind, priorityLevelConfigurationKind] as unknown as readonly AnyKind[];
  const notes = kinds.map((kind) => ({ kind, note: new ChangeNote(`a change of ${kind.plural}`) }));
  for (;;) {
    for (const { kind, note } of notes) {
      const { watchers } = server.cache.of(kind);
      watchers.remove(note);
      watchers.add(note);
      note.isNew = false;
    }
    if (!server.isBootstrapped() || !(yield* tryAll(server))) yield* sleep(limits.definitionRetryMs);
    else if (!notes.some(({ note }) => note.isNew)) yield* race(notes.map(({ note }) => note.changed));
  }
}

/** False when something went wrong that time may heal. */
function* tryAll(server: ServerContext): Process<boolean> {
  try {
    const configured = cachedObjects(server, priorityLevelConfigurationKind, undefined);
    const schemas = cachedObjects(server, flowSchemaKind, undefined);
    server.flows.refresh(schemas, configured);
    const levels = new Set(configured.map(({ metadata }) => metadata.name));
    for (const schema of schemas) yield* tell(server, schema, levels.has(schema.spec.priorityLevelConfiguration.name));
    return true;
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof StorageError)) throw error;
    return false;
  }
}

function* tell(server: ServerContext, { metadata: { name }, spec, status: { conditions } }: FlowSchema, isFound: boolean): Process {
  const condition = conditionOf(spec.priorityLevelConfiguration.name, isFound);
  const known = conditions?.find(({ type }) => type === 'Dangling');
  const isSame = known !== undefined && known.status === condition.status;
  if (isSame && known.message === condition.message) return;
  const lastTransitionTime = (isSame && known.lastTransitionTime) || formatTime(server.kernel.wallMs);
  const call = callFor(server, flowSchemaKind as unknown as AnyKind, undefined, name);
  const status = { conditions: [{ lastTransitionTime, ...condition }] };
  const update: Call = { ...call, request: { ...call.request, verb: 'update', subresource: 'status', options: { fieldManager: manager } } };
  yield* replaceObject(update, (current) => ({ input: { ...current, status } as KubeInput, entries: withOwn(current, formatTime(server.kernel.wallMs)) }));
}

/** The managers of a schema, the server among them: it applies the one condition, and has it whole. */
function withOwn({ metadata: { managedFields } }: KubeObject, time: string): ManagerEntries {
  const others = (readEntries(managedFields) ?? []).filter((entry) => !isEntryOf(entry, self));
  return sortedEntries([...others, entryOf(self, ownFields, time)]);
}

function conditionOf(level: string, isFound: boolean): FlowSchemaCondition {
  const said = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)}`;
  return isFound
    ? { type: 'Dangling', status: 'False', reason: 'Found', message: `${said} and it exists` }
    : { type: 'Dangling', status: 'True', reason: 'NotFound', message: `${said} but there is no such object` };
}
