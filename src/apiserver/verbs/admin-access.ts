// Devices that others use are looked after in namespaces that say so.
// Upstream: pkg/registry/resource/resourceclaim/strategy.go, resourceclaimtemplate/strategy.go (AuthorizedForAdmin)

import { forbidden, keyOf, namespaceKind, path, resourceClaimKind, resourceClaimTemplateKind } from '../../kinds/index.ts';
import type { FieldError, KubeObject, ResourceClaim, ResourceClaimSpec, ResourceClaimTemplate } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

const label = 'resource.kubernetes.io/admin-access';
const why = `admin access to devices requires the \`${label}: true\` label on the containing namespace`;

/** What a new claim, or a template of some, asks for that its namespace does not allow. */
export function adminAccessErrors({ kind, server }: Pick<Call, 'kind' | 'server'>, object: KubeObject): readonly FieldError[] {
  const found = claimSpecOf(kind, object);
  if (!found) return [];
  const { spec, at } = found;
  const wanting = (spec.devices.requests ?? []).flatMap(({ exactly }, index) => (exactly?.adminAccess === true ? [at.child('devices', 'requests').index(index).child('adminAccess')] : []));
  if (wanting.length === 0) return [];
  const namespace = server.cache.of(namespaceKind).get(keyOf(undefined, object.metadata.namespace ?? ''));
  return namespace?.metadata.labels?.[label] === 'true' ? [] : wanting.map((where) => forbidden(where, why));
}

function claimSpecOf(kind: Call['kind'], object: KubeObject): { readonly spec: ResourceClaimSpec; readonly at: ReturnType<typeof path> } | undefined {
  if (isOf<ResourceClaim>(kind, resourceClaimKind, object)) return { spec: object.spec, at: path('spec') };
  return isOf<ResourceClaimTemplate>(kind, resourceClaimTemplateKind, object) ? { spec: object.spec.spec, at: path('spec', 'spec') } : undefined;
}

function isOf<Stored extends KubeObject>(kind: Call['kind'], wanted: { readonly group: string; readonly kind: string }, object: KubeObject): object is Stored {
  return kind.group === wanted.group && kind.kind === wanted.kind && object.kind === wanted.kind;
}
