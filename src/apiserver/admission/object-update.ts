import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { KubeObject, ScaleSubresource } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';
import { scaleNow } from '../subresources/scale-object.ts';
import { mutate, validate } from './admission.ts';
import type { Write } from './plugin.ts';

/** First phase of a change: the object as admission leaves it. */
export function* mutateUpdate(call: Call, next: KubeObject, current: KubeObject): Process<KubeObject> {
  const write = writeOf(call, next, current);
  const admitted = yield* mutate(write);
  if (!admitted || admitted === write.object) return next;
  const scale = scaleIn(call);
  return scale ? scale.withReplicas(next, isObject(admitted.spec) && typeof admitted.spec['replicas'] === 'number' ? admitted.spec['replicas'] : 0) : admitted;
}

/** Second phase of a change. Throws the answer when it may not be. */
export function* validateUpdate(call: Call, ready: KubeObject, current: KubeObject): Process {
  yield* validate(writeOf(call, ready, current));
}

/** What is written as a Scale is admitted as one, and not as the object behind it. */
function writeOf(call: Call, next: KubeObject, current: KubeObject): Write {
  const { name = '', subresource } = call.request;
  const scale = scaleIn(call);
  if (!scale) return { call, operation: 'UPDATE', subresource, name, object: next, previous: current };
  return { call, operation: 'UPDATE', subresource: 'scale', name, object: scaleNow(scale, next), previous: scaleNow(scale, current) };
}

function scaleIn({ kind, through }: Call): ScaleSubresource<KubeObject> | undefined {
  return through === 'scale' ? kind.scale : undefined;
}
