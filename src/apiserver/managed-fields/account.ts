// Every write is noted in metadata.managedFields: who has which field from it.
// Upstream: k8s.io/apimachinery util/managedfields/fieldmanager.go, k8s.io/apiserver pkg/endpoints/handlers

import { deepEqual, formatTime, withFields } from '../../base/index.ts';
import { AccountError, entriesAfterUpdate, entriesOfNew, fieldModelOf, ignoredFields, isReset, isSameEntries, managerName, readEntries, sortedEntries } from '../../kinds/index.ts';
import type { Account, AnyKind, Defaulted, FieldModel, KubeInput, KubeObject, Manager, ManagedFieldsEntry, ManagerEntries, Taking, VersionedForm } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An object as the fields that it has. */
export const fieldsIn = (object: object): Fields => object as Fields;

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
    if (!other || other.group !== kind.group) return undefined;
    if (other.custom) return { model: modelOf(other), form: (object) => ({ ...object, apiVersion }), back: (object) => ({ ...object, apiVersion: spoken.apiVersion }) };
    if ((other.view?.of ?? other) !== kind) return undefined;
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

/** Who makes a request, as managers are told apart. */
export function managerOf({ request, spoken }: Call, operation: Manager['operation'] = 'Update'): Manager {
  return { manager: managerName(request.options.fieldManager, request.userAgent), operation, apiVersion: spoken.apiVersion, subresource: request.subresource };
}

/** When a request changes what somebody manages, RFC 3339. */
export function timeOf({ server }: Call): string {
  return formatTime(server.kernel.wallMs);
}

const takingOf = (call: Call): Taking => ({ by: managerOf(call), time: timeOf(call) });

/** The entries of an object that a client creates. */
export function entriesForNew(call: Call, object: Defaulted<KubeObject>): ManagerEntries {
  const account = new RequestAccount(call);
  const { view } = call.spoken;
  const spoken = fieldsIn(view ? view.fromStored(object as KubeObject) : object);
  const given = readEntries(object.metadata.managedFields);
  if (!given || given.length === 0) return kept(() => entriesOfNew(account, spoken, takingOf(call)));
  return kept(() => entriesAfterUpdate(account, given, account.model.empty, spoken, takingOf(call)));
}

/** What a write makes of an object, with the entries that it leaves: those of all that it `said`, also where it changes only a part. */
export function tracked(call: Call, next: KubeObject, current: KubeObject, given: readonly ManagedFieldsEntry[] | undefined, said: KubeObject = next): KubeObject {
  const entries = baseEntries(call, current, given);
  // Whose managers are forgotten has none until somebody applies.
  if (!entries) return withEntries(next, []);
  const { view } = call.spoken;
  const before = fieldsIn(view ? view.fromStored(current) : current);
  const after = fieldsIn(view ? view.fromStored(said) : said);
  return withEntries(next, kept(() => entriesAfterUpdate(new RequestAccount(call), entries, before, after, takingOf(call))));
}

/** The entries that an account comes to; where it cannot be kept it is given up. */
function kept(account: () => ManagerEntries): ManagerEntries {
  try {
    return account();
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    return [];
  }
}

/** The entries that a write begins with: those that are stored, unless the client gives others; undefined where nobody is known. */
function baseEntries(call: Call, current: KubeObject, given: readonly ManagedFieldsEntry[] | undefined): ManagerEntries | undefined {
  const entries = readEntries(current.metadata.managedFields);
  const stored = entries && entries.length > 0 ? entries : undefined;
  if (call.request.subresource !== undefined || given === undefined || given === current.metadata.managedFields) return stored;
  if (given.length === 0 || isReset(given)) return undefined;
  const read = readEntries(given);
  return !read || (stored && isSameEntries(read, stored)) ? stored : sortedEntries(read);
}

/** What is to be stored; the current object where nothing differs but when somebody last changed something. */
export function withoutNewDates(next: KubeObject, current: KubeObject): KubeObject {
  const stored = readEntries(current.metadata.managedFields) ?? [];
  const entries = readEntries(next.metadata.managedFields) ?? [];
  if (!isSameEntries(entries, stored, { datesCount: false })) return next;
  return deepEqual(withEntries(next, stored), current) ? current : next;
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
