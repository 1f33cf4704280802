// The fourth stage of a write: everything that is wrong with it, metadata first.

import { invalid, validateMetadata, validateMetadataUpdate } from '../../kinds/index.ts';
import type { AnyKind, FieldError, KubeObject, PartSubresource } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';
import { inRounds } from './metadata-rounds.ts';

const none: readonly FieldError[] = [];

/** Everything that is wrong with a new object. */
export function validateNew({ kind, spoken }: Pick<Call, 'kind' | 'spoken'>, object: KubeObject): readonly FieldError[] {
  const errors = spoken.view?.validateCreate?.(object) ?? kind.validateCreate?.(object) ?? none;
  return joined(validateMetadata(object.metadata, spoken), plainFinalizers(object), errors);
}

/** Everything that is wrong with a change. */
export function validateChanged({ kind, spoken, request }: Call, next: KubeObject, previous: KubeObject): readonly FieldError[] {
  const wrong = validateMetadataUpdate(next.metadata, previous.metadata);
  const ofStatus = request.subresource === 'status';
  const errors = kind.custom ? joined(wrong, changedFinalizers(kind, next, previous)) : inRounds(spoken, ofStatus, wrong, changedFinalizers(kind, next, previous));
  if (ofStatus) return joined(errors, kind.validateStatusUpdate?.(next, previous) ?? none);
  const part = partOf(kind, request.subresource);
  if (part) return joined(errors, part.validate(next, previous));
  return joined(errors, spoken.view?.validateUpdate?.(next, previous) ?? kind.validateUpdate?.(next, previous) ?? kind.validateCreate?.(next) ?? none);
}

/** The part of the spec that a subresource stands for, if it is one. */
export function partOf(kind: AnyKind, subresource: string | undefined): PartSubresource<KubeObject> | undefined {
  return subresource === undefined ? undefined : kind.parts?.[subresource];
}

/** Finalizers are checked like those of a new object, but only once they are others. */
function changedFinalizers(kind: AnyKind, next: KubeObject, previous: KubeObject): readonly FieldError[] {
  const { finalizers } = next.metadata;
  if (finalizers === undefined || finalizers === previous.metadata.finalizers) return none;
  const errors = validateMetadata(next.metadata, kind).filter(({ field }) => field.startsWith('metadata.finalizers'));
  return joined(errors, plainFinalizers(next));
}

const standardFinalizers = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** Upstream: pkg/apis/core/validation validateKubeFinalizerName */
function plainFinalizers({ metadata: { finalizers } }: KubeObject): readonly FieldError[] {
  if (finalizers === undefined) return none;
  return finalizers.flatMap((finalizer, index) => finalizer.includes('/') || standardFinalizers.has(finalizer)
    ? []
    : [invalid(`metadata.finalizers[${index}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')]);
}

function joined(...parts: readonly (readonly FieldError[])[]): readonly FieldError[] {
  const wrong = parts.filter((errors) => errors.length > 0);
  const [only = none] = wrong;
  return wrong.length <= 1 ? only : wrong.flat();
}
