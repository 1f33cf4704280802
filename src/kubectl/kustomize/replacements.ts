// Values that a kustomization copies from fields of one object into fields of others.
// Upstream: sigs.k8s.io/kustomize api/filters/replacement

import { isObject } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';
import { at, listAt, mapAt, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { isTarget } from './resource.ts';
import type { Resource } from './resource.ts';

/** The steps of `spec.containers.[name=a].env.0.value`; a dot within brackets or behind a backslash parts nothing. */
function stepsOf(path: string): readonly string[] {
  return (path.match(/\[[^\]]*\]|(?:\\.|[^.[])+/g) ?? []).map((step) => (/^\[[^=]*\]$/.test(step) ? step.slice(1, -1) : step.replaceAll('\\.', '.')));
}

/** The value with one put where the path leads; `undefined` where it leads nowhere. */
function put(value: unknown, [step, ...rest]: readonly string[], change: (before: unknown) => unknown, creates: boolean): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    const isMeant = meantItems(step);
    let isFound = false;
    const items = value.map((item: unknown, index) => {
      const next = isMeant(item, index) ? put(item, rest, change, creates) : undefined;
      if (next === undefined) return item;
      isFound = true;
      return next;
    });
    return isFound ? items : undefined;
  }
  const fields = isObject(value) ? value : creates && value === undefined ? {} : undefined;
  if (!fields || (fields[step] === undefined && !creates)) return undefined;
  const next = put(fields[step], rest, change, creates);
  return next === undefined ? undefined : { ...fields, [step]: next };
}

function meantItems(step: string): (item: unknown, index: number) => boolean {
  const [, key = '', wanted = ''] = /^\[([^=]+)=(.*)\]$/.exec(step) ?? [];
  if (key !== '') return (item) => String(at(item, key)) === wanted;
  return (_, index) => step === '*' || String(index) === step;
}

/** The value at a path; undefined where there is none. */
function valueAt(object: AnyObject, path: string): unknown {
  let found: unknown;
  put(object, stepsOf(path), (value) => (found = value), false);
  return found;
}

interface Part {
  readonly delimiter: string;
  readonly index: number;
}

const partOf = (options: AnyObject): Part => ({ delimiter: textAt(options, 'delimiter'), index: Number(options['index'] ?? 0) });

function readPart(value: unknown, { delimiter, index }: Part): unknown {
  if (delimiter === '') return value;
  if (typeof value === 'object') throw new CommandError('delimiter option can only be used with scalar nodes');
  const parts = String(value).split(delimiter);
  const part = parts[index];
  if (part === undefined) throw new CommandError(`options.index ${index} is out of bounds for value ${String(value)}`);
  return part;
}

/** A part of a text goes into its place; one before the first or behind the last is added. */
function writePart(before: unknown, value: unknown, { delimiter, index }: Part): unknown {
  if (delimiter === '' || typeof before !== 'string') return value;
  const parts = before.split(delimiter);
  if (index < 0) parts.unshift(String(value));
  else if (index >= parts.length) parts.push(String(value));
  else parts[index] = String(value);
  return parts.join(delimiter);
}

function sourceValue(resources: readonly Resource[], source: AnyObject): unknown {
  const found = resources.filter((resource) => isTarget(resource, source));
  const [only] = found;
  if (!only) throw new CommandError(`nothing selected by ${selectorText(source)}`);
  if (found.length > 1) throw new CommandError(`multiple matches for selector ${selectorText(source)}`);
  const path = textAt(source, 'fieldPath') || 'metadata.name';
  const value = valueAt(only.object, path);
  if (value === undefined) throw new CommandError(`fieldPath \`${path}\` is missing for replacement source ${targetText(source)}`);
  return readPart(value, partOf(mapAt(source, 'options')));
}

/** What a source selects, as errors name it. */
function targetText(source: AnyObject): string {
  return `${textAt(source, 'kind') || '[noKind]'}.${textAt(source, 'version') || '[noVer]'}.${textAt(source, 'group') || '[noGrp]'}/${textAt(source, 'name') || '[noName]'}.${textAt(source, 'namespace') || '[noNs]'}`;
}

const selectorText = (source: AnyObject): string => `${targetText(source)}:${textAt(source, 'fieldPath')}`;

/** The objects with one replacement made. Throws CommandError where source or target is missing. */
export function replaced(resources: readonly Resource[], replacement: AnyObject): readonly Resource[] {
  const { source, sourceValue: fixed } = replacement;
  const targets = listAt(replacement, 'targets') as readonly AnyObject[];
  if (source !== undefined && fixed !== undefined) throw new CommandError('value and resource selectors are mutually exclusive');
  if ((source === undefined && fixed === undefined) || targets.length === 0) throw new CommandError('replacements must specify a source and at least one target');
  const value = fixed ?? sourceValue(resources, mapAt(replacement, 'source'));
  if (targets.some((target) => target['select'] === undefined)) throw new CommandError('target must specify resources to select');
  return targets.reduce((current, target) => current.map((resource) => {
    const isMeant = isTarget(resource, mapAt(target, 'select')) && !(listAt(target, 'reject') as readonly AnyObject[]).some((each) => isTarget(resource, each));
    return isMeant ? { ...resource, object: withValue(resource.object, target, value) } : resource;
  }), resources);
}

/** That a list on the way ends before the item that is meant. */
function shortList(value: unknown, [step, ...rest]: readonly string[]): string {
  if (step === undefined || (!Array.isArray(value) && !isObject(value))) return '';
  const index = Number(step);
  if (Array.isArray(value) && index >= value.length) return `: index ${step} specified but only ${value.length} elements found`;
  return shortList(at(value, Array.isArray(value) ? index : step), rest);
}

function withValue(object: AnyObject, target: AnyObject, value: unknown): AnyObject {
  const options = mapAt(target, 'options') as AnyObject;
  const given = listAt(target, 'fieldPaths') as readonly string[];
  return (given.length === 0 ? ['metadata.name'] : given).reduce((current, path) => {
    const next = put(current, stepsOf(path), (before) => writePart(before, value, partOf(options)), options['create'] === true);
    if (next === undefined && options['create'] !== true) throw new CommandError(`unable to find field ${JSON.stringify(path)} in replacement target${shortList(current, stepsOf(path))}`);
    return isObject(next) ? next : current;
  }, object);
}
