// The labels by which a Job knows its Pods.
// Upstream: pkg/apis/batch/types.go, pkg/registry/batch/job/strategy.go generateSelector

import type { JobSpec, ObjectMetaInput } from '../generated/types.ts';

const controllerUidLabel = 'batch.kubernetes.io/controller-uid';
const jobNameLabel = 'batch.kubernetes.io/job-name';
const olderUidLabel = 'controller-uid';
const olderNameLabel = 'job-name';

/** The labels that a Job's Pods have when nobody chose others: the older two, and the newer. */
export function generatedLabels(name: string, uid: string): Readonly<Record<string, string>> {
  return { [olderUidLabel]: uid, [olderNameLabel]: name, [controllerUidLabel]: uid, [jobNameLabel]: name };
}

/** The labels that a Job's Pods get; what their author wrote stays, and is refused later when it is none that they may have. */
function labelled(metadata: ObjectMetaInput, name: string, uid: string): ObjectMetaInput {
  return { ...metadata, labels: { ...generatedLabels(name, uid), ...metadata.labels } };
}

/** A Job's spec that selects the Pods which it makes and no others: by the Job's own identity. */
export function withGeneratedSelector(spec: JobSpec, name: string, uid: string): JobSpec {
  const { matchLabels } = spec.selector ?? {};
  return {
    ...spec,
    selector: { ...spec.selector, matchLabels: { [controllerUidLabel]: uid, ...matchLabels } },
    template: { ...spec.template, metadata: labelled(spec.template.metadata, name, uid) },
  };
}
