// ResourceClaim: devices that somebody asks for, and what was given.
// Upstream: pkg/registry/resource/resourceclaim/strategy.go, pkg/apis/resource/validation ValidateResourceClaim, pkg/printers/internalversion printResourceClaim

import { deepEqual } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, printedJson } from '../field-error.ts';
import type { ResourceClaim, ResourceClaimInput, ResourceClaimSpec } from '../generated/types.ts';
import { goFields } from '../go-struct.ts';
import { checkResourceClaimSpec, claimStatusErrors } from '../later.ts';
import { complete } from '../reuse.ts';
import { completeClaimSpec } from './claim-defaults.ts';

/** Keeps a claim while it has devices. */
export const deviceFinalizer = 'resource.kubernetes.io/delete-protection';

function validate({ spec }: ResourceClaim): Errors {
  const errors: Errors = [];
  checkResourceClaimSpec(errors, path('spec'), spec);
  return errors;
}

/** The spec as errors print it. */
export function internalClaimSpec(spec: ResourceClaimSpec): object {
  return Object.fromEntries(goFields('v1.ResourceClaimSpec', spec));
}

function validateUpdate(next: ResourceClaim, previous: ResourceClaim): readonly FieldError[] {
  if (deepEqual(next.spec, previous.spec)) return [];
  return [invalid(path('spec'), printedJson(internalClaimSpec(next.spec)), 'field is immutable')];
}

function stateOf({ metadata, status }: ResourceClaim): string {
  const states: string[] = [];
  if (metadata.deletionTimestamp !== undefined) states.push('deleted');
  if (status.allocation) states.push('allocated');
  else if (states.length === 0) states.push('pending');
  if (status.allocation && (status.reservedFor ?? []).length > 0) states.push('reserved');
  return states.join(',');
}

/** How ResourceClaims are completed, checked, shown and selected. */
export const resourceClaimKind = defineKind<ResourceClaimInput, ResourceClaim>({
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceClaim',
  metadataLooks: { ofChange: ['new', 'change'] },
  defaults: (input) => complete(input, {
    metadata: input.metadata ?? {},
    spec: completeClaimSpec(input.spec ?? {}),
    status: (input.status ?? {}) as ResourceClaim['status'], // nothing is filled in there
  }),
  validateCreate: validate,
  validateUpdate,
  validateStatusUpdate: claimStatusErrors,
  columns: [nameColumn, textColumn('State', stateOf), ageColumn],
});
