// Fields that a way of writing cannot change, whatever it says of them: nobody manages them through it.
// Upstream: GetResetFields of the strategies in pkg/registry

import type { AnyKind } from '../define-kind.ts';
import { fieldPaths } from './field-model.ts';
import type { FieldSet } from './field-set.ts';

/** Kinds whose status is written without their metadata. */
const statusOnly: ReadonlySet<string> = new Set([
  'APIService', 'FlowSchema', 'PriorityLevelConfiguration', 'ResourceClaim', 'ServiceCIDR', 'ValidatingAdmissionPolicy', 'VolumeAttachment',
]);

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
