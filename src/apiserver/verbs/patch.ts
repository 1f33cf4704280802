import type { Process } from '../../kernel/index.ts';
import { apply } from '../later.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { patchedInput, unsupportedPatch } from '../request/decode-body.ts';
import { presentObject } from '../request/present.ts';
import { replaceObject } from './replace-object.ts';

/** Changes parts of an object. */
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/patch.go
export function* patch(call: Call): Process<Answer> {
  const { patchType } = call.request;
  if (patchType === undefined) throw unsupportedPatch(call.spoken);
  if (patchType === 'apply') return yield* apply(call);
  const { object } = yield* replaceObject(call, (current) => ({ input: patchedInput(call, patchType, current) }));
  return ok(presentObject(call, object));
}
