// Server-side apply: a configuration is laid over an object, and who applies it has exactly the fields that it speaks of.
// Upstream: sigs.k8s.io/structured-merge-diff merge (apply, prune), k8s.io/apimachinery util/managedfields

import { deepEqual } from '../../base/index.ts';
import { fieldsOf, withNamedFields } from './applied-fields.ts';
import type { FieldSet } from './field-set.ts';
import { difference, intersection, isSameSet, recursiveDifference, union } from './field-set.ts';
import type { FieldType } from './field-type.ts';
import type { Manager, ManagerEntries, ManagerEntry } from './manager-entry.ts';
import { entryOf, isEntryOf, sortedEntries } from './manager-entry.ts';
import { mergeApplied, removeFields } from './merge-applied.ts';
import { differencesOf, withoutIdentity } from './object-differences.ts';
import type { Account, Taking } from './take-fields.ts';
import { ComparedVersions, inVersion, leftTo, takenFrom } from './take-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Fields of another manager that a configuration would give other values. */
export interface Conflict {
  readonly with: ManagerEntry;
  readonly fields: FieldSet;
}

/** What is applied to what. */
export interface Application extends Taking {
  readonly by: Manager;
  /** The object as it is, in the version of the configuration; what an object has of which nobody said anything, when there is none. */
  readonly live: Fields;
  readonly config: Fields;
  readonly entries: ManagerEntries;
}

/** What became of it. Object and entries are those that were there where nothing has changed. */
export interface Applied {
  readonly object: Fields;
  readonly entries: ManagerEntries;
  /** What others had, in the order of their entries; it is theirs no more. */
  readonly conflicts: readonly Conflict[];
}

/** Lays a configuration over an object. Whether the conflicts that are told are to be had is for the caller to say. */
export function applyConfiguration(account: Account, application: Application): Applied {
  const { by, live, config, entries } = application;
  const { type } = account.model;
  const last = entries.find((entry) => isEntryOf(entry, by));
  const applied = recursiveDifference(fieldsOf(type, config), account.ignored);
  const merged = mergeApplied(type, live, config) as Fields; // of two objects
  const object = last ? prune(account, { ...application, merged, applied, last }) : merged;
  const differences = differencesOf(account.model, live, object, account.ignored);
  const compared = new ComparedVersions(account, by.apiVersion, differences, live, object);
  const next: ManagerEntry[] = [];
  const conflicts: Conflict[] = [];
  for (const entry of entries) {
    if (entry === last) continue;
    const taken = differences.changed && takenFrom(entry, compared);
    if (taken) conflicts.push({ with: entry, fields: taken });
    const left = differences.changed || differences.removed ? leftTo(entry, compared) : entry;
    if (left) next.push(left);
  }
  // What this way of writing cannot change, and what says which object it is, counts here too.
  const isChanged = differences.changed !== undefined || differences.removed !== undefined || (object !== live && !deepEqual(object, live));
  return { object, conflicts, entries: withOwn(application, next, last, withoutIdentity(applied), isChanged) };
}

/** The entries with that of who applies; those that were there if they are the same. */
function withOwn({ by, time, entries }: Application, next: ManagerEntry[], last: ManagerEntry | undefined, own: FieldSet | undefined, isChanged: boolean): ManagerEntries {
  const isSame = !isChanged && isSameSet(last?.fieldsV1, own) && last?.apiVersion === (own && by.apiVersion);
  if (isSame) return entries;
  // Only a change of the object is dated; who first agrees with what is there has no date.
  if (own) next.push(entryOf(by, own, isChanged ? time : last?.time));
  return sortedEntries(next);
}

interface Pruning extends Application {
  readonly merged: Fields;
  /** What is applied now. */
  readonly applied: FieldSet | undefined;
  /** What was applied before by the same manager. */
  readonly last: ManagerEntry;
}

/** Takes away what the manager applied before and does not apply now, unless somebody else has it. */
function prune(account: Account, pruning: Pruning): Fields {
  const { by, merged, applied, last } = pruning;
  // Who applies all that it applied before leaves nothing behind.
  if (last.apiVersion === by.apiVersion && !difference(last.fieldsV1, applied)) return merged;
  const speech = speechOf(account, by, last.apiVersion);
  if (!speech) return merged;
  const { type } = speech;
  const whole = speech.told(merged);
  const before = withNamedFields(type, last.fieldsV1);
  const owned = withOwnedFields(account, pruning, speech.back(removeFields(type, whole, before) as Fields)); // an object keeps its name
  // What hangs below something that is gone, and is nobody's, stays.
  const gone = difference(named(type, whole), named(type, speech.told(owned)));
  return speech.back(removeFields(type, whole, intersection(gone, before)) as Fields);
}

/** A pruned object with what any manager has of the whole one, asked in each version in which somebody has something. */
function withOwnedFields(account: Account, { by, merged, applied, last, entries }: Pruning, pruned: Fields): Fields {
  const managed = new Map<string, FieldSet | undefined>([[last.apiVersion, undefined], [by.apiVersion, applied]]);
  for (const entry of entries) if (entry !== last) managed.set(entry.apiVersion, union(managed.get(entry.apiVersion), entry.fieldsV1));
  let owned = pruned;
  for (const [apiVersion, set] of managed) {
    const speech = set && speechOf(account, by, apiVersion);
    if (!speech) continue;
    const { type } = speech;
    const whole = speech.told(merged);
    const kept = union(named(type, speech.told(owned)), withNamedFields(type, set));
    owned = speech.back(removeFields(type, whole, difference(named(type, whole), kept)) as Fields);
  }
  return owned;
}

/** How objects are told in a version, and told again in that of who applies. */
interface Speech {
  readonly type: FieldType;
  told(object: Fields): Fields;
  back(object: Fields): Fields;
}

/** Undefined for a version that there is no more. */
function speechOf(account: Account, by: Manager, apiVersion: string): Speech | undefined {
  if (apiVersion === by.apiVersion) return { type: account.model.type, told: (object) => object, back: (object) => object };
  const version = account.version(apiVersion);
  return version && {
    type: version.model.type,
    told: (object) => inVersion(version, object, 'failed to prune fields: failed to convert merged object to last applied version'),
    back: (object) => version.back(object),
  };
}

const named = (type: FieldType, value: unknown): FieldSet | undefined => withNamedFields(type, fieldsOf(type, value));
