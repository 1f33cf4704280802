// A service account may say that Pods which act as it use only the Secrets that it lists.
// Upstream: plugin/pkg/admission/serviceaccount limitSecretReferences

import type { Container, Pod, ServiceAccount } from '../../kinds/index.ts';
import { enforceMountableSecrets } from '../../kinds/index.ts';
import { refusal } from './plugin.ts';
import type { Write } from './plugin.ts';

const meansYes = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

/** Throws Forbidden when the account minds and the Pod uses a Secret that it does not list. */
export function refuseUnlistedSecrets(write: Write, { spec }: Pod, account: ServiceAccount): void {
  if (!meansYes.has(account.metadata.annotations?.[enforceMountableSecrets] ?? '')) return;
  const because = `is not allowed because service account ${account.metadata.name} does not reference that`;
  const listed = new Set(account.secrets?.map(({ name }) => name));
  for (const { secret } of spec.volumes ?? []) {
    if (secret && !listed.has(secret.secretName)) throw refusal(write, `volume with secret.secretName="${secret.secretName ?? ''}" ${because} secret`);
  }
  const used = [...secretsOf('init container', spec.initContainers), ...secretsOf('container', spec.containers), ...secretsOf('ephemeral container', spec.ephemeralContainers)];
  for (const { name, by } of used) if (!listed.has(name)) throw refusal(write, `${by} referencing secret.secretName="${name}" ${because} secret`);
  const pullSecrets = new Set(account.imagePullSecrets?.map(({ name }) => name));
  for (const [index, { name = '' }] of (spec.imagePullSecrets ?? []).entries()) {
    if (!pullSecrets.has(name)) throw refusal(write, `imagePullSecrets[${index}].name="${name}" ${because} imagePullSecret`);
  }
}

/** The Secrets in the environments of containers, and where they stand. */
function secretsOf(what: string, containers: readonly Pick<Container, 'name' | 'env' | 'envFrom'>[] = []): readonly { readonly name: string; readonly by: string }[] {
  return containers.flatMap((container) => [
    ...(container.env ?? []).flatMap(({ name, valueFrom }) =>
      (valueFrom?.secretKeyRef ? [{ name: valueFrom.secretKeyRef.name ?? '', by: `${what} ${container.name} with envVar ${name}` }] : [])),
    ...(container.envFrom ?? []).flatMap(({ secretRef }) => (secretRef ? [{ name: secretRef.name ?? '', by: `${what} ${container.name} with envFrom` }] : [])),
  ]);
}
