import { isObject } from '../../base/index.ts';
import type { KubeInput, KubeObject, PatchType } from '../../kinds/index.ts';
import { badRequest, unsupportedMediaType } from '../failures.ts';
import type { Call } from './call.ts';

/** The object in a request's body. Throws BadRequest when it is none of the kind. */
export function decodeBody({ request, kind }: Call): KubeInput {
  const { body } = request;
  if (!isObject(body)) throw badRequest('the body of the request is no object');
  return { ...body, apiVersion: kind.apiVersion, kind: kind.kind };
}

/** The object that a patch makes of the current one. */
export function patchedInput(call: Call, type: PatchType, current: KubeObject): KubeInput {
  const patched = mergePatched(current, call.request.body, type);
  return { ...(isObject(patched) ? patched : {}), apiVersion: call.kind.apiVersion, kind: call.kind.kind };
}

/** What a patch makes of a value that has no schema. */
export function mergePatched(current: unknown, patch: unknown, type: PatchType | undefined): unknown {
  if (type !== 'merge' && type !== 'strategic') throw unsupportedMediaType(['application/merge-patch+json']);
  return merged(current, patch);
}

function merged(current: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(current) ? { ...current } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}
