// Upstream: RFC 6902, JSON Patch, as the API server applies it

import { deepEqual, isObject } from '../../base/index.ts';
import { PatchError } from './patch-error.ts';

/** The most operations of one patch. */
export const maxJsonPatchOperations = 10_000;

/** Applies the operations of a JSON patch in order. The document itself stays as it is. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw new PatchError('bad-request', `error decoding patch: json: cannot unmarshal ${kindOf(patch)} into Go value of type []handlers.jsonPatchOp`);
  }
  if (patch.length > maxJsonPatchOperations) {
    throw new PatchError('unprocessable', `The allowed maximum operations in a JSON patch is ${maxJsonPatchOperations}, got ${patch.length}`);
  }
  return (patch as readonly unknown[]).reduce(applyOperation, document);
}

function kindOf(value: unknown): string {
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function refused(why: string): PatchError {
  return new PatchError('unprocessable', why);
}

/** Why a pointer leads nowhere: what stands before its last step is missing, or that step is wrong. */
class Fault extends Error {
  override readonly name = 'Fault';
  readonly isParentMissing: boolean;

  constructor(isParentMissing: boolean, why: string) {
    super(why);
    this.isParentMissing = isParentMissing;
  }
}

/** In the words of the library that the API server uses; a client of the API is not told them, one of a webhook is. */
function faultText(op: string, path: string, { isParentMissing, message }: Fault): string {
  if (op === 'replace') return `replace operation does not apply: doc is missing ${isParentMissing ? 'path' : 'key'}: ${path}: missing value`;
  return isParentMissing ? `${op} operation does not apply: doc is missing path: "${path}": missing value` : `error in ${op} for path: '${path}': ${message}`;
}

function applyOperation(document: unknown, operation: unknown): unknown {
  if (!isObject(operation)) throw refused('an operation is no object');
  const { op, path } = operation;
  try {
    return applyKnown(document, operation);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw refused(faultText(String(op), String(path), error));
  }
}

function applyKnown(document: unknown, { op, path, from, value }: Readonly<Record<string, unknown>>): unknown {
  if (path === undefined) throw refused(`${String(op)} operation failed to decode path: missing value`);
  const steps = parsePointer(path);
  switch (op) {
    case 'add': return change(document, steps, (parent, step) => insert(parent, step, value ?? null), value ?? null);
    case 'replace': return change(document, steps, (parent, step) => replace(parent, step, value ?? null), value ?? null);
    case 'remove': return change(document, steps, remove, null);
    case 'copy':
    case 'move': {
      const source = parsePointer(from);
      const moved = read(document, source);
      const rest = op === 'move' ? change(document, source, remove, null) : document;
      return change(rest, steps, (parent, step) => insert(parent, step, moved), moved);
    }
    case 'test':
      if (!deepEqual(readForTest(document, steps), value ?? null)) throw refused(`testing value ${String(path)} failed: test failed`);
      return document;
    default: throw refused(`Unexpected kind: ${String(op)}`);
  }
}

function parsePointer(pointer: unknown): readonly string[] {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) throw refused('a path must begin with /');
  if (pointer === '') return [];
  return pointer.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, steps: readonly string[]): unknown {
  let value = document;
  for (const step of steps) {
    const next = Array.isArray(value) ? (value as readonly unknown[])[indexIn(value, step)] : isObject(value) ? value[step] : undefined;
    if (next === undefined) throw new Fault(true, step);
    value = next;
  }
  return value;
}

/** A missing last key counts as null. */
function readForTest(document: unknown, steps: readonly string[]): unknown {
  const last = steps.at(-1);
  if (last === undefined) return document;
  const parent = read(document, steps.slice(0, -1));
  return isObject(parent) ? (parent[last] ?? null) : read(parent, [last]);
}

type Parent = Readonly<Record<string, unknown>> | readonly unknown[];

/** Copies the way down to the last step, where `edit` makes the new parent. */
function change(document: unknown, steps: readonly string[], edit: (parent: Parent, step: string) => Parent, whole: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return whole;
  if (!Array.isArray(document) && !isObject(document)) throw new Fault(true, step);
  if (rest.length === 0) return edit(document as Parent, step);
  if (Array.isArray(document)) {
    const index = indexIn(document, step);
    return document.with(index, change(document[index], rest, edit, whole));
  }
  return { ...document, [step]: change((document as Readonly<Record<string, unknown>>)[step], rest, edit, whole) };
}

/** The index that a step names; one from the end when it is negative. */
function indexIn(list: readonly unknown[], step: string): number {
  if (!/^-?\d+$/.test(step)) throw new Fault(false, `value was not a proper array index: '${step}': strconv.Atoi: parsing "${step}": invalid syntax`);
  const index = Number(step);
  if (index >= list.length || index < -list.length) throw new Fault(false, `Unable to access invalid index: ${step}: invalid index referenced`);
  return index < 0 ? index + list.length : index;
}

function insert(parent: Parent, step: string, value: unknown): Parent {
  if (!isList(parent)) return { ...parent, [step]: value };
  const index = step === '-' || step === String(parent.length) ? parent.length : indexIn(parent, step);
  return parent.toSpliced(index, 0, value);
}

function replace(parent: Parent, step: string, value: unknown): Parent {
  return isList(parent) ? parent.with(indexIn(parent, step), value) : { ...parent, [step]: value };
}

function remove(parent: Parent, step: string): Parent {
  if (isList(parent)) return parent.toSpliced(indexIn(parent, step), 1);
  if (!(step in parent)) throw new Fault(false, `Unable to remove nonexistent key: ${step}: missing value`);
  const { [step]: _, ...rest } = parent;
  return rest;
}

const isList = (parent: Parent): parent is readonly unknown[] => Array.isArray(parent);
