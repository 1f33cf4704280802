// Whether what somebody applies is of its type at all.
// Upstream: sigs.k8s.io/structured-merge-diff typed (validate)

import { compareText, goText, isObject, quote } from '../../base/index.ts';
import type { FieldsType, FieldType, ListType, ScalarType } from './field-type.ts';
import { atomOf, memberType } from './field-type.ts';
import { itemStep, stepText } from './path-step.ts';

/** What is wrong with a configuration, in the words and the order in which it is told; empty when it is of the type. */
export function checkApplied(type: FieldType, value: unknown): readonly string[] {
  const problems: string[] = [];
  check(type, value, '', problems);
  return problems.sort(compareText);
}

/** The same in one text; undefined when it is of the type. */
export function whyNotApplied(type: FieldType, value: unknown): string | undefined {
  const problems = checkApplied(type, value);
  if (problems.length === 0) return undefined;
  return problems.length === 1 ? problems.join('') : `errors:\n  ${problems.join('\n  ')}`;
}

function check(type: FieldType, value: unknown, at: string, problems: string[]): void {
  if (value === null || value === undefined) return;
  const atom = atomOf(type, value);
  switch (atom.form) {
    case 'scalar': return checkScalar(atom, value, at, problems);
    case 'list': return checkList(atom, value, at, problems);
    case 'fields': return checkFields(atom, value, at, problems);
  }
}

function checkScalar({ of }: ScalarType, value: unknown, at: string, problems: string[]): void {
  switch (of) {
    case 'boolean':
      if (typeof value !== 'boolean') problems.push(`${at}: expected boolean, got ${shortForm(value)}`);
      break;
    case 'numeric':
      if (typeof value !== 'number') problems.push(`${at}: expected numeric (int or float), got ${goType(value)}`);
      break;
    case 'string':
      if (typeof value !== 'string') problems.push(`${at}: expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
      break;
    case 'untyped':
      if (typeof value === 'object') problems.push(`${at}: expected any scalar, got ${shortForm(value)}`);
      break;
  }
}

function checkList(type: ListType, value: unknown, at: string, problems: string[]): void {
  if (!Array.isArray(value)) {
    problems.push(`${at}: expected list, got ${shortForm(value)}`);
    return;
  }
  const seen = new Set<string>();
  for (let index = 0; index < value.length; index++) {
    const item: unknown = value[index];
    if (type.relation === 'atomic') {
      check(type.item, item, `${at}[${index}]`, problems);
      continue;
    }
    const misplaced = whyNoItem(type, item);
    const step = itemStep(type, item);
    if (misplaced !== undefined || step === undefined) {
      problems.push(`${at}: element ${index}: ${misplaced ?? 'has no key'}`);
      return;
    }
    if (seen.has(step)) problems.push(`${at}: duplicate entries for key ${stepText(step)}`);
    seen.add(step);
    check(type.item, item, at + stepText(step), problems);
  }
}

/** Why a value can be no item of a set, or of a list whose items are known by keys. */
function whyNoItem(type: ListType, item: unknown): string | undefined {
  if (type.relation === 'set') {
    if (item === null) return 'associative list without keys has an element that\'s an explicit null';
    return typeof item === 'object' ? 'sets may only contain scalar elements' : undefined;
  }
  if (item === null) return 'associative list with keys may not have a null element';
  if (!isObject(item)) return 'associative list with keys may not have non-map elements';
  if (itemStep(type, item) !== undefined) return undefined;
  return `associative list with keys has an element that omits all key fields [${type.keys.map(({ name }) => quote(name)).join(' ')}] (and doesn't have default values for any key fields)`;
}

function checkFields(type: FieldsType, value: unknown, at: string, problems: string[]): void {
  if (!isObject(value)) {
    problems.push(`${at}: expected map, got ${shortForm(value)}`);
    return;
  }
  for (const name of Object.keys(value).sort(compareText)) {
    const member = memberType(type, name);
    // Upstream looks at no more fields after one that does not exist; in which order it looks is chance there.
    if (!member) return void problems.push(`${at}.${name}: field not declared in schema`);
    check(member, value[name], `${at}.${name}`, problems);
  }
}

const shortForm = (value: unknown): string => `&{${typeof value === 'string' ? value : goText(value)}}`;

function goType(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** A value as Go writes it in a program. */
function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isObject(value)) return String(value);
  return `map[string]interface {}{${Object.keys(value).sort(compareText).map((key) => `${quote(key)}:${goSyntax(value[key])}`).join(', ')}}`;
}
