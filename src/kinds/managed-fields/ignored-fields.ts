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

/** The metadata of an object whose status is written: of some kinds it stays as it was, Deployments keep their labels, and Pods their end and owners. */
export function metadataThroughStatus(kind: AnyKind, written: ObjectMeta, current: ObjectMeta): ObjectMeta {
  if (statusOnly.has(kind.kind)) return current;
  if (kind.kind === 'Pod') return ofPodStatus(written, current);
  if (kind.kind !== 'Deployment' || written.labels === current.labels) return written;
  const { labels: _, ...rest } = written;
  return current.labels === undefined ? rest : { ...rest, labels: current.labels };
}

function ofPodStatus(written: ObjectMeta, current: ObjectMeta): ObjectMeta {
  const { deletionTimestamp, ownerReferences } = current;
  if (written.deletionTimestamp === deletionTimestamp && written.ownerReferences === ownerReferences) return written;
  const { deletionTimestamp: _1, ownerReferences: _2, ...rest } = written;
  return { ...rest, ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }), ...(ownerReferences === undefined ? {} : { ownerReferences }) };
}

const main = fieldPaths('status');
const status = fieldPaths('spec');
const statusAlone = fieldPaths('spec', 'metadata');

/** By kind, then by subresource; the object itself is ''. */
const special: Readonly<Record<string, Readonly<Record<string, FieldSet | undefined>>>> = {
  CertificateSigningRequest: { '': fieldPaths('spec', 'status'), approval: fieldPaths('spec', 'status.certificate') },
  Deployment: { status: fieldPaths('spec', 'metadata.labels') },
  Pod: { status: fieldPaths('spec', 'metadata.deletionTimestamp', 'metadata.ownerReferences') },
};

/** The fields of a kind that a write through a subresource ('' for the object itself) cannot change. */
export function ignoredFields(kind: AnyKind, subresource: string): FieldSet | undefined {
  const said = special[kind.kind]?.[subresource];
  if (said) return said;
  if (subresource === 'status') return statusOnly.has(kind.kind) || kind.custom ? statusAlone : status;
  return kind.hasStatus ? main : undefined;
}
