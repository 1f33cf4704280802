// Fields that a way of writing cannot change, whatever it says of them: nobody manages them through it.
// Upstream: GetResetFields of the strategies in pkg/registry

import type { AnyKind } from '../define-kind.ts';
import type { ObjectMeta } from '../object.ts';
import { fieldPaths } from './field-model.ts';
import type { FieldSet } from './field-set.ts';

/** Kinds whose status is written without their metadata. */
const statusOnly: ReadonlySet<string> = new Set([
  'APIService', 'FlowSchema', 'PriorityLevelConfiguration', 'ResourceClaim', 'ServiceCIDR', 'ValidatingAdmissionPolicy', 'VolumeAttachment',
]);

/** What of the metadata a status of such a kind leaves as it was. Upstream: k8s.io/apimachinery pkg/apis/meta/v1 ResetObjectMetaForStatus */
const untouched = ['deletionTimestamp', 'generation', 'selfLink', 'labels', 'annotations', 'finalizers', 'ownerReferences', 'managedFields'] as const;

/** The metadata of an object whose status is written: of some kinds most of it stays as it was, Deployments keep their labels, and Pods their end and owners. */
export function metadataThroughStatus(kind: AnyKind, written: ObjectMeta, current: ObjectMeta): ObjectMeta {
  if (kind.group === 'flowcontrol.apiserver.k8s.io') return current;
  if (statusOnly.has(kind.kind)) return withTheseOf(written, current, untouched);
  if (kind.kind === 'Pod') return withTheseOf(written, current, ['deletionTimestamp', 'ownerReferences']);
  return kind.kind === 'Deployment' ? withTheseOf(written, current, ['labels']) : written;
}

/** The written metadata with these fields as they were. */
function withTheseOf(written: ObjectMeta, current: ObjectMeta, names: readonly (keyof ObjectMeta)[]): ObjectMeta {
  if (written === current || names.every((name) => written[name] === current[name])) return written;
  const kept = Object.entries(written).filter(([name]) => !names.some((other) => other === name));
  const before = names.flatMap((name) => (current[name] === undefined ? [] : [[name, current[name]] as const]));
  return Object.fromEntries([...kept, ...before]) as ObjectMeta; // each field is one of metadata's
}

const main = fieldPaths('status');
const status = fieldPaths('spec');
const statusAlone = fieldPaths('spec', 'metadata');

/** By kind, then by subresource; the object itself is ''. */
const special: Readonly<Record<string, Readonly<Record<string, FieldSet | undefined>>>> = {
  CertificateSigningRequest: { '': fieldPaths('spec', 'status'), approval: fieldPaths('spec', 'status.certificate') },
  Deployment: { status: fieldPaths('spec', 'metadata.labels') },
  // Through these nothing but their part is changed, and yet all that is said is managed.
  Pod: { status: fieldPaths('spec', 'metadata.deletionTimestamp', 'metadata.ownerReferences'), ephemeralcontainers: undefined, resize: undefined },
};

/** The fields of a kind that a write through a subresource ('' for the object itself) cannot change. */
export function ignoredFields(kind: AnyKind, subresource: string): FieldSet | undefined {
  const said = special[kind.kind];
  if (said && subresource in said) return said[subresource];
  if (subresource === 'status') return statusOnly.has(kind.kind) || kind.custom ? statusAlone : status;
  return kind.hasStatus ? main : undefined;
}
