// A patch applied here, without asking the server: `kubectl patch --local` and `--dry-run=client`.
// Upstream: k8s.io/kubectl pkg/cmd/patch/patch.go getPatchedJSON

import { isObject, jsonKind } from '../../base/index.ts';
import { PatchError, applyJsonPatch, applyMergePatch, applyStrategicPatch, definitionOf, formatGvk, parseApiVersion } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import { textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';

/** The sorts of patches that can be applied here. */
export type LocalPatchType = 'json' | 'merge' | 'strategic';

/** The object with the patch; throws what is wrong with that. @param patch undefined for text that is no JSON */
export function patchedHere(object: AnyObject, type: LocalPatchType, patch: unknown): AnyObject {
  try {
    const patched = byType[type](object, patch);
    return isObject(patched) ? patched : object;
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    throw new CommandError(error.message);
  }
}

const unreadable = (value: unknown, wanted: string): CommandError => new CommandError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type ${wanted}`);

const byType: Readonly<Record<LocalPatchType, (object: AnyObject, patch: unknown) => unknown>> = {
  json(object, patch) {
    if (!Array.isArray(patch)) throw unreadable(patch, 'jsonpatch.Patch');
    return applyJsonPatch(object, patch);
  },
  merge(object, patch) {
    if (patch === undefined) throw new CommandError('Invalid JSON Patch');
    if (!isObject(patch)) throw unreadable(patch, 'unstructured.detector');
    return applyMergePatch(object, patch);
  },
  strategic(object, patch) {
    const type = { ...parseApiVersion(textAt(object, 'apiVersion')), kind: textAt(object, 'kind') };
    const definition = definitionOf(type);
    if (definition === undefined) throw new CommandError(`strategic merge patch is not supported for ${formatGvk(type)} locally, try --type merge`);
    if (!isObject(patch)) throw new CommandError('invalid JSON document');
    return applyStrategicPatch(definition, object, patch);
  },
};
