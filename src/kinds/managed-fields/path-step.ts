// The steps of a path to a field, as FieldsV1 writes them: `f:spec`, `k:{"name":"web"}`, `v:"a"`, `i:0`.
// Upstream: sigs.k8s.io/structured-merge-diff fieldpath

import { compareText, goJson, isObject, quote } from '../../base/index.ts';
import type { ListType } from './field-type.ts';

/** The element itself, among the steps below it. */
export const self = '.';

/** The step to a named field. */
export function fieldStep(name: string): string {
  return `f:${name}`;
}

/** The name of the field that a step leads to; undefined when it leads into a list. */
export function fieldName(step: string): string | undefined {
  return step.startsWith('f:') ? step.slice(2) : undefined;
}

const steps = new Map<string, string>();
const stepLimit = 2_000;

/** The step to an item of a list that is a set or known by keys; undefined for an item that has no place there. */
export function itemStep(type: ListType, item: unknown): string | undefined {
  if (type.relation === 'set') return `v:${goJson(item, { plain: true })}`;
  if (!isObject(item)) return undefined;
  const [only] = type.keys;
  const value = only && item[only.name];
  // Nearly all lists are known by one name, and the same names come again.
  if (only && type.keys.length === 1 && typeof value === 'string') {
    const key = `${only.name}=${value}`;
    let step = steps.get(key);
    if (step === undefined) {
      step = `k:{${JSON.stringify(only.name)}:${JSON.stringify(value)}}`;
      if (steps.size >= stepLimit) steps.clear();
      steps.set(key, step);
    }
    return step;
  }
  return keyStep(type, item);
}

function keyStep(type: ListType, item: Readonly<Record<string, unknown>>): string | undefined {
  const key: Record<string, unknown> = {};
  let isEmpty = true;
  for (const { name, fallback } of type.keys) {
    const value = item[name] === undefined ? fallback : item[name];
    if (value === undefined) continue;
    key[name] = value;
    isEmpty = false;
  }
  return isEmpty ? undefined : `k:${goJson(key, { plain: true })}`;
}

/** Whether a text can be a step, of a form that is known here or not. */
export function isStep(text: string): boolean {
  switch (text.slice(0, 2)) {
    case 'i:': return /^\d+$/.test(text.slice(2));
    case 'k:': return isObject(parsed(text));
    case 'v:': return parsed(text) !== undefined;
    default: return text.length >= 2 && text[1] === ':';
  }
}

/** Whether a step has one of the forms that there are. */
export function isKnownStep(step: string): boolean {
  return 'fkvi'.includes(step.charAt(0));
}

function parsed(step: string): unknown {
  try {
    return JSON.parse(step.slice(2));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** A step as messages write it: `.spec`, `[name="web"]`, `[="a"]`, `[0]`. */
export function stepText(step: string): string {
  const name = fieldName(step);
  if (name !== undefined) return `.${name}`;
  if (step.startsWith('i:')) return `[${step.slice(2)}]`;
  const value = parsed(step);
  if (step.startsWith('v:') || !isObject(value)) return `[=${valueText(value)}]`;
  return `[${Object.keys(value).sort(compareText).map((key) => `${key}=${valueText(value[key])}`).join(',')}]`;
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(',')}]`;
  return isObject(value) ? Object.keys(value).sort(compareText).map((key) => `${key}=${valueText(value[key])}`).join('') : goJson(value, { plain: true });
}

const rank = (step: string): number => 'fkvi'.indexOf(step.charAt(0));

/** The order of steps: fields, keys, values, indexes; the element itself before all. */
export function compareSteps(a: string, b: string): number {
  if (a === b) return 0;
  if (a === self) return -1;
  if (b === self) return 1;
  if (a.charCodeAt(0) !== b.charCodeAt(0)) return rank(a) - rank(b);
  return a.startsWith('i:') ? Number(a.slice(2)) - Number(b.slice(2)) : compareText(a, b);
}
