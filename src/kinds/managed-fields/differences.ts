// Which fields two states of an object differ in.
// Upstream: sigs.k8s.io/structured-merge-diff typed (compare)

import { deepEqual, isObject } from '../../base/index.ts';
import { saysEmpty, valueIn } from '../said-empty.ts';
import { AccountError } from './account-error.ts';
import type { FieldsType, FieldType, ListType } from './field-type.ts';
import { atomOf, memberType } from './field-type.ts';
import type { FieldSet } from './field-set.ts';
import { SetBuilder, leaf } from './field-set.ts';
import { fieldStep, itemStep } from './path-step.ts';

/** The fields of `after` that `before` does not have, or has with another value. What both share is not looked into. */
export function changedFields(type: FieldType, before: unknown, after: unknown): FieldSet | undefined {
  return compare(type, before, after, true);
}

/** The fields of `after` that `before` does not have. */
export function addedFields(type: FieldType, before: unknown, after: unknown): FieldSet | undefined {
  return compare(type, before, after, false);
}

/** Below a place where nothing was: undefined. A null is something, though nothing is in it. */
function compare(type: FieldType, before: unknown, after: unknown, countsChanges: boolean): FieldSet | undefined {
  if (before === after || after === undefined) return undefined;
  const atom = atomOf(type, after ?? before);
  switch (atom.form) {
    case 'scalar': return compareWhole(before, after, countsChanges);
    case 'list': return compareLists(atom, before, after, countsChanges);
    case 'fields': return compareFields(atom, before, after, countsChanges);
  }
}

function compareWhole(before: unknown, after: unknown, countsChanges: boolean): FieldSet | undefined {
  if (before === undefined) return leaf;
  return countsChanges && !deepEqual(before, after) ? leaf : undefined;
}

function compareFields(type: FieldsType, before: unknown, after: unknown, countsChanges: boolean): FieldSet | undefined {
  const old = isObject(before) ? before : undefined;
  const next = isObject(after) ? after : undefined;
  // Two empty ones are compared as wholes: so it is told whether they are there at all.
  if (type.relation === 'atomic' || (hasNone(old) && hasNone(next))) return compareWhole(before, after, countsChanges);
  const builder = new SetBuilder();
  for (const name in next) {
    const value = valueIn(next, name);
    const known = old?.[name];
    if (value === known || value === undefined) continue;
    const member = memberType(type, name);
    if (member) builder.add(fieldStep(name), compare(member, known, value, countsChanges));
  }
  return builder.build(before === undefined);
}

function hasNone(fields: Readonly<Record<string, unknown>> | undefined): boolean {
  for (const name in fields) if (fields[name] !== undefined) return false;
  return true;
}

function compareLists(type: ListType, before: unknown, after: unknown, countsChanges: boolean): FieldSet | undefined {
  const old: readonly unknown[] = Array.isArray(before) ? before : [];
  const next: readonly unknown[] = Array.isArray(after) ? after : [];
  if (countsChanges && type.relation === 'atomic' && before !== undefined && saysEmpty(after)) return leaf; // Go compares such a list by reflection
  if (type.relation === 'atomic' || (old.length === 0 && next.length === 0)) return compareWhole(before, after, countsChanges);
  const builder = new SetBuilder();
  if (old.length === 0 && next.length === 1) {
    addItem(builder, type, undefined, next[0], countsChanges);
  } else {
    const known = itemsByStep(type, old);
    for (const [step, items] of itemsByStep(type, next)) {
      const others = known.get(step) ?? [];
      if (others.length > 1 || items.length > 1) builder.add(step, compareWhole(others.length === 0 ? undefined : others, items, countsChanges));
      else builder.add(step, compare(type.item, others[0], items[0], countsChanges));
    }
  }
  return builder.build(before === undefined);
}

function addItem(builder: SetBuilder, type: ListType, before: unknown, item: unknown, countsChanges: boolean): void {
  const step = itemStep(type, item);
  if (step === undefined) throw new AccountError();
  builder.add(step, compare(type.item, before, item, countsChanges));
}

/**
 * The items of a list by their steps, in the order in which each comes first. Lists should have none twice, but stored ones may.
 * Throws an AccountError where one has no key.
 */
export function itemsByStep(type: ListType, items: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  const bySteps = new Map<string, unknown[]>();
  for (const item of items) {
    const step = itemStep(type, item);
    if (step === undefined) throw new AccountError();
    const same = bySteps.get(step);
    if (same) same.push(item);
    else bySteps.set(step, [item]);
  }
  return bySteps;
}
