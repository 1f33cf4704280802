// ServiceAccount: who a Pod is when it talks to the API.
// Upstream: pkg/registry/core/serviceaccount/strategy.go

import { ageColumn, nameColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { ServiceAccount, ServiceAccountInput } from '../generated/types.ts';

/** How ServiceAccounts are completed, checked, shown and selected. */
export const serviceAccountKind = defineKind<ServiceAccountInput, ServiceAccount>({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  columns: [nameColumn, ageColumn],
});
