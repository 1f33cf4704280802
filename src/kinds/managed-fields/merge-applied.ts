// A configuration laid over the object as it is.
// Upstream: sigs.k8s.io/structured-merge-diff typed (merge, remove)

import { copyOf, deepEqual, isObject } from '../../base/index.ts';
import { itemsByStep } from './differences.ts';
import type { FieldSet } from './field-set.ts';
import { below, isMember, leaf } from './field-set.ts';
import type { FieldsType, FieldType, ListType } from './field-type.ts';
import { atomOf, memberType } from './field-type.ts';
import { fieldStep, itemStep } from './path-step.ts';

/** The live value with everything that the configuration says; what it does not say stays. Gives the live value itself where it says nothing else. */
export function mergeApplied(type: FieldType, live: unknown, config: unknown): unknown {
  if (config === undefined || config === live) return live;
  if (live === undefined) return config;
  const atom = atomOf(type, config ?? live);
  switch (atom.form) {
    case 'scalar': return config;
    case 'list': return mergeLists(atom, live, config);
    case 'fields': return mergeFields(atom, live, config);
  }
}

function mergeFields(type: FieldsType, live: unknown, config: unknown): unknown {
  const old = isObject(live) ? live : {};
  const said = isObject(config) ? config : {};
  if (type.relation === 'atomic' || (isEmpty(old) && isEmpty(said))) return deepEqual(live, config) ? live : config;
  let merged: Record<string, unknown> | undefined;
  for (const name in said) {
    const member = memberType(type, name);
    const value = member ? mergeApplied(member, old[name], said[name]) : said[name];
    if (value === old[name]) continue;
    merged ??= copyOf(old);
    merged[name] = value;
  }
  return merged ?? old;
}

const isEmpty = (fields: object): boolean => {
  for (const _ in fields) return false;
  return true;
};

/**
 * The items of the configuration in its order, and among them the others of the live list. The live list is read from its
 * beginning: an item that only it has keeps its turn, and one that stands next in the common order brings along what the
 * configuration has up to there.
 */
function mergeLists(type: ListType, live: unknown, config: unknown): unknown {
  const old: readonly unknown[] = Array.isArray(live) ? live : [];
  const said: readonly unknown[] = Array.isArray(config) ? config : [];
  if (type.relation === 'atomic' || (old.length === 0 && said.length === 0)) return deepEqual(live, config) ? live : config;
  const known = itemsByStep(type, old);
  const wanted = said.map((item) => ({ step: itemStep(type, item) ?? '', item }));
  const wantedSteps = new Set(wanted.map(({ step }) => step));
  const common = wanted.filter(({ step }) => known.has(step)).map(({ step }) => step);
  const merged: unknown[] = [];
  let taken = 0;
  const takeUpTo = (last: string | undefined): void => {
    while (taken < wanted.length) {
      const { step = '', item } = wanted[taken++] ?? {};
      const same = known.get(step) ?? [];
      merged.push(same.length === 1 ? mergeApplied(type.item, same[0], item) : item);
      if (step === last) return;
    }
  };
  for (const item of old) {
    const step = itemStep(type, item) ?? '';
    if (!wantedSteps.has(step)) {
      merged.push(item);
    } else if (step === common[0]) {
      takeUpTo(step);
      common.shift();
    }
  }
  takeUpTo(undefined);
  return merged.length === old.length && merged.every((item, index) => item === old[index]) ? old : merged;
}

/** The value without the fields of the set. What nothing is left of is null. */
export function removeFields(type: FieldType, value: unknown, set: FieldSet | undefined): unknown {
  if (!set || set === leaf || value === undefined || value === null) return value;
  const atom = atomOf(type, value);
  if (atom.form === 'scalar' || atom.relation === 'atomic') return value;
  return atom.form === 'list' ? removeItems(atom, value, set) : removeNamed(atom, value, set);
}

function removeNamed(type: FieldsType, value: unknown, set: FieldSet): unknown {
  if (!isObject(value) || isEmpty(value)) return value;
  const left: Record<string, unknown> = {};
  let count = 0;
  let isSame = true;
  for (const name in value) {
    const gone = below(set, fieldStep(name));
    if (gone && isMember(gone)) {
      isSame = false;
      continue;
    }
    const inner = removeFields(memberType(type, name) ?? { form: 'deduced' }, value[name], gone);
    if (inner !== value[name]) isSame = false;
    left[name] = inner;
    count++;
  }
  if (isSame) return value;
  return count === 0 ? null : left;
}

function removeItems(type: ListType, value: unknown, set: FieldSet): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  const items: readonly unknown[] = value;
  const left: unknown[] = [];
  for (const item of items) {
    const gone = below(set, itemStep(type, item) ?? '');
    if (gone && isMember(gone)) continue;
    left.push(removeFields(type.item, item, gone));
  }
  if (left.length === items.length && left.every((item, index) => item === items[index])) return items;
  return left.length === 0 ? null : left;
}
