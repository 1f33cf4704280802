// The labels by which a Job knows its Pods.
// Upstream: pkg/apis/batch/types.go, pkg/registry/batch/job/strategy.go generateSelector

import type { JobSpec, ObjectMetaInput } from '../generated/types.ts';

export const controllerUidLabel = 'batch.kubernetes.io/controller-uid';
export const jobNameLabel = 'batch.kubernetes.io/job-name';
const olderUidLabel = 'controller-uid';
const olderNameLabel = 'job-name';

/** The labels that a Job's Pods have when nobody chose others: the older two, and the newer. */
export function generatedLabels(name: string, uid: string): Readonly<Record<string, string>> {
  return { [olderUidLabel]: uid, [olderNameLabel]: name, [controllerUidLabel]: uid, [jobNameLabel]: name };
}

/** The labels that a Job's Pods get; what their author wrote for the older two stays. */
function labelled(metadata: ObjectMetaInput, name: string, uid: string): ObjectMetaInput {
  const labels = { ...generatedLabels(name, uid), ...metadata.labels, [controllerUidLabel]: uid, [jobNameLabel]: name };
  return { ...metadata, labels };
}

/** A Job's spec that selects the Pods which it makes and no others: by the Job's own identity. */
export function withGeneratedSelector(spec: JobSpec, name: string, uid: string): JobSpec {
  const { matchLabels } = spec.selector ?? {};
  return {
    ...spec,
    selector: { ...spec.selector, matchLabels: { ...matchLabels, [controllerUidLabel]: uid } },
    template: { ...spec.template, metadata: labelled(spec.template.metadata, name, uid) },
  };
}
