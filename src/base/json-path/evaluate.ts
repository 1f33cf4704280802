// What a JSONPath template finds in an object, and the text it makes.
// Upstream: k8s.io/client-go util/jsonpath

import { goText, goType } from '../go-text.ts';
import { compareText, goJson, isObject } from '../json.ts';
import { utf8Bytes } from '../utf8.ts';
import { JsonPathError, parseJsonPath } from './parse.ts';
import type { Bound, Part, Step } from './parse.ts';

/** A template ready to be used. */
export interface JsonPath {
  readonly parts: readonly Part[];
  /** Whether a field that is missing is just nothing. */
  readonly allowMissing: boolean;
}

/** Reads a template; throws JsonPathError. */
export function compileJsonPath(template: string, allowMissing = true): JsonPath {
  return { parts: parseJsonPath(template), allowMissing };
}

/** The values of each path of the template, in order; throws JsonPathError. */
export function findResults(path: JsonPath, data: unknown): readonly (readonly unknown[])[] {
  return path.parts.flatMap((part) => partResults(path, part, data));
}

function partResults(path: JsonPath, part: Part, data: unknown): readonly (readonly unknown[])[] {
  if (part.type === 'end') throw new JsonPathError('not in range, nothing to end');
  const values = walk(path, [data], part.steps);
  if (part.type === 'path') return [values];
  return values.flatMap((value) => part.body.flatMap((each) => partResults(path, each, value)));
}

function walk(path: JsonPath, input: readonly unknown[], steps: readonly Step[]): readonly unknown[] {
  let values = input;
  for (const step of steps) values = evaluate(path, values, step);
  return values;
}

function evaluate(path: JsonPath, input: readonly unknown[], step: Step): readonly unknown[] {
  switch (step.type) {
    case 'text': return [step.text];
    case 'value': return [step.value];
    case 'field': return field(path, input, step.name);
    case 'wildcard': return input.flatMap(children);
    case 'recursive': return input.flatMap(descend);
    case 'slice': return input.flatMap((value) => slice(value, step.bounds));
    case 'union': return step.paths.flatMap((each) => walk(path, input, each));
    case 'filter': return input.flatMap((value) => filter(path, value, step));
    case 'word': throw new JsonPathError(`unrecognized identifier ${step.word}`);
  }
}

function field(path: JsonPath, input: readonly unknown[], name: string): readonly unknown[] {
  const found: unknown[] = [];
  for (const value of input) {
    if (isObject(value) && value[name] !== undefined) found.push(value[name]);
  }
  if (found.length === 0 && !path.allowMissing) throw new JsonPathError(`${name} is not found`);
  return found;
}

function children(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  // To Go a string is a list of bytes.
  if (typeof value === 'string') return [...utf8Bytes(value)];
  if (!isObject(value)) return [];
  return Object.keys(value).sort(compareText).map((key) => value[key]);
}

function descend(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  const below = children(value);
  return below.length === 0 ? [] : [value, ...below.flatMap(descend)];
}

function slice(value: unknown, [first, second, third]: readonly [Bound, Bound, Bound]): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice`);
  const { length } = value;
  let from = first.isKnown ? first.value : 0;
  if (from < 0) from += length;
  let to = second.isKnown ? second.value : length;
  if (to < 0 || (to === 0 && second.isDerived)) to += length;
  if (from === to) return [];
  if (from >= length || from < 0) throw new JsonPathError(`array index out of bounds: index ${from}, length ${length}`);
  if (to > length || to < 0) throw new JsonPathError(`array index out of bounds: index ${to - 1}, length ${length}`);
  if (from > to) throw new JsonPathError(`starting index ${from} is greater than ending index ${to}`);
  const step = third.isKnown ? third.value : 1;
  if (step <= 0) throw new JsonPathError('step must be > 0');
  return value.slice(from, to).filter((_, index) => index % step === 0) as unknown[];
}

type Filter = Step & { readonly type: 'filter' };

function filter(path: JsonPath, value: unknown, step: Filter): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new JsonPathError(`${goText(value)} is not array or slice and cannot be filtered`);
  const lenient = { ...path, allowMissing: true };
  return value.filter((item: unknown) => {
    if (step.operator === 'exists') return exists(lenient, item, step.left);
    const lefts = walk(lenient, [item], step.left);
    if (lefts.length === 0) return false;
    const rights = walk(lenient, [item], step.right);
    if (rights.length === 0) return false;
    if (lefts.length > 1 || rights.length > 1) throw new JsonPathError('can only compare one element at a time');
    return compare(lefts[0], rights[0], step.operator);
  }) as unknown[];
}

/** Upstream ignores what goes wrong on the way: an index out of bounds counts as being there. */
function exists(path: JsonPath, item: unknown, steps: readonly Step[]): boolean {
  try {
    return walk(path, [item], steps).length > 0;
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    return true;
  }
}

function compare(left: unknown, right: unknown, operator: string): boolean {
  const isOrdered = (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string');
  if (!isOrdered && !(typeof left === 'boolean' && typeof right === 'boolean')) throw new JsonPathError('incompatible types for comparison');
  const order = typeof left === 'string' && typeof right === 'string' ? compareText(left, right) : Number(left) - Number(right);
  switch (operator) {
    case '==': return order === 0;
    case '!=': return order !== 0;
    case '<': return order < 0;
    case '>': return order > 0;
    case '<=': return order <= 0;
    case '>=': return order >= 0;
    default: throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}

/** A found value as the template prints it. */
export function valueText(value: unknown): string {
  if (typeof value === 'object') return goJson(value);
  return goText(value);
}

/** The text of a template for an object; throws JsonPathError. */
export function jsonPathText(path: JsonPath, data: unknown): string {
  return findResults(path, data).map((values) => values.map(valueText).join(' ')).join('');
}

/** A path as `--sort-by` and custom columns take it: `.a.b`, `a.b`, `{a.b}` or `{.a.b}`. */
export function relaxedPath(text: string): string {
  if (text === '') return text;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text);
  if (!match) throw new JsonPathError(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`);
  return `{.${match[1] ?? match[2] ?? ''}}`;
}
