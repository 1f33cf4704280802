// Pod: containers that run together on one node.
// Upstream: pkg/registry/core/pod/strategy.go

import { defineKind } from '../../define-kind.ts';
import type { Pod, PodInput } from '../../generated/types.ts';
import { podColumns } from './pod-columns.ts';
import { podDefaults } from './pod-defaults.ts';
import { qosClassOf } from './pod-resources.ts';
import { isPodTerminal } from './pod-state.ts';
import { validatePodStatus, validatePodUpdate } from './pod-update-validation.ts';
import { validatePodCreate } from './pod-validation.ts';

/** How long a Pod's deletion waits: not at all where nothing of it runs. */
function deletionGraceSeconds(pod: Pod, requested: number | undefined): number | undefined {
  if (!pod.spec.nodeName || isPodTerminal(pod)) return undefined;
  const seconds = requested ?? pod.spec.terminationGracePeriodSeconds;
  if (seconds < 0) return 1;
  return seconds === 0 ? undefined : seconds;
}

/** The old name of the service account follows the new one, whoever filled that in. */
function withOldAccountName(pod: Pod): Pod {
  const { serviceAccountName, serviceAccount } = pod.spec;
  if (!serviceAccountName || serviceAccount === serviceAccountName) return pod;
  return { ...pod, spec: { ...pod.spec, serviceAccount: serviceAccountName } };
}

export const podKind = defineKind<PodInput, Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  defaults: podDefaults,
  validateCreate: validatePodCreate,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatus,
  initialStatus: ({ spec }) => ({ phase: 'Pending', qosClass: qosClassOf(spec) }),
  prepareForCreate: withOldAccountName,
  generation: 'spec',
  columns: podColumns,
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec.restartPolicy,
    'spec.schedulerName': ({ spec }) => spec.schedulerName,
    'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => String(spec.hostNetwork ?? false),
    'status.phase': ({ status }) => status.phase,
    'status.podIP': ({ status }) => status.podIPs?.[0]?.ip ?? status.podIP ?? '',
    'status.podIPs': ({ status }) => status.podIPs?.[0]?.ip ?? status.podIP ?? '',
    'status.nominatedNodeName': ({ status }) => status.nominatedNodeName ?? '',
  },
  deletionGraceSeconds,
});
