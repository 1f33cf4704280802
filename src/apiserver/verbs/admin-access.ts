// Devices that others use are looked after in namespaces that say so.
// Upstream: pkg/registry/resource/resourceclaim/strategy.go, resourceclaimtemplate/strategy.go (AuthorizedForAdmin)

import { forbidden, keyOf, namespaceKind, path, resourceClaimKind, resourceClaimTemplateKind } from '../../kinds/index.ts';
import type { FieldError, KubeObject, ResourceClaim, ResourceClaimSpec, ResourceClaimTemplate } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

const label = 'resource.kubernetes.io/admin-access';
const why = `admin access to devices requires the \`${label}: true\` label on the containing namespace`;

/** What a new claim, or a template of some, asks for that its namespace does not allow. */
export function adminAccessErrors(call: Pick<Call, 'kind' | 'server'>, object: KubeObject): readonly FieldError[] {
  const found = claimSpecOf(call.kind, object);
  if (!found) return [];
  const { spec, at } = found;
  return unallowed(call, object, at.child('devices', 'requests'), (spec.devices.requests ?? []).map(({ exactly }) => exactly?.adminAccess));
}

/** What a claim is given now that its namespace does not allow. */
export function grantedAccessErrors(call: Pick<Call, 'kind' | 'server'>, object: KubeObject, previous: KubeObject): readonly FieldError[] {
  if (!isOf<ResourceClaim>(call.kind, resourceClaimKind, object) || !isOf<ResourceClaim>(call.kind, resourceClaimKind, previous)) return [];
  const results = object.status.allocation?.devices.results ?? [];
  const had = (previous.status.allocation?.devices.results ?? []).some(({ adminAccess }) => adminAccess === true);
  return had ? [] : unallowed(call, object, path('status', 'allocation', 'devices', 'results'), results.map(({ adminAccess }) => adminAccess));
}

function unallowed({ server }: Pick<Call, 'server'>, object: KubeObject, at: ReturnType<typeof path>, wants: readonly (boolean | undefined)[]): readonly FieldError[] {
  const wanting = wants.flatMap((want, index) => (want === true ? [at.index(index).child('adminAccess')] : []));
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
