// Owners that an object names twice: once is enough, and whoever wrote it is told.
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/update.go (dedupOwnerReferencesAndAddWarning)

import { deepEqual } from '../../base/index.ts';
import type { ObjectMetaInput } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

/** Where it was not the writer's body that named an owner twice. */
export const afterAdmission = ' after mutating admission happens';
const advice = 'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed';

/** The object with each owner once; `when` says at what point more than one was found. */
export function withoutTwinOwners<Written extends { readonly metadata?: ObjectMetaInput }>({ warnings }: Call, object: Written, when = ''): Written {
  const owners = object.metadata?.ownerReferences;
  if (!owners || owners.length < 2) return object;
  const kept = owners.filter((owner, index) => owners.findIndex((other) => deepEqual(other, owner)) === index);
  if (kept.length === owners.length) return object;
  const twins = new Set(owners.filter((owner, index) => owners.findIndex((other) => deepEqual(other, owner)) < index).map(({ uid }) => uid));
  const warning = `.metadata.ownerReferences contains duplicate entries${when}; ${advice}: ${[...twins].join(', ')}`;
  if (!warnings.includes(warning)) warnings.push(warning);
  return { ...object, metadata: { ...object.metadata, ownerReferences: kept } };
}
