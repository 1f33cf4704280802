// A strategic merge patch knows the types: lists merge by their items' keys, and directives say what a merge cannot.
// Upstream: k8s.io/apimachinery util/strategicpatch

import { compareText, copyOf, deepEqual, goStringVerb, goText, goType, isObject, jsonKind } from '../../base/index.ts';
import type { Schema } from '../facts.ts';
import { referencedDefinition } from '../facts.ts';
import { itemSchemaOf, mergeRuleOf } from './merge-rule.ts';
import type { MergeRule } from './merge-rule.ts';
import { PatchError } from './patch-error.ts';

type Fields = Readonly<Record<string, unknown>>;

const directive = '$patch';
const retainKeys = '$retainKeys';
const deletePrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

/** Applies a strategic merge patch to an object of the type with this definition. The object itself stays as it is. */
export function applyStrategicPatch(definition: string, original: Fields, patch: unknown): Fields {
  if (!isObject(patch)) throw new PatchError('bad-request', `json: cannot unmarshal ${jsonKind(patch)} into Go value of type map[string]interface {}`);
  return mergeMaps(original, patch, { $ref: `#/definitions/${definition}` });
}

const untyped: MergeRule = { schema: {}, strategies: [], mergeKey: undefined };

function mergeMaps(original: Fields, patch: Fields, schema: Schema): Fields {
  const special = patch[directive];
  if (special === 'replace') return without(patch, directive);
  if (special === 'delete') return {};
  if (special !== undefined) throw unknownDirective(special, patch);
  const result = copyOf(retained(original, patch));
  const keys = Object.keys(patch);
  if (keys.length > 1) keys.sort(compareText);
  const hasOrders = keys.some((key) => key.startsWith(orderPrefix));
  for (const key of keys) {
    const value = patch[key];
    if (key === directive || key === retainKeys || value === undefined) continue;
    if (key.startsWith(orderPrefix)) {
      orderList(result, original, patch, key.slice(orderPrefix.length), value, schema);
    } else if (key.startsWith(deletePrefix)) {
      deleteItems(result, key.slice(deletePrefix.length), value);
    } else if (!hasOrders || !(`${orderPrefix}${key}` in patch)) {
      mergeField(result, key, value, mergeRuleOf(schema, key) ?? untyped);
    }
  }
  const merged = withoutMissing(result);
  return hasSameFields(merged, original) ? original : merged;
}

/** The fields that have a value. A field that is taken out leaves undefined: `delete` would turn the object into a slow one for good. */
function withoutMissing(fields: Fields): Fields {
  let isWhole = true;
  for (const key in fields) if (fields[key] === undefined) isWhole = false;
  if (isWhole) return fields;
  const present: Record<string, unknown> = {};
  for (const key in fields) if (fields[key] !== undefined) present[key] = fields[key];
  return present;
}

/** Whether a patch has changed nothing. */
function hasSameFields(result: Fields, original: Fields): boolean {
  let extra = 0;
  for (const _ in original) extra++;
  for (const key in result) {
    if (result[key] !== original[key]) return false;
    extra--;
  }
  return extra === 0;
}

function unknownDirective(special: unknown, patch: Fields): PatchError {
  return new PatchError('internal', `unknown patch type: ${goStringVerb(special)} in map: ${goText(patch)}`);
}

function without(fields: Fields, key: string): Fields {
  const { [key]: _, ...rest } = fields;
  return rest;
}

/** What the retainKeys directive leaves of the original. */
function retained(original: Fields, patch: Fields): Fields {
  const keys = patch[retainKeys];
  if (keys === undefined) return original;
  const isComplete = Array.isArray(keys) && Object.keys(patch).every((key) => key.startsWith('$') || patch[key] === null || keys.includes(key));
  if (!isComplete) throw new PatchError('bad-request', 'invalid patch format of retainKeys');
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function mergeField(result: Record<string, unknown>, key: string, value: unknown, rule: MergeRule): void {
  const before = result[key];
  if (value === null) {
    result[key] = undefined;
  } else if (isObject(value) && isObject(before)) {
    // What replaces a map stays as it is written, directives and nulls too.
    result[key] = rule.strategies.includes('replace') ? value : mergeMaps(before, value, rule.schema);
  } else if (Array.isArray(value) && Array.isArray(before)) {
    result[key] = rule.strategies.includes('merge') ? mergeLists(before, value, rule) : value;
  } else {
    result[key] = taken(value);
  }
}

/** What is taken over whole has no nulls in its maps; a map with a directive is nothing then, whatever that says. */
function taken(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => (item === null ? null : taken(item)));
    return items.includes(undefined) ? items.filter((item) => item !== undefined) : items;
  }
  if (!isObject(value)) return value;
  if (directive in value) return undefined;
  const result: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    const kept = part === null ? undefined : taken(part);
    if (kept !== undefined) result[key] = kept;
  }
  return result;
}

function deleteItems(result: Record<string, unknown>, key: string, items: unknown): void {
  const before = result[key];
  if (!Array.isArray(items) || !Array.isArray(before)) return;
  checkSameTypes(before, items);
  result[key] = before.filter((item) => !items.some((gone) => deepEqual(gone, item)));
}

function mergeLists(original: readonly unknown[], patch: readonly unknown[], rule: MergeRule): readonly unknown[] {
  if (original.length === 0 && patch.length === 0) return original;
  checkSameTypes(original, patch);
  const holdsObjects = original.some(isObject) || patch.some(isObject);
  if (!holdsObjects) {
    const merged = [...original, ...patch].filter((item, index, all) => all.indexOf(item) === index);
    return inOrder(merged, patch, original, undefined);
  }
  const { mergeKey } = rule;
  if (mergeKey === undefined) throw new PatchError('internal', 'cannot merge lists without merge key for type');
  const { items, rest, replaced } = applyItemDirectives(original as readonly Fields[], patch as readonly Fields[], mergeKey);
  if (replaced) return replaced;
  const merged: Fields[] = [...items];
  for (const item of rest) {
    const value = keyOfItem(item, mergeKey);
    const at = merged.findIndex((other) => deepEqual(other[mergeKey], value));
    const known = merged[at];
    if (known) merged[at] = mergeMaps(known, item, itemSchemaOf(rule.schema) ?? untyped.schema);
    else merged.push(item);
  }
  return inOrder(merged, rest, original, mergeKey);
}

function checkSameTypes(...lists: readonly (readonly unknown[])[]): void {
  if (lists.every((list) => list.every(isObject))) return;
  const kinds = new Set(lists.flat().map(goType));
  if (kinds.size > 1) throw new PatchError('internal', `list element types are not identical: ${goText(lists)}`);
  if (kinds.has('[]interface {}')) throw new PatchError('internal', 'lists of lists are not supported');
}

function keyOfItem(item: Fields, mergeKey: string): unknown {
  const value = item[mergeKey];
  if (value === undefined) throw new PatchError('internal', `map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
  return value;
}

interface Directed {
  readonly items: readonly Fields[];
  /** The items of the patch that are no directives. */
  readonly rest: readonly Fields[];
  /** The whole list, when a directive replaces it. */
  readonly replaced?: readonly Fields[];
}

/** Items with $patch: delete takes an item out, replace the whole list. */
function applyItemDirectives(original: readonly Fields[], patch: readonly Fields[], mergeKey: string): Directed {
  let items = original;
  const rest: Fields[] = [];
  let replaces = false;
  for (const item of patch) {
    const special = item[directive];
    if (special === undefined) {
      rest.push(item);
    } else if (special === 'delete') {
      const value = keyOfItem(item, mergeKey);
      items = items.filter((other) => !deepEqual(other[mergeKey], value));
    } else if (special === 'replace') {
      replaces = true;
    } else if (special === 'merge') {
      throw new PatchError('internal', 'merging lists cannot yet be specified in the patch');
    } else {
      throw unknownDirective(special, item);
    }
  }
  return replaces ? { items, rest, replaced: rest } : { items, rest };
}

const isSameItem = (a: unknown, b: unknown, mergeKey: string | undefined): boolean =>
  mergeKey === undefined || !isObject(a) || !isObject(b) ? deepEqual(a, b) : deepEqual(a[mergeKey], b[mergeKey]);

function indexOfItem(list: readonly unknown[], item: unknown, mergeKey: string | undefined): number {
  for (let index = 0; index < list.length; index++) if (isSameItem(list[index], item, mergeKey)) return index;
  return -1;
}

/** An item with its places in the wanted list and in the original. */
interface Placed {
  readonly item: unknown;
  readonly inWanted: number;
  readonly inOriginal: number;
}

/** Puts what the wanted list names in its order; the others keep theirs, before the named ones that stood behind them. */
function inOrder(merged: readonly unknown[], wanted: readonly unknown[], original: readonly unknown[], mergeKey: string | undefined): readonly unknown[] {
  if (merged.length < 2) return merged;
  const named: Placed[] = [];
  const others: Placed[] = [];
  for (const item of merged) {
    const inWanted = indexOfItem(wanted, item, mergeKey);
    (inWanted < 0 ? others : named).push({ item, inWanted, inOriginal: indexOfItem(original, item, mergeKey) });
  }
  named.sort((a, b) => a.inWanted - b.inWanted);
  others.sort((a, b) => a.inOriginal - b.inOriginal);
  const result: unknown[] = [];
  for (let i = 0, j = 0; ;) {
    const other = others[i];
    const next = named[j];
    if (other && (!next || (other.inOriginal >= 0 && next.inOriginal >= 0 && other.inOriginal < next.inOriginal))) {
      result.push(other.item);
      i++;
    } else if (next) {
      result.push(next.item);
      j++;
    } else {
      return result;
    }
  }
}

/** Merges a list, if the patch has it, and puts the items in the order that the directive gives. */
function orderList(result: Record<string, unknown>, original: Fields, patch: Fields, key: string, order: unknown, schema: Schema): void {
  const wanted = listed(order);
  const rule = mergeRuleOf(schema, key);
  if (!rule) {
    const name = referencedDefinition(schema)?.split('.').at(-1) ?? '';
    throw new PatchError('internal', `unable to find api field in struct ${name} for the json field "${key}"`);
  }
  const { mergeKey } = rule;
  const change = patch[key];
  const before: unknown = original[key];
  if (change === undefined && before === undefined && !itemSchemaOf(rule.schema)) throw new PatchError('internal', 'expected slice or array type, but got: struct');
  if (change !== undefined && change !== null) checkOrder(listed(change), wanted, mergeKey);
  if (change === null) {
    result[key] = undefined;
    return;
  }
  const list = before === undefined ? [] : listed(before);
  if (change === undefined && mergeKey !== undefined && list.length > 0) checkOrderItems(wanted, mergeKey);
  const gone = patch[`${deletePrefix}${key}`];
  const kept = Array.isArray(gone) ? list.filter((item) => !gone.some((other) => deepEqual(other, item))) : list;
  const merged = Array.isArray(change) ? mergeLists(kept, change, rule) : kept;
  if (merged.length > 0 || before !== undefined) result[key] = inOrder(merged, wanted, list, mergeKey);
}

/** The name of a value's type, in a sentence. */
const typeNamed = (value: unknown): string => (value === null ? goStringVerb(null) : goType(value));

function listed(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new PatchError('internal', `expected a []interface {}, but received a ${typeNamed(value)}`);
  return value;
}

function checkKeyed(items: readonly unknown[], mergeKey: string): void {
  for (const item of items) {
    if (!isObject(item)) throw new PatchError('internal', `expected a map[string]interface {}, but received a ${typeNamed(item)}`);
    keyOfItem(item, mergeKey);
  }
}

/** An order without a change is held to the list that is there. */
function checkOrderItems(order: readonly unknown[], mergeKey: string): void {
  if (order.length > 0 && !isObject(order[0])) throw new PatchError('internal', 'value for key 0 is not a map');
  checkKeyed(order, mergeKey);
}

/** The items that the patch changes stand in the order that it asks for. */
function checkOrder(change: readonly unknown[], order: readonly unknown[], mergeKey: string | undefined): void {
  if (order.length === 0) return;
  const items = change.filter((item) => !(isObject(item) && item[directive] !== undefined));
  if (mergeKey !== undefined) {
    checkKeyed(items, mergeKey);
    checkKeyed(order, mergeKey);
  }
  let at = 0;
  for (const item of items) {
    while (at < order.length && !isSameItem(order[at], item, mergeKey)) at++;
    if (at >= order.length) {
      throw new PatchError('internal', `The order in patch list:\n${goText(items)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`);
    }
    at++;
  }
}
