// The kinds that every server of this cluster knows, in the order in which discovery lists them.

import { deploymentKind } from './apps/deployment.ts';
import { replicaSetKind } from './apps/replica-set.ts';
import { leaseKind } from './coordination/lease.ts';
import { configMapKind } from './core/config-map.ts';
import { endpointsKind } from './core/endpoints.ts';
import { eventKind } from './core/event.ts';
import { namespaceKind } from './core/namespace.ts';
import { nodeKind } from './core/node.ts';
import { podKind } from './core/pod/pod.ts';
import { secretKind } from './core/secret.ts';
import { serviceAccountKind } from './core/service-account.ts';
import { serviceKind } from './core/service/service.ts';
import type { AnyKind } from './define-kind.ts';
import { endpointSliceKind } from './discovery/endpoint-slice.ts';
import { KindRegistry } from './kind-registry.ts';
import { ingressClassKind } from './networking/ingress-class.ts';
import { ingressKind } from './networking/ingress.ts';
import { priorityClassKind } from './scheduling/priority-class.ts';

/** Every kind; a further kind is its file and a line here. */
export const kinds: readonly AnyKind[] = [
  configMapKind,
  endpointsKind,
  eventKind,
  namespaceKind,
  nodeKind,
  podKind,
  secretKind,
  serviceAccountKind,
  serviceKind,
  deploymentKind,
  replicaSetKind,
  ingressKind,
  ingressClassKind,
  priorityClassKind,
  leaseKind,
  endpointSliceKind,
];

/** The registry of all built-in kinds. */
export const kindRegistry = new KindRegistry(kinds);
