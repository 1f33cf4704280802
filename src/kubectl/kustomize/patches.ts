// The patches of a kustomization: strategic ones and those of JSON, for one object or for all that a target selects.
// Upstream: sigs.k8s.io/kustomize api/internal/builtins (PatchTransformer.go, PatchStrategicMergeTransformer.go)

import { isObject } from '../../base/index.ts';
import { PatchError, applyJsonPatch, applyMergePatch } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import { nameOf, textAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { formatYaml, parseYaml } from '../core/yaml.ts';
import { schemaOf } from '../patch/schema.ts';
import type { ReadFile } from './generate.ts';
import type { PatchRule } from './kustomization.ts';
import { idText, isTarget } from './resource.ts';
import type { Resource } from './resource.ts';
import { applyStrategicPatch } from './strategic-patch.ts';

/** The objects with the patch; throws CommandError for one that is none, or that finds nothing to change. */
export function applyRule(resources: readonly Resource[], rule: PatchRule, read: ReadFile): readonly Resource[] {
  const { text, path, target } = rule;
  const body = parseYaml(text === '' ? read(path, `trouble configuring builtin PatchTransformer with config: \`\n${formatYaml({ path, target })}\`: failed to get the patch file from path(${path}): `) : text);
  if (Array.isArray(body)) return resources.map((resource) => (target && isTarget(resource, target) ? patched(resource, () => applyJsonPatch(resource.object, body)) : resource));
  if (!isObject(body)) throw new CommandError(`unable to parse SM or JSON patch from [${text || path}]`);
  const wanted = target ?? { kind: textAt(body, 'kind'), name: nameOf(body) };
  if (!target && !resources.some((resource) => isTarget(resource, wanted))) {
    const id = idText(body);
    throw new CommandError(`no resource matches strategic merge patch ${JSON.stringify(id)}: no matches for Id ${id}; failed to find unique target for patch ${id}`);
  }
  return resources.flatMap((resource) => {
    if (!isTarget(resource, wanted)) return [resource];
    if (body['$patch'] === 'delete') return [];
    return [patched(resource, () => strategic(resource.object, body))];
  });
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
