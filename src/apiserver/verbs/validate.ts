// The fourth stage of a write: everything that is wrong with it, metadata first.

import { invalid, validateFinalizers, validateMetadata, validateMetadataKept, validateMetadataMaps, validatePathSegmentName } from '../../kinds/index.ts';
import type { AnyKind, FieldError, KubeObject, NameValidator, PartSubresource } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';
import { inRounds } from './metadata-rounds.ts';
import type { MetadataErrors } from './metadata-rounds.ts';

const none: readonly FieldError[] = [];

/** Everything that is wrong with a new object. */
export function validateNew({ kind, spoken }: Pick<Call, 'kind' | 'spoken'>, object: KubeObject): readonly FieldError[] {
  const errors = spoken.view?.validateCreate?.(object) ?? kind.validateCreate?.(object) ?? none;
  if (errors.length > 0 && spoken.metadataLooks?.isLast) return errors;
  return joined(validateMetadata(object.metadata, spoken), plainFinalizers(spoken, object.metadata.finalizers), errors);
}

/** Everything that is wrong with a change. */
export function validateChanged({ kind, spoken, request }: Call, next: KubeObject, previous: KubeObject): readonly FieldError[] {
  const ofStatus = request.subresource === 'status';
  const ofMetadata = changedMetadata(spoken, next, previous);
  const all = ofRest({ kind, spoken, request }, next, previous);
  if (!ofMetadata) return all;
  const asNew = ofStatus || partOf(kind, request.subresource) ? none : (spoken.view?.validateCreate?.(next) ?? kind.validateCreate?.(next) ?? none);
  return inRounds(spoken, ofStatus, ofMetadata, { all, asNew });
}

/** What is wrong with all but the metadata of a change. */
function ofRest({ kind, spoken, request }: Pick<Call, 'kind' | 'request' | 'spoken'>, next: KubeObject, previous: KubeObject): readonly FieldError[] {
  if (request.subresource === 'status') return kind.validateStatusUpdate?.(next, previous) ?? none;
  const part = partOf(kind, request.subresource);
  if (part) return part.validate(next, previous);
  return spoken.view?.validateUpdate?.(next, previous) ?? kind.validateUpdate?.(next, previous) ?? kind.validateCreate?.(next) ?? none;
}

/** The part of the spec that a subresource stands for, if it is one. */
export function partOf(kind: AnyKind, subresource: string | undefined): PartSubresource<KubeObject> | undefined {
  return subresource === undefined ? undefined : kind.parts?.[subresource];
}

/** What is wrong with changed metadata; undefined when nothing is. Finalizers are looked at once they are others. */
function changedMetadata(kind: AnyKind, { metadata }: KubeObject, previous: KubeObject): MetadataErrors | undefined {
  const changed = validateMetadataKept(metadata, previous.metadata);
  const maps = validateMetadataMaps(metadata, previous.metadata);
  const finalizers = metadata.finalizers === previous.metadata.finalizers ? undefined : metadata.finalizers;
  const generateName = metadata.generateName === previous.metadata.generateName ? '' : (metadata.generateName ?? '');
  if (changed.length === 0 && maps.length === 0 && finalizers === undefined && generateName === '') return undefined;
  const refused = (validateName: NameValidator): readonly FieldError[] => (generateName === '' ? none : validateName(generateName, true).map((why) => invalid('metadata.generateName', generateName, why)));
  const found = { changed, maps, beginning: refused(validatePathSegmentName), ownBeginning: refused(kind.validateName), finalizers: validateFinalizers(finalizers ?? []), plainFinalizers: plainFinalizers(kind, finalizers) };
  return Object.values(found).some(({ length }) => length > 0) ? found : undefined;
}

const standardFinalizers = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** Groups whose objects are checked as any server's are, not as those of Kubernetes' core. */
const plainGroups: ReadonlySet<string> = new Set(['admissionregistration.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io', 'coordination.k8s.io', 'node.k8s.io', 'policy']);

/** Whether finalizers of the kind's objects are to be names that say whose they are. */
const namesOwners = ({ group, kind, custom }: AnyKind): boolean => !custom && !plainGroups.has(group) && !(group === '' && kind === 'Event');

/** What is wrong with finalizers that do not say whose they are. Upstream: pkg/apis/core/validation validateKubeFinalizerName */
export function plainFinalizers(kind: AnyKind, finalizers: readonly string[] | undefined): readonly FieldError[] {
  if (finalizers === undefined || !namesOwners(kind)) return none;
  return finalizers.flatMap((finalizer, index) => finalizer.includes('/') || standardFinalizers.has(finalizer)
    ? []
    : [invalid(`metadata.finalizers[${index}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')]);
}

function joined(...parts: readonly (readonly FieldError[])[]): readonly FieldError[] {
  const wrong = parts.filter((errors) => errors.length > 0);
  const [only = none] = wrong;
  return wrong.length <= 1 ? only : wrong.flat();
}
