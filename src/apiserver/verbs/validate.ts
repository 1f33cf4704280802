// The fourth stage of a write: everything that is wrong with it, metadata first.

import { validateMetadata, validateMetadataUpdate } from '../../kinds/index.ts';
import type { AnyKind, FieldError, KubeObject } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

const none: readonly FieldError[] = [];

/** Everything that is wrong with a new object. */
export function validateNew(kind: AnyKind, object: KubeObject): readonly FieldError[] {
  return joined(validateMetadata(object.metadata, kind), kind.validateCreate?.(object) ?? none);
}

/** Everything that is wrong with a change. */
export function validateChanged({ kind, request }: Call, next: KubeObject, previous: KubeObject): readonly FieldError[] {
  const errors = validateMetadataUpdate(next.metadata, previous.metadata);
  if (request.subresource === 'status') return joined(errors, kind.validateStatusUpdate?.(next, previous) ?? none);
  return joined(errors, kind.validateUpdate?.(next, previous) ?? kind.validateCreate?.(next) ?? none);
}

function joined(first: readonly FieldError[], second: readonly FieldError[]): readonly FieldError[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}
