// What a Pod's spec means where its author left something out, in a Pod as in any workload's template.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_PodSpec

import type { PodSpec, PodSpecInput, PodTemplateSpec, PodTemplateSpecInput } from '../../generated/types.ts';
import { reuse, reuseList } from '../../reuse.ts';
import { containerDefaults, ephemeralContainerDefaults, roundedResources } from './container-defaults.ts';
import { volumeDefaults } from './volume-defaults.ts';

const noSpec: PodSpecInput = { containers: [] };
const noSecurityContext = Object.freeze({});

/** Both names of the service account: the old one goes on being written beside the new one. */
function serviceAccountNames(input: PodSpecInput): { readonly serviceAccountName?: string; readonly serviceAccount?: string } | undefined {
  const name = input.serviceAccountName || input.serviceAccount;
  return name ? { serviceAccountName: name, serviceAccount: name } : undefined;
}

/** The spec with everything said that has a default. */
export function podSpecDefaults(given: PodSpecInput | undefined): PodSpec {
  const input = given ?? noSpec;
  const { containers, initContainers, ephemeralContainers, volumes, overhead, ...rest } = input;
  return reuse<PodSpec>(input, {
    ...rest,
    ...serviceAccountNames(input),
    containers: reuseList(containers ?? [], containerDefaults),
    dnsPolicy: input.dnsPolicy || 'ClusterFirst',
    restartPolicy: input.restartPolicy || 'Always',
    schedulerName: input.schedulerName || 'default-scheduler',
    securityContext: input.securityContext ?? noSecurityContext,
    terminationGracePeriodSeconds: input.terminationGracePeriodSeconds ?? 30,
    ...(initContainers && { initContainers: reuseList(initContainers, containerDefaults) }),
    ...(ephemeralContainers && { ephemeralContainers: reuseList(ephemeralContainers, ephemeralContainerDefaults) }),
    ...(volumes && { volumes: reuseList(volumes, volumeDefaults) }),
    ...(overhead && { overhead: roundedResources(overhead) }),
  });
}

/** A Pod template as every workload kind holds one. */
export function podTemplateDefaults(input: PodTemplateSpecInput | undefined): PodTemplateSpec {
  const built = { ...input, metadata: input?.metadata ?? {}, spec: podSpecDefaults(input?.spec) };
  return input ? reuse(input, built) : built;
}
