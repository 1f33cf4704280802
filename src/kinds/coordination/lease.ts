// Lease: who leads, or that a node is alive, and until when.
// Upstream: pkg/registry/coordination/lease/strategy.go

import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { Lease, LeaseInput } from '../generated/types.ts';
import { complete } from '../reuse.ts';
import { validateLease } from './lease-validation.ts';

/** Who is to lead next is said only where a feature is on that is off unless asked for. */
function withoutElection(lease: Lease): Lease {
  if (lease.spec.strategy === undefined && lease.spec.preferredHolder === undefined) return lease;
  const { strategy: _, preferredHolder: __, ...spec } = lease.spec;
  return { ...lease, spec };
}

/** How Leases are completed, checked, shown and selected. */
export const leaseKind = defineKind<LeaseInput, Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, spec: input.spec ?? {} }),
  prepareForCreate: withoutElection,
  prepareForUpdate: withoutElection,
  validateCreate: validateLease,
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  columns: [nameColumn, textColumn('Holder', ({ spec }) => spec.holderIdentity ?? ''), ageColumn],
});
