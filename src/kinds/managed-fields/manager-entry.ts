// Who manages which fields: the entries of metadata.managedFields.
// Upstream: k8s.io/apimachinery util/managedfields/internal (managedfields.go, capmanagers.go, buildmanagerinfo.go)

import { compareText, lastOf } from '../../base/index.ts';
import type { ManagedFieldsEntry } from '../generated/types.ts';
import type { FieldSet } from './field-set.ts';
import { isSameSet, readFieldSet, union } from './field-set.ts';

/** Somebody who writes: by that name, in that way, in that version of the kind, through that subresource. */
export interface Manager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** Absent for the object itself. */
  readonly subresource?: string | undefined;
}

/** A manager with the fields that it has, as stored. */
export interface ManagerEntry extends ManagedFieldsEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: FieldSet & NonNullable<ManagedFieldsEntry['fieldsV1']>;
}

/** The entries of all managers of an object. */
export type ManagerEntries = readonly ManagerEntry[];

const none: ManagerEntries = [];

/** Entries of the moment, by their fields: what is written in one second by one program to many objects is the same entry. */
const recent = new WeakMap<FieldSet, ManagerEntry>();

/** An entry, its fields in the order in which they are written. */
export function entryOf({ manager, operation, apiVersion, subresource }: Manager, fields: FieldSet, time: string | undefined): ManagerEntry {
  const last = recent.get(fields);
  if (last && last.time === time && last.manager === manager && last.operation === operation && last.apiVersion === apiVersion && last.subresource === subresource) return last;
  const fieldsV1 = fields as ManagerEntry['fieldsV1']; // a set is JSON
  const entry = newEntry(manager, operation, apiVersion, time, fieldsV1, subresource);
  recent.set(fields, entry);
  return entry;
}

/** Each form is written out, so that all entries of a form have one hidden class: there are some in every object. */
function newEntry(
  manager: string,
  operation: ManagerEntry['operation'],
  apiVersion: string,
  time: string | undefined,
  fieldsV1: ManagerEntry['fieldsV1'],
  subresource: string | undefined,
): ManagerEntry {
  if (time === undefined) {
    return subresource === undefined
      ? { manager, operation, apiVersion, fieldsType: 'FieldsV1', fieldsV1 }
      : { manager, operation, apiVersion, fieldsType: 'FieldsV1', fieldsV1, subresource };
  }
  return subresource === undefined
    ? { manager, operation, apiVersion, time, fieldsType: 'FieldsV1', fieldsV1 }
    : { manager, operation, apiVersion, time, fieldsType: 'FieldsV1', fieldsV1, subresource };
}

/** The same manager with other fields; undefined when none are left. */
export function withFieldsOf(entry: ManagerEntry, fields: FieldSet | undefined): ManagerEntry | undefined {
  if (!fields) return undefined;
  return fields === entry.fieldsV1 ? entry : entryOf(entry, fields, entry.time);
}

/** Whether an entry is that manager's. Who applies is one manager in all versions. */
export function isEntryOf(entry: ManagerEntry, { manager, operation, apiVersion, subresource }: Manager): boolean {
  return entry.manager === manager && entry.operation === operation && entry.subresource === (subresource || undefined)
    && (operation === 'Apply' || entry.apiVersion === apiVersion);
}

/** Reads entries as they are stored or as a client wrote them; undefined when they are none that make sense. */
export function readEntries(entries: readonly ManagedFieldsEntry[] | undefined): ManagerEntries | undefined {
  if (!entries || entries.length === 0) return none;
  let read: ManagerEntry[] | undefined;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] ?? {};
    const fields = readFieldSet(entry.fieldsV1 ?? {});
    const { manager = '', operation, apiVersion = '', fieldsType, subresource, time } = entry;
    if (fields === 'invalid' || (operation !== 'Apply' && operation !== 'Update')) return undefined;
    if (fieldsType !== 'FieldsV1') return undefined;
    if (fields === entry.fieldsV1) {
      read?.push(entry as ManagerEntry);
      continue;
    }
    read ??= (entries as ManagerEntries).slice(0, index);
    if (fields) read.push(entryOf({ manager, operation, apiVersion, subresource: subresource || undefined }, fields, time));
  }
  return withoutNamesakes(read ?? (entries as ManagerEntries));
}

/** Of entries of one manager only the last counts. */
function withoutNamesakes(entries: ManagerEntries): ManagerEntries {
  const isLast = (entry: ManagerEntry, index: number): boolean => !entries.some((other, at) => at > index && isEntryOf(other, entry));
  for (let index = entries.length - 2; index >= 0; index--) {
    if (!isLast(entries[index] as ManagerEntry, index)) return entries.filter(isLast); // it is there
  }
  return entries;
}

/** Whether two lists of entries say the same, of dates too unless those do not count. */
export function isSameEntries(a: ManagerEntries, b: ManagerEntries, { datesCount = true }: { readonly datesCount?: boolean } = {}): boolean {
  return a === b || (a.length === b.length && a.every((entry, index) => {
    const other = datesCount ? b[index] : b.find((each) => isEntryOf(each, entry));
    return other !== undefined && entry.operation === other.operation && entry.apiVersion === other.apiVersion && isEntryOf(entry, other)
      && (!datesCount || entry.time === other.time) && isSameSet(entry.fieldsV1, other.fieldsV1);
  }));
}

/** Whether a client asks to forget all managers: by one entry that says nothing. */
export function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  if (entries?.length !== 1) return false;
  for (const _ in entries[0]) return false;
  return true;
}

/** Lists of the moment, by their last entry. */
const recentLists = new WeakMap<ManagerEntry, ManagerEntries>();

/** The entries in the order in which they are stored: who applies first, then by age and name. */
export function sortedEntries(entries: readonly ManagerEntry[]): ManagerEntries {
  const sorted = entries.length < 2 ? entries : [...entries].sort(compareEntries);
  const last = lastOf(sorted);
  if (!last) return none;
  const known = recentLists.get(last);
  if (known && known.length === sorted.length && known.every((entry, index) => entry === sorted[index])) return known;
  recentLists.set(last, sorted);
  return sorted;
}

function compareEntries(a: ManagerEntry, b: ManagerEntry): number {
  return compareText(a.operation, b.operation) || compareText(a.time ?? '', b.time ?? '') || compareText(a.manager, b.manager)
    || compareText(a.apiVersion, b.apiVersion) || compareText(a.subresource ?? '', b.subresource ?? '');
}

const maxUpdaters = 10; // kube-apiserver DefaultMaxUpdateManagers
const ancient = 'ancient-changes';

/** At most ten who update: the oldest become one, without a name of their own, for each version. */
export function cappedEntries(entries: readonly ManagerEntry[]): readonly ManagerEntry[] {
  let updaters = 0;
  for (const { operation } of entries) if (operation === 'Update') updaters++;
  if (updaters <= maxUpdaters) return entries;
  const kept = entries.filter(({ operation }) => operation === 'Apply');
  const buckets = new Map<string, ManagerEntry>();
  for (const entry of sortedEntries(entries.filter(({ operation }) => operation === 'Update'))) {
    const bucket = buckets.get(entry.apiVersion);
    if (updaters <= maxUpdaters) {
      kept.push(entry);
    } else if (bucket) {
      buckets.set(entry.apiVersion, entryOf(bucket, union(bucket.fieldsV1, entry.fieldsV1) ?? bucket.fieldsV1, entry.time));
      updaters--;
    } else {
      buckets.set(entry.apiVersion, entryOf({ manager: ancient, operation: 'Update', apiVersion: entry.apiVersion }, entry.fieldsV1, entry.time));
    }
  }
  return [...kept, ...buckets.values()];
}

const nameLimit = 128;

/** The name by which who writes is known: what the request says, or else how its program calls itself. */
export function managerName(fieldManager: string | undefined, userAgent: string): string {
  if (fieldManager) return fieldManager;
  const slash = userAgent.indexOf('/');
  const program = slash < 0 ? userAgent : userAgent.slice(0, slash);
  return program.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '').slice(0, nameLimit) || 'unknown';
}
