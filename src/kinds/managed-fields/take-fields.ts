// Who manages which fields after a change: who made it has what it changed, and nobody has what is gone.
// Upstream: sigs.k8s.io/structured-merge-diff merge (update), k8s.io/apimachinery util/managedfields/internal

import { AccountError } from './account-error.ts';
import type { FieldModel } from './field-model.ts';
import type { FieldSet } from './field-set.ts';
import { difference, intersection, union } from './field-set.ts';
import type { Manager, ManagerEntries, ManagerEntry } from './manager-entry.ts';
import { cappedEntries, entryOf, isEntryOf, sortedEntries, withFieldsOf } from './manager-entry.ts';
import type { Differences } from './object-differences.ts';
import { differencesOf, newFieldsOf } from './object-differences.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An object as one of the versions of its kind writes it. */
export interface VersionedForm {
  readonly model: FieldModel;
  /** From the version of the request, and back to it. */
  form(object: Fields): Fields;
  back(object: Fields): Fields;
}

/** How an object is written, and what of it counts. */
export interface Account {
  /** In the version of the request. */
  readonly model: FieldModel;
  /** In another version in which somebody wrote; undefined when there is none such any more. */
  version(apiVersion: string): VersionedForm | undefined;
  /** Fields that this way of writing cannot change, whatever it says of them. */
  readonly ignored: FieldSet | undefined;
}

/** A write by which fields change hands. */
export interface Taking {
  readonly by: Manager;
  /** RFC 3339; undefined for a way of writing that leaves no date. */
  readonly time: string | undefined;
}

/** The entries of an object that is new. */
export function entriesOfNew(account: Account, object: Fields, { by, time }: Taking): ManagerEntries {
  const fields = newFieldsOf(account.model, object, account.ignored);
  return fields ? sortedEntries([entryOf(by, fields, time)]) : [];
}

/** The entries after an update; the same list when nothing has changed hands. */
export function entriesAfterUpdate(account: Account, entries: ManagerEntries, before: Fields, after: Fields, taking: Taking): ManagerEntries {
  const { by, time } = taking;
  const { changed, removed } = differencesOf(account.model, before, after, account.ignored);
  if (!changed && !removed) return entries.every(({ apiVersion }) => apiVersion === by.apiVersion || account.version(apiVersion)) ? entries : entries.filter(({ apiVersion }) => account.version(apiVersion));
  const compared = new ComparedVersions(account, by.apiVersion, { changed, removed }, before, after);
  const next: ManagerEntry[] = [];
  let own = changed;
  for (const entry of entries) {
    const left = leftTo(entry, compared);
    if (changed && isEntryOf(entry, by)) own = union(left?.fieldsV1, changed);
    else if (left) next.push(left);
  }
  if (own) next.push(entryOf(by, own, time));
  return sortedEntries(cappedEntries(next));
}

/** What a manager has left after somebody else's change. */
export function leftTo(entry: ManagerEntry, compared: ComparedVersions): ManagerEntry | undefined {
  const differences = compared.at(entry.apiVersion);
  return differences && withFieldsOf(entry, difference(difference(entry.fieldsV1, differences.changed), differences.removed));
}

/** What of a manager's fields somebody else's change would take from it. */
export function takenFrom(entry: ManagerEntry, compared: ComparedVersions): FieldSet | undefined {
  return intersection(entry.fieldsV1, compared.at(entry.apiVersion)?.changed);
}

/** An object in another version. Throws an AccountError when that cannot tell it. */
export function inVersion(version: VersionedForm, object: Fields, failure: string): Fields {
  const formed = version.form(object);
  const problem = version.model.problem?.(formed);
  if (problem !== undefined) throw new AccountError(`${failure}: ${problem}`);
  return formed;
}

/** What two states of an object differ in, as each of the versions in which it is managed tells it. */
export class ComparedVersions {
  readonly #account: Account;
  readonly #before: Fields;
  readonly #after: Fields;
  readonly #known: Map<string, Differences | undefined>;

  constructor(account: Account, apiVersion: string, differences: Differences, before: Fields, after: Fields) {
    this.#account = account;
    this.#before = before;
    this.#after = after;
    this.#known = new Map([[apiVersion, differences]]);
  }

  /** Undefined for a version that there is no more: who wrote in it has lost everything. */
  at(apiVersion: string): Differences | undefined {
    if (!this.#known.has(apiVersion)) {
      const version = this.#account.version(apiVersion);
      this.#known.set(apiVersion, version && this.#differences(version));
    }
    return this.#known.get(apiVersion);
  }

  #differences(version: VersionedForm): Differences {
    const before = inVersion(version, this.#before, 'failed to convert old object');
    const after = inVersion(version, this.#after, 'failed to convert new object');
    return differencesOf(version.model, before, after, this.#account.ignored);
  }
}
