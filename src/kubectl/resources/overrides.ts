// A new object with what `--overrides` says, which is JSON and no YAML.
// Upstream: k8s.io/kubectl pkg/cmd/util/override_options.go

import { JsonSyntaxError, isObject, readJson } from '../../base/index.ts';
import { PatchError, applyPatch, definitionOf, parseApiVersion } from '../../kinds/index.ts';
import type { Flags } from '../../programs/command-line/index.ts';
import { CommandError } from '../core/errors.ts';
import { textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { applyMergePatch } from '../../kinds/index.ts';

const types = ['json', 'merge', 'strategic'] as const;

/** The object changed as `--overrides` and `--override-type` say; throws CommandError. */
export function overridden(flags: Flags, object: AnyObject): AnyObject {
  const given = flags.text('overrides');
  if (given === '') return object;
  const wanted = flags.text('override-type');
  const type = types.find((each) => each === wanted);
  if (type === undefined) throw new CommandError(`invalid override type: ${wanted}`);
  const changed = patched(type, object, given);
  return isObject(changed) ? changed : object;
}

function patched(type: (typeof types)[number], object: AnyObject, given: string): unknown {
  try {
    const patch = readJson(given).value;
    if (type === 'merge') return applyMergePatch(object, patch);
    const definition = definitionOf({ ...parseApiVersion(textAt(object, 'apiVersion')), kind: textAt(object, 'kind') }) ?? '';
    const done = applyPatch(type, definition, object, patch);
    return 'error' in done ? object : done.value;
  } catch (error) {
    if (error instanceof PatchError) throw new CommandError(error.message);
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new CommandError(type === 'merge' ? 'Invalid JSON Patch' : type === 'json' ? error.message : 'invalid JSON document');
  }
}
