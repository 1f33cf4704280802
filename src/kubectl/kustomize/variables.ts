// The variables of a kustomization, `$(NAME)` in fields of its objects: the older way of replacements.
// Upstream: sigs.k8s.io/kustomize api/internal/accumulator (refvartransformer.go, resaccumulator.go)

import { isObject } from '../../base/index.ts';
import { parseApiVersion } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import { at, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { changedAtAll } from './field-specs.ts';
import type { FieldSpec } from './field-specs.ts';
import { isTarget, typeText } from './resource.ts';
import type { Resource } from './resource.ts';

const fieldPathOf = (variable: AnyObject): string => textAt(variable, 'fieldref', 'fieldPath') || textAt(variable, 'fieldref', 'fieldpath');

/** All variables of both; throws CommandError for a name that stands twice. */
export function joinedVariables(known: readonly AnyObject[], added: readonly AnyObject[]): readonly AnyObject[] {
  const names = new Set(known.map((each) => textAt(each, 'name')));
  for (const variable of added) {
    const name = textAt(variable, 'name');
    const all = added.map((each) => `{${textAt(each, 'name')} ${typeText({ kind: at(each, 'objref', 'kind') })} {${fieldPathOf(each)}}}`);
    if (names.has(name)) throw new CommandError(`merging vars [${all.join(' ')}]: var '${name}' already encountered`);
    names.add(name);
  }
  return [...known, ...added];
}

/** The resources with their variables' values; one that is not known stays as it is written. */
export function withVariables(resources: readonly Resource[], variables: readonly AnyObject[], places: readonly FieldSpec[]): readonly Resource[] {
  if (variables.length === 0) return resources;
  const values = new Map(variables.map((variable) => [textAt(variable, 'name'), valueOf(variable, resources)]));
  const resolved = (value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    const whole = /^\$\((\w+)\)$/.exec(value)?.[1];
    return (whole === undefined ? undefined : values.get(whole)) ?? value.replace(/\$(?:\$|\(([^)]*)\))/g, (text, name?: string) => (name === undefined ? '$' : String(values.get(name) ?? text)));
  };
  return resources.map((resource) => ({ ...resource, object: changedAtAll(resource.object, places, (value) => (isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each)])) : resolved(value))) }));
}

function valueOf(variable: AnyObject, resources: readonly Resource[]): unknown {
  const target = variable['objref'] as AnyObject;
  const { group, version } = parseApiVersion(textAt(target, 'apiVersion'));
  const path = fieldPathOf(variable) || 'metadata.name';
  const told = `'{${textAt(variable, 'name')} ${typeText(target)} {${path}}}'`;
  const found = resources.find((resource) => isTarget(resource, { kind: target['kind'], name: target['name'], group, version }));
  if (!found) throw new CommandError(`var ${told} cannot be mapped to a field in the set of known resources`);
  const value = at(found.object, ...path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
  if (value === undefined) throw new CommandError(`field specified in var ${told} not found in corresponding resource`);
  return value;
}
