// The Pods of a Job: how one is made, which of its completions it is for, and how it ended.
// Upstream: pkg/controller/job/indexed_job_utils.go, tracking_utils.go, backoff_utils.go getFinishedTime
import { parseTime } from '../../base/index.ts';
import { isPodTerminal, podReadyCondition } from '../../kinds/index.ts';
import type { Container, Job, Pod, PodInput } from '../../kinds/index.ts';
import { podFromTemplate } from '../framework/pod-template.ts';
import { failureVerdict } from './failure-policy.ts';
import { jobTrackingFinalizer } from './job-state.ts';

const indexName = 'batch.kubernetes.io/job-completion-index';
const indexVariable = 'JOB_COMPLETION_INDEX';
const failuresAnnotation = 'batch.kubernetes.io/job-index-failure-count';
const ignoredFailuresAnnotation = 'batch.kubernetes.io/job-index-ignored-failure-count';
const longestGeneratedName = 58; // apiserver names.MaxGeneratedNameLength

export const isIndexed = ({ spec }: Job): boolean => spec.completionMode === 'Indexed';

/** The completion that the Pod is for; undefined when it says none that the Job has. */
export function completionIndex({ spec: { completions = 0 } }: Job, { metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[indexName];
  const index = text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
  return index !== undefined && index < completions ? index : undefined;
}

/** Whether a new Pod waits for the old one to have ended entirely. */
export function onlyReplacesFailed({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;
}

/** Whether the Pod counts as failed: one that is being deleted does, unless the Job waits for its end. */
export function isFailed(job: Job, { metadata, status: { phase } }: Pod): boolean {
  return phase === 'Failed' || (!onlyReplacesFailed(job) && metadata.deletionTimestamp !== undefined && phase !== 'Succeeded');
}

/** Whether the Pod is being deleted and has not ended yet. */
export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined && !isPodTerminal(pod);
}

/** When the Pod ended, as far as it says. */
export function finishedMs(pod: Pod): number {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata;
  const ends = (pod.status.containerStatuses ?? []).map(({ state }) => parseTime(state?.terminated?.finishedAt ?? ''));
  const known = ends.filter((end) => end !== undefined);
  if (known.length > 0 && known.length === ends.length) return Math.max(...known);
  const ready = podReadyCondition(pod);
  const unreadyMs = ready?.status === 'False' ? parseTime(ready.lastTransitionTime ?? '') : undefined;
  if (unreadyMs !== undefined) return unreadyMs;
  const deletedMs = parseTime(deletionTimestamp ?? '');
  return deletedMs === undefined ? (parseTime(creationTimestamp) ?? 0) : deletedMs - deletionGracePeriodSeconds * 1_000;
}

const annotatedNumber = ({ metadata }: Pod, name: string): number => Number(metadata.annotations?.[name] ?? 0) || 0;

/** Failures of its index before this Pod that count towards the limit of the index. */
export const earlierFailures = (pod: Pod): number => annotatedNumber(pod, failuresAnnotation);

/** All failures of its index before this Pod. */
export const allEarlierFailures = (pod: Pod): number => earlierFailures(pod) + annotatedNumber(pod, ignoredFailuresAnnotation);

/** The Pod for one completion; `replaced` is the failed one in whose place it comes. */
export function jobPod(job: Job, index: number | undefined, replaced: Pod | undefined): PodInput {
  const pod = podFromTemplate(job.spec.template, job);
  const tracked = { ...pod.metadata, finalizers: [...new Set([...pod.metadata?.finalizers ?? [], jobTrackingFinalizer])] };
  if (index === undefined) return { ...pod, metadata: tracked };
  const { labels, annotations } = tracked;
  const { spec } = job.spec.template;
  const { initContainers } = spec;
  return {
    ...pod,
    metadata: {
      ...tracked,
      generateName: generateName(job.metadata.name, index),
      labels: { ...labels, [indexName]: String(index) },
      annotations: { ...annotations, [indexName]: String(index), ...failureAnnotations(job, replaced) },
    },
    spec: { ...spec, hostname: `${job.metadata.name}-${index}`, containers: spec.containers.map(withIndex), ...(initContainers ? { initContainers: initContainers.map(withIndex) } : {}) },
  };
}

function generateName(name: string, index: number): string {
  const end = `-${index}-`;
  return `${name.slice(0, longestGeneratedName - end.length)}${end}`;
}

function failureAnnotations(job: Job, replaced: Pod | undefined): Record<string, string> {
  if (job.spec.backoffLimitPerIndex === undefined) return {};
  if (!replaced) return { [failuresAnnotation]: '0' };
  const { counts } = failureVerdict(job.spec.podFailurePolicy, replaced);
  const ignored = annotatedNumber(replaced, ignoredFailuresAnnotation) + (counts ? 0 : 1);
  return { [failuresAnnotation]: String(earlierFailures(replaced) + (counts ? 1 : 0)), ...(ignored > 0 ? { [ignoredFailuresAnnotation]: String(ignored) } : {}) };
}

/** The container is told its index, unless it has a variable of that name. */
function withIndex(container: Container): Container {
  const { env = [] } = container;
  if (env.some(({ name }) => name === indexVariable)) return container;
  return { ...container, env: [...env, { name: indexVariable, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${indexName}']` } } }] };
}
