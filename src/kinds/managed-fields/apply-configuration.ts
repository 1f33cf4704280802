// Server-side apply: a configuration is laid over an object, and who applies it has exactly the fields that it speaks of.
// Upstream: sigs.k8s.io/structured-merge-diff merge (apply, prune), k8s.io/apimachinery util/managedfields

import { fieldsOf, withNamedFields } from './applied-fields.ts';
import type { FieldSet } from './field-set.ts';
import { difference, intersection, isSameSet, recursiveDifference, union } from './field-set.ts';
import type { FieldType } from './field-type.ts';
import type { Manager, ManagerEntries, ManagerEntry } from './manager-entry.ts';
import { entryOf, isEntryOf, sortedEntries } from './manager-entry.ts';
import { mergeApplied, removeFields } from './merge-applied.ts';
import { differencesOf, withoutIdentity } from './object-differences.ts';
import type { Account, Taking } from './take-fields.ts';
import { ComparedVersions, leftTo, takenFrom } from './take-fields.ts';

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
  const isChanged = live === account.model.empty || differences.changed !== undefined || differences.removed !== undefined;
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
  const { by, merged, applied, last, entries } = pruning;
  // Who applies all that it applied before leaves nothing behind.
  if (last.apiVersion === by.apiVersion && !difference(last.fieldsV1, applied)) return merged;
  const form = last.apiVersion === by.apiVersion ? undefined : account.version(last.apiVersion);
  if (last.apiVersion !== by.apiVersion && !form) return merged;
  const { type } = form?.model ?? account.model;
  const whole = form ? form.form(merged) : merged;
  const before = withNamedFields(type, last.fieldsV1);
  const all = withNamedFields(type, fieldsOf(type, whole));
  let pruned = removeFields(type, whole, before);
  const managed = entries.reduce((sum, entry) => (entry === last ? sum : union(sum, entry.fieldsV1)), applied);
  const kept = union(named(type, pruned), withNamedFields(type, managed));
  pruned = removeFields(type, whole, difference(all, kept));
  // What hangs below something that is gone, and is nobody's, stays.
  pruned = removeFields(type, whole, intersection(difference(all, named(type, pruned)), before));
  return form ? form.back(pruned as Fields) : (pruned as Fields); // an object keeps its name
}

const named = (type: FieldType, value: unknown): FieldSet | undefined => withNamedFields(type, fieldsOf(type, value));
