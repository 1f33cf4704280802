// ServiceAccount: who a Pod is when it talks to the API.
// Upstream: pkg/registry/core/serviceaccount/strategy.go

import { ageColumn, nameColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { ServiceAccount, ServiceAccountInput } from '../generated/types.ts';
import { completeList } from '../reuse.ts';

/** Of the Secrets that are listed only the names are kept. */
function withNamesOnly(account: ServiceAccount): ServiceAccount {
  const { secrets } = account;
  if (!secrets) return account;
  const named = completeList(secrets, (secret) => (Object.keys(secret).some((key) => key !== 'name') ? (secret.name === undefined ? {} : { name: secret.name }) : secret));
  return named === secrets ? account : { ...account, secrets: named };
}

/** The annotation by which an account limits its Pods to the Secrets that it lists. */
export const enforceMountableSecrets = 'kubernetes.io/enforce-mountable-secrets';

/** How ServiceAccounts are completed, checked, shown and selected. */
export const serviceAccountKind = defineKind<ServiceAccountInput, ServiceAccount>({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  metadataLooks: { ofChange: ['change', 'new'] },
  warnings: ({ metadata: { annotations } }, previous) => {
    const said = annotations?.[enforceMountableSecrets];
    if (said === undefined || said === previous?.metadata.annotations?.[enforceMountableSecrets]) return [];
    return [`metadata.annotations[${enforceMountableSecrets}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`];
  },
  prepareForCreate: withNamesOnly,
  prepareForUpdate: withNamesOnly,
  columns: [nameColumn, ageColumn],
});
