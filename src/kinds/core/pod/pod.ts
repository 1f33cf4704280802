// Pod: containers that run together on one node.
// Upstream: pkg/registry/core/pod/strategy.go

import { defineKind } from '../../define-kind.ts';
import type { Pod, PodCondition, PodInput, PodStatus } from '../../generated/types.ts';
import { withAnnotatedProfiles } from '../../later.ts';
import { complete } from '../../reuse.ts';
import { applyLabelKeys } from './label-keys.ts';
import { podColumns } from './pod-columns.ts';
import { podDefaults } from './pod-defaults.ts';
import { ephemeralContainersPart } from './ephemeral-containers-part.ts';
import { resizePart } from './resize-part.ts';
import { namesProfiles } from './profile-annotations.ts';
import { qosClassOf } from './pod-resources.ts';
import { isPodTerminal } from './pod-state.ts';
import { completeStatus, validatePodStatus } from './pod-status-validation.ts';
import { validatePodUpdate } from './pod-update-validation.ts';
import { validatePodCreate } from './pod-validation.ts';
import { podProfileWarnings, podWarnings } from './pod-warnings.ts';

/** Gates keep a Pod from the scheduler, which its status says at once. */
const gated = Object.freeze({
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
} satisfies Partial<PodCondition>);

function initialStatus({ metadata, spec }: Pod): PodStatus {
  const status: PodStatus = { phase: 'Pending', qosClass: qosClassOf(spec) };
  return spec.schedulingGates?.length ? { ...status, conditions: [{ lastProbeTime: null, lastTransitionTime: metadata.creationTimestamp, ...gated }] } : status;
}

const withNamedProfiles = (pod: Pod): Pod => (namesProfiles(pod.metadata.annotations) ? withAnnotatedProfiles(pod) : pod);

/** A kubelet writes the status and nothing else: not owners. */
function prepareForStatusUpdate(next: Pod, previous: Pod): Pod {
  const { ownerReferences } = previous.metadata;
  const status = completeStatus(next.status, previous.status);
  if (next.metadata.ownerReferences === ownerReferences) return complete(next, { status });
  const { ownerReferences: _, ...metadata } = next.metadata;
  return { ...next, metadata: { ...metadata, ...(ownerReferences && { ownerReferences }) }, status };
}

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

/** How Pods are completed, checked, shown and selected. */
export const podKind = defineKind<PodInput, Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  metadataLooks: { ofChange: ['change', 'new'], areFirst: true },
  defaults: podDefaults,
  validateCreate: validatePodCreate,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatus,
  warningsBefore: podProfileWarnings,
  warnings: podWarnings,
  initialStatus,
  prepareForStatusUpdate,
  prepareForCreate: (pod) => applyLabelKeys(withNamedProfiles(withOldAccountName(pod))),
  generation: 'spec',
  parts: { ephemeralcontainers: ephemeralContainersPart, resize: resizePart },
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
