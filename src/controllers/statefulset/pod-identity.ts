// Upstream: pkg/controller/statefulset/stateful_set_utils.go
import { podIsAvailable, podIsReady } from '../../kinds/index.ts';
import type { Pod, StatefulSet } from '../../kinds/index.ts';
import { revisionHashLabel } from '../framework/revision-history.ts';

const nameLabel = 'statefulset.kubernetes.io/pod-name';
const indexLabel = 'apps.kubernetes.io/pod-index';

/** The number at the end of the name of the set's Pod; undefined when it is no name of the set. */
export function ordinalOf({ metadata: { name } }: StatefulSet, pod: string): number | undefined {
  const [, parent, digits] = /^(.*)-([0-9]+)$/.exec(pod) ?? [];
  return parent === name && digits !== undefined ? Number(digits) : undefined;
}

/** The numbers that the set's Pods have, the first and the one behind the last. */
export function rangeOf({ spec: { ordinals, replicas } }: StatefulSet): { readonly start: number; readonly end: number } {
  const start = ordinals?.start ?? 0;
  return { start, end: start + replicas };
}

/** Which revision a Pod is of, by name. */
export const revisionOf = ({ metadata }: Pod): string => metadata.labels?.[revisionHashLabel] ?? '';

/** The labels that say which Pod of the set it is. */
export const identityOf = (name: string, ordinal: number): Readonly<Record<string, string>> => ({ [nameLabel]: name, [indexLabel]: String(ordinal) });

/** Whether a Pod's labels still say which one it is. */
export const hasIdentity = ({ metadata: { name, labels } }: Pod): boolean => labels?.[nameLabel] === name;

/** The Pod with the labels that it ought to have. */
export function withIdentity(pod: Pod, ordinal: number): Pod {
  const { metadata } = pod;
  return { ...pod, metadata: { ...metadata, labels: { ...metadata.labels, ...identityOf(metadata.name, ordinal) } } };
}

export const isTerminating = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;

export const hasEnded = ({ status }: Pod): boolean => status.phase === 'Failed' || status.phase === 'Succeeded';

/** Whether it runs and serves, and has done so long enough. */
export function isServing(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  return isReady(pod) && podIsAvailable(pod, minReadySeconds, nowMs);
}

export const isReady = (pod: Pod): boolean => pod.status.phase === 'Running' && podIsReady(pod);
