import type { AnyKind, FieldError, KubeObject } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

/** Everything that is wrong with a new object. */
export function validateNew(kind: AnyKind, object: KubeObject): readonly FieldError[] {
  return kind.validateCreate?.(object) ?? [];
}

/** Everything that is wrong with a change. */
export function validateChanged({ kind, request }: Call, next: KubeObject, previous: KubeObject): readonly FieldError[] {
  if (request.subresource === 'status') return kind.validateStatusUpdate?.(next, previous) ?? [];
  return kind.validateUpdate?.(next, previous) ?? kind.validateCreate?.(next) ?? [];
}
