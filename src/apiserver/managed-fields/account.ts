// Every write is noted in metadata.managedFields: who has which field from it.
// Upstream: k8s.io/apimachinery util/managedfields/fieldmanager.go, k8s.io/apiserver pkg/endpoints/handlers

import { deepEqual, formatTime, isObject, withFields } from '../../base/index.ts';
import { entriesAfterUpdate, entriesOfNew, fieldModelOf, ignoredFields, isReset, isSameEntries, managerName, readEntries } from '../../kinds/index.ts';
import type { Account, AnyKind, Defaulted, FieldModel, KubeInput, KubeObject, Manager, ManagedFieldsEntry, ManagerEntries, Taking, VersionedForm } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An object as the fields that it has. */
export const fieldsIn = (object: object): Fields => object as Fields;

/** Through which subresource the fields of the object change; undefined for the object itself. */
function throughOf({ through, request }: Call): string | undefined {
  return through ?? request.subresource;
}

/** The account of the kind that a request speaks of. */
export class RequestAccount implements Account {
  readonly model: FieldModel;
  readonly ignored: Account['ignored'];
  private readonly call: Call;

  constructor(call: Call) {
    const { kind, spoken, request } = call;
    this.call = call;
    this.model = modelOf(spoken);
    this.ignored = ignoredFields(kind, request.subresource ?? '');
  }

  version(apiVersion: string): VersionedForm | undefined {
    const { server, kind, spoken } = this.call;
    const other = server.kinds.byKind(apiVersion, kind.kind);
    if (!other || (other.view?.of ?? other) !== kind) return undefined;
    return { model: modelOf(other), form: (object) => converted(spoken, other, object), back: (object) => converted(other, spoken, object) };
  }
}

/** The fields that objects of a kind have. */
export function modelOf(kind: AnyKind): FieldModel {
  return kind.fieldModel ?? fieldModelOf(kind.definition);
}

function converted(from: AnyKind, to: AnyKind, object: Fields): Fields {
  const stored = from.view ? from.view.toStored(object as Fields & KubeInput) : object;
  return fieldsIn(to.view ? to.view.fromStored(stored as Fields & KubeObject) : stored);
}

/** Who makes a request, as managers are told apart, and when. */
export function takingOf(call: Call, operation: Manager['operation'] = 'Update'): Taking {
  const { request, spoken, server } = call;
  const manager = managerName(request.options.fieldManager, request.userAgent);
  // What is written by way of a Scale is not dated.
  const time = call.through === undefined ? formatTime(server.kernel.wallMs) : undefined;
  return { by: { manager, operation, apiVersion: spoken.apiVersion, subresource: throughOf(call) }, time };
}

/** The entries of an object that a client creates. */
export function entriesForNew(call: Call, object: Defaulted<KubeObject>): ManagerEntries {
  const account = new RequestAccount(call);
  const { view } = call.spoken;
  const spoken = fieldsIn(view ? view.fromStored(object as KubeObject) : object);
  const given = readEntries(object.metadata.managedFields);
  if (!given || given.length === 0) return entriesOfNew(account, spoken, takingOf(call));
  return entriesAfterUpdate(account, given, account.model.empty, spoken, takingOf(call));
}

/** What a write makes of an object, with the entries that it leaves. */
export function tracked(call: Call, next: KubeObject, current: KubeObject, given: readonly ManagedFieldsEntry[] | undefined): KubeObject {
  const entries = baseEntries(call, current, given);
  // Whose managers are forgotten has none until somebody applies.
  if (entries.length === 0) return withEntries(next, entries);
  const { view } = call.spoken;
  const before = fieldsIn(view ? view.fromStored(current) : current);
  const after = fieldsIn(view ? view.fromStored(next) : next);
  return withEntries(next, entriesAfterUpdate(new RequestAccount(call), entries, before, after, takingOf(call)));
}

/** The entries that a write begins with: those that are stored, unless the client gives others, or none. */
function baseEntries(call: Call, current: KubeObject, given: readonly ManagedFieldsEntry[] | undefined): ManagerEntries {
  const stored = readEntries(current.metadata.managedFields) ?? [];
  if (throughOf(call) !== undefined || given === current.metadata.managedFields) return stored;
  if (given === undefined) return saysNobody(call.request.body) ? [] : stored;
  if (isReset(given)) return [];
  const read = readEntries(given);
  return !read || read.length === 0 || isSameEntries(read, stored) ? stored : read;
}

/** What is to be stored; the current object where nothing differs but when somebody last changed something. */
export function withoutNewDates(next: KubeObject, current: KubeObject): KubeObject {
  const stored = readEntries(current.metadata.managedFields) ?? [];
  const entries = readEntries(next.metadata.managedFields) ?? [];
  if (!isSameEntries(entries, stored, { datesCount: false })) return next;
  return deepEqual(withEntries(next, stored), current) ? current : next;
}

/** Whether a body has an empty list of managers, which is not there any more once it is decoded. */
function saysNobody(body: unknown): boolean {
  if (!isObject(body) || !isObject(body['metadata'])) return false;
  const { managedFields } = body['metadata'];
  return Array.isArray(managedFields) && managedFields.length === 0;
}

/** The object with these entries, or without any. */
export function withEntries(object: KubeObject, entries: ManagerEntries): KubeObject {
  const { metadata } = object;
  if (metadata.managedFields === entries) return object;
  if (entries.length > 0) return withFields(object, { metadata: withFields(metadata, { managedFields: entries }) });
  if (metadata.managedFields === undefined) return object;
  const { managedFields: _, ...rest } = metadata;
  return withFields(object, { metadata: rest });
}
