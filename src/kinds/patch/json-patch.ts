// Upstream: RFC 6902, JSON Patch, as the API server applies it

import { deepEqual, isObject, jsonKind, own } from '../../base/index.ts';
import { PatchError } from './patch-error.ts';

/** The most operations of one patch. */
const maxJsonPatchOperations = 10_000;

/** Applies the operations of a JSON patch in order. The document itself stays as it is. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (patch === null) return document; // no operations
  if (!Array.isArray(patch)) throw undecodable(patch, 'Go value of type []handlers.jsonPatchOp');
  const operations: readonly unknown[] = patch;
  operations.forEach(checkForm);
  if (operations.length > maxJsonPatchOperations) {
    throw new PatchError('too-large', `The allowed maximum operations in a JSON patch is ${maxJsonPatchOperations}, got ${operations.length}`);
  }
  return operations.reduce(applyOperation, document);
}

/** The fields of operations that no operation has: `[0].extra`. */
export function unknownOperationFields(patch: unknown): readonly string[] {
  if (!Array.isArray(patch)) return [];
  return patch.flatMap((operation: unknown, index) => (isObject(operation) ? Object.keys(operation).filter((key) => !operationFields.has(key)).map((key) => `[${index}].${key}`) : []));
}

const operationFields: ReadonlySet<string> = new Set(['op', 'path', 'from', 'value']);

/** Throws for what is no operation at all; whether it is a whole one shows when it is applied. */
function checkForm(operation: unknown): void {
  if (operation === null) return;
  if (!isObject(operation)) throw undecodable(operation, 'Go value of type handlers.jsonPatchOp');
  for (const field of Object.keys(operation)) {
    const value = operation[field];
    if (field === 'value' || !operationFields.has(field) || value === null || value === undefined || typeof value === 'string') continue;
    throw undecodable(value, `Go struct field jsonPatchOp.${field} of type string`);
  }
}

function undecodable(value: unknown, into: string): PatchError {
  return new PatchError('bad-request', `error decoding patch: json: cannot unmarshal ${jsonKind(value)} into ${into}`);
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
  if (path === undefined || path === null) throw refused(`${String(op)} operation failed to decode path: missing value`);
  const steps = parsePointer(path);
  switch (op) {
    case 'add': return change(document, steps, (parent, step) => insert(parent, step, value ?? null));
    case 'replace':
      if (steps.length === 0 && typeof value === 'object' && value !== null) return value; // the whole document
      return change(document, steps, (parent, step) => replace(parent, step, value ?? null));
    case 'remove': return change(document, steps, remove);
    case 'copy': {
      const copied = readOrNull(document, parsePointer(from));
      return change(document, steps, (parent, step) => insert(parent, step, copied));
    }
    case 'move': {
      const source = parsePointer(from);
      const moved = readOrNull(document, source);
      return change(change(document, source, remove), steps, (parent, step) => insert(parent, step, moved));
    }
    case 'test':
      if (!deepEqual(readOrNull(document, steps), value ?? null)) throw refused(`testing value ${String(path)} failed: test failed`);
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
    const next = Array.isArray(value) ? (value as readonly unknown[])[indexIn(value, step)] : isObject(value) ? own(value, step) : undefined;
    if (next === undefined) throw new Fault(true, step);
    value = next;
  }
  return value;
}

/** What a pointer leads to; a missing last key counts as null. */
function readOrNull(document: unknown, steps: readonly string[]): unknown {
  const last = steps.at(-1);
  if (last === undefined) return document;
  const parent = read(document, steps.slice(0, -1));
  return isObject(parent) ? (own(parent, last) ?? null) : read(parent, [last]);
}

type Parent = Readonly<Record<string, unknown>> | readonly unknown[];

/** Copies the way down to the last step, where `edit` makes the new parent. */
function change(document: unknown, steps: readonly string[], edit: (parent: Parent, step: string) => Parent): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) throw new Fault(true, '');
  if (!Array.isArray(document) && !isObject(document)) throw new Fault(true, step);
  if (rest.length === 0) return edit(document as Parent, step);
  if (Array.isArray(document)) {
    const index = indexIn(document, step);
    return document.with(index, change(document[index], rest, edit));
  }
  return { ...document, [step]: change(own(document as Readonly<Record<string, unknown>>, step), rest, edit) };
}

/** The index that a step names, among so many; one from the end when it is negative. */
function indexIn(list: readonly unknown[], step: string, length = list.length): number {
  if (!/^[-+]?\d+$/.test(step)) throw new Fault(false, `value was not a proper array index: '${step}': strconv.Atoi: parsing "${step}": invalid syntax`);
  const index = Number(step);
  if (index >= length || index < -length) throw new Fault(false, `Unable to access invalid index: ${step}: invalid index referenced`);
  return index < 0 ? index + length : index;
}

function insert(parent: Parent, step: string, value: unknown): Parent {
  if (!isList(parent)) return { ...parent, [step]: value };
  return parent.toSpliced(step === '-' ? parent.length : indexIn(parent, step, parent.length + 1), 0, value);
}

function replace(parent: Parent, step: string, value: unknown): Parent {
  return isList(parent) ? parent.with(indexIn(parent, step), value) : { ...parent, [step]: value };
}

function remove(parent: Parent, step: string): Parent {
  if (isList(parent)) return parent.toSpliced(indexIn(parent, step), 1);
  if (!Object.hasOwn(parent, step)) throw new Fault(false, `Unable to remove nonexistent key: ${step}: missing value`);
  const { [step]: _, ...rest } = parent;
  return rest;
}

const isList = (parent: Parent): parent is readonly unknown[] => Array.isArray(parent);
