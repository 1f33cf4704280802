// What a Pod's spec means where its author left something out, in a Pod as in any workload's template.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_PodSpec

import type { PodSpec, PodSpecInput, PodTemplateSpec, PodTemplateSpecInput } from '../../generated/types.ts';
import { complete, completeList, dropDisabled } from '../../reuse.ts';
import { roundedAmounts, roundedRequirements } from '../rounded-amounts.ts';
import { containerDefaults } from './container-defaults.ts';
import { volumeDefaults } from './volume-defaults.ts';

const noSpec: PodSpecInput = { containers: [] };
const noSecurityContext = Object.freeze({});

/** The spec with everything said that has a default. */
export function podSpecDefaults(given: PodSpecInput | undefined): PodSpec {
  const input = dropDisabled(given ?? noSpec, 'schedulingGroup');
  const { initContainers, ephemeralContainers, volumes, overhead, resources } = input;
  // The old name of the service account goes on being written beside the new one.
  const account = input.serviceAccountName || input.serviceAccount || undefined;
  return complete(input, {
    containers: completeList(input.containers ?? [], containerDefaults),
    dnsPolicy: input.dnsPolicy || ('ClusterFirst' as const),
    restartPolicy: input.restartPolicy || ('Always' as const),
    schedulerName: input.schedulerName || 'default-scheduler',
    securityContext: input.securityContext ?? noSecurityContext,
    terminationGracePeriodSeconds: input.terminationGracePeriodSeconds ?? 30,
    serviceAccountName: account,
    serviceAccount: account,
    initContainers: initContainers && completeList(initContainers, containerDefaults),
    ephemeralContainers: ephemeralContainers && completeList(ephemeralContainers, containerDefaults),
    volumes: volumes && completeList(volumes, volumeDefaults),
    overhead: overhead && roundedAmounts(overhead),
    resources: resources && roundedRequirements(resources),
  });
}

const noTemplate: PodTemplateSpecInput = {};

/** A Pod template as every workload kind holds one. */
export function podTemplateDefaults(given: PodTemplateSpecInput | undefined): PodTemplateSpec {
  const input = given ?? noTemplate;
  return complete(input, { metadata: input.metadata ?? {}, spec: podSpecDefaults(input.spec) });
}
