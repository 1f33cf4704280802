// A Pod's spec in the order of the API server's own type, which errors about its changes show.
// Upstream: pkg/apis/core/types.go PodSpec, PodSecurityContext

import type { PodSpec, PodTemplateSpec } from '../../generated/types.ts';
import { inGoOrder } from '../../go-order.ts';
import { goFields } from '../../go-struct.ts';

const securityOrder = [
  'HostNetwork', 'HostPID', 'HostIPC', 'ShareProcessNamespace', 'HostUsers', 'SELinuxOptions', 'WindowsOptions', 'RunAsUser',
  'RunAsGroup', 'RunAsNonRoot', 'SupplementalGroups', 'SupplementalGroupsPolicy', 'FSGroup', 'FSGroupChangePolicy', 'Sysctls',
  'SeccompProfile', 'AppArmorProfile', 'SELinuxChangePolicy',
];

const specOrder = [
  'Volumes', 'InitContainers', 'Containers', 'EphemeralContainers', 'RestartPolicy', 'TerminationGracePeriodSeconds',
  'ActiveDeadlineSeconds', 'DNSPolicy', 'NodeSelector', 'ServiceAccountName', 'AutomountServiceAccountToken', 'NodeName',
  'SecurityContext', 'ImagePullSecrets', 'Hostname', 'Subdomain', 'SetHostnameAsFQDN', 'Affinity', 'SchedulerName', 'Tolerations',
  'HostAliases', 'PriorityClassName', 'Priority', 'PreemptionPolicy', 'DNSConfig', 'ReadinessGates', 'RuntimeClassName', 'Overhead',
  'EnableServiceLinks', 'TopologySpreadConstraints', 'OS', 'SchedulingGates', 'ResourceClaims', 'Resources', 'HostnameOverride',
  'SchedulingGroup',
];

/** The spec with all its fields by their Go names; what concerns the host stands in the security context. */
export function internalPodSpec(spec: PodSpec): Readonly<Record<string, unknown>> {
  const fields = goFields('v1.PodSpec', spec);
  const security = new Map([...fields, ...goFields('v1.PodSecurityContext', spec.securityContext)]);
  const ordered = Object.fromEntries(specOrder.map((name) => [name, fields.get(name)]));
  return { ...ordered, SecurityContext: Object.fromEntries(securityOrder.map((name) => [name, security.get(name)])) };
}

/** A template as errors about its changes show it: what it says of metadata, and the spec. */
export function internalTemplate({ metadata, spec }: PodTemplateSpec): object {
  const said = inGoOrder('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', metadata) as object; // it is one
  return { ...said, Spec: internalPodSpec(spec) };
}
