// Which describer a kind has.

import { describeAnything } from './generic.ts';
import type { Describer } from './describer.ts';
import { describeEndpoints, describeEndpointSlice, describeIngress, describeService } from './network.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describeConfigMap, describeNamespace, describePriorityClass, describeSecret, describeServiceAccount } from './simple.ts';
import { describeDeployment, describeReplicaSet } from './workloads.ts';

/** By `kind.group`. */
const describers: Readonly<Record<string, Describer>> = {
  'ConfigMap.': describeConfigMap,
  'Deployment.apps': describeDeployment,
  'Endpoints.': describeEndpoints,
  'EndpointSlice.discovery.k8s.io': describeEndpointSlice,
  'Ingress.networking.k8s.io': describeIngress,
  'Namespace.': describeNamespace,
  'Node.': describeNode,
  'Pod.': describePod,
  'PriorityClass.scheduling.k8s.io': describePriorityClass,
  'ReplicaSet.apps': describeReplicaSet,
  'Secret.': describeSecret,
  'Service.': describeService,
  'ServiceAccount.': describeServiceAccount,
};

/** The describer of a kind; one that shows all fields for kinds without their own. */
export function describerOf(mapping: { readonly group: string; readonly kind: string }): Describer {
  return describers[`${mapping.kind}.${mapping.group}`] ?? describeAnything;
}
