// The patches of a kustomization: strategic ones and those of JSON, for one object or for all that a target selects.
// Upstream: sigs.k8s.io/kustomize api/internal/builtins (PatchTransformer.go, PatchStrategicMergeTransformer.go)

import { isObject, quote, readDocuments } from '../../base/index.ts';
import { PatchError, applyJsonPatch, applyMergePatch } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import { nameOf, textAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { schemaOf } from '../patch/schema.ts';
import type { ReadFile } from './generate.ts';
import type { PatchRule } from './kustomization.ts';
import { idText, isTarget, renamed } from './resource.ts';
import type { Resource } from './resource.ts';
import { applyStrategicPatch } from './strategic-patch.ts';

/** What a rule's text holds: operations, or objects to be merged. */
export type PatchBody = { readonly operations: readonly unknown[] } | { readonly objects: readonly AnyObject[] };

/** Where a rule's text stands, as errors call it. */
const sourceOf = ({ text, path }: PatchRule): string => (text === '' ? `[path: ${quote(path)}]` : `[patch: ${quote(text)}]`);

/** Reads a rule. Throws CommandError. @param config the rule as it was given, which two of the refusals show */
export function patchBody(rule: PatchRule, config: string, read: ReadFile): PatchBody {
  const { text, path } = rule;
  if (text === '' && path === '') throw new CommandError(`must specify one of patch and path in\n${config}`);
  if (text !== '' && path !== '') throw new CommandError(`patch and path can't be set at the same time\n${config}`);
  const given = text === '' ? read(path, `failed to get the patch file from path(${path}): `) : text;
  const documents = [...readDocuments(given, 'text')].map((each) => ('error' in each ? undefined : each.value)).filter((each) => each !== null);
  const [first] = documents;
  if (Array.isArray(first) && (!given.trimStart().startsWith('[') || isJson(given))) return { operations: first };
  const objects = documents.filter((each) => isObject(each)).filter((each) => textAt(each, 'kind') !== '' && nameOf(each) !== '');
  if (objects.length === 0 || objects.length < documents.length) throw new CommandError(`unable to parse SM or JSON patch from ${sourceOf(rule)}`);
  return { objects };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The objects with the patch. Throws CommandError for one that finds nothing to change. */
export function applyRule(resources: readonly Resource[], rule: PatchRule, body: PatchBody): readonly Resource[] {
  const { target } = rule;
  if ('operations' in body) {
    if (!target) throw new CommandError(`must specify a target for JSON patch ${sourceOf(rule)}`);
    return resources.map((resource) => (isTarget(resource, target) ? patched(resource, () => applyJsonPatch(resource.object, body.operations)) : resource));
  }
  if (target && body.objects.length > 1) throw new CommandError(`Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${sourceOf(rule)}`);
  return body.objects.reduce((current, object) => merged(current, rule, object), resources);
}

function merged(resources: readonly Resource[], { target, mayRename }: PatchRule, body: AnyObject): readonly Resource[] {
  const isWanted = (resource: Resource): boolean => (target ? isTarget(resource, target) : isNamedBy(resource, body));
  if (!target && !resources.some(isWanted)) {
    const id = idText(body);
    throw new CommandError(`no resource matches strategic merge patch ${JSON.stringify(id)}: no matches for Id ${id}; failed to find unique target for patch ${id}`);
  }
  return resources.flatMap((resource) => {
    if (!isWanted(resource)) return [resource];
    if (body['$patch'] === 'delete') return [];
    const next = patched(resource, () => strategic(resource.object, body));
    return [mayRename ? renamed(next, nameOf(body)) : next];
  });
}

/** Whether a patch is for an object: of its very type, by any name that it has had. */
function isNamedBy(resource: Resource, body: AnyObject): boolean {
  return [...resource.names, nameOf(resource.object)].includes(nameOf(body)) && body['kind'] === resource.object['kind'] && textAt(body, 'apiVersion') === textAt(resource.object, 'apiVersion');
}

/** A patch for a target may name another object, which then counts for nothing. */
function strategic(object: AnyObject, body: AnyObject): unknown {
  const named = { ...withField(body, ['metadata', 'name'], nameOf(object)), apiVersion: object['apiVersion'], kind: object['kind'] };
  return schemaOf(object) ? applyStrategicPatch(object, named) : applyMergePatch(object, named);
}

function patched(resource: Resource, change: () => unknown): Resource {
  try {
    const object = change();
    return isObject(object) ? { ...resource, object } : resource;
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    throw new CommandError(error.message);
  }
}
