// Times in a status that nobody said: Go has a zero for them, which is written as null.
// Upstream: k8s.io/apimachinery pkg/apis/meta/v1 Time.MarshalJSON

import { copyOf, isObject, withFields } from '../base/index.ts';

const changed = ['lastTransitionTime'] as const;
const probed = ['lastProbeTime', ...changed] as const;
const updated = ['lastUpdateTime', ...changed] as const;

/** The times of a kind's conditions. */
const timesOf: Readonly<Record<string, readonly string[] | undefined>> = {
  Pod: probed, Job: probed, PersistentVolumeClaim: probed, Deployment: updated, CertificateSigningRequest: updated, Node: ['lastHeartbeatTime', ...changed],
  APIService: changed, CustomResourceDefinition: changed, DaemonSet: changed, FlowSchema: changed, HorizontalPodAutoscaler: changed, Namespace: changed,
  PriorityLevelConfiguration: changed, ReplicaSet: changed, ReplicationController: changed, Service: changed, ServiceCIDR: changed, StatefulSet: changed,
};

/** A status that has all the times of its parts. */
export function withUnsaidTimes(kind: string, status: unknown): unknown {
  const conditioned = withConditionTimes(kind, status);
  if (kind === 'Pod') return eachOf(conditioned, ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'], (list) => (Array.isArray(list) ? reused(list, containerTimes) : list));
  return kind === 'VolumeAttachment' ? eachOf(conditioned, ['attachError', 'detachError'], (error) => timed(error, ['time'])) : conditioned;
}

const containerTimes = (container: unknown): unknown => eachOf(container, ['state', 'lastState'], (state) =>
  eachOf(eachOf(state, ['running'], (running) => timed(running, ['startedAt'])), ['terminated'], (ended) => timed(ended, ['startedAt', 'finishedAt'])));

/** The object with these fields changed, or itself where none becomes another. */
function eachOf(value: unknown, names: readonly string[], change: (field: unknown) => unknown): unknown {
  if (!isObject(value)) return value;
  let result = value;
  for (const name of names) {
    const field = value[name];
    const next = field === undefined ? undefined : change(field);
    if (next !== field) result = withFields(result, { [name]: next });
  }
  return result;
}

function reused(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const next = list.map(change);
  return next.every((item, index) => item === list[index]) ? list : next;
}

const timed = (value: unknown, times: readonly string[]): unknown =>
  (isObject(value) && times.some((time) => value[time] === undefined) ? complete(value, times) : value);

function withConditionTimes(kind: string, status: unknown): unknown {
  const times = timesOf[kind];
  if (!times || !isObject(status) || !Array.isArray(status['conditions'])) return status;
  const conditions: readonly unknown[] = status['conditions'];
  const lacks = (condition: unknown): boolean => isObject(condition) && times.some((time) => condition[time] === undefined);
  if (!conditions.some(lacks)) return status;
  return withFields(status, { conditions: conditions.map((condition) => (isObject(condition) && lacks(condition) ? complete(condition, times) : condition)) });
}

function complete(condition: Readonly<Record<string, unknown>>, times: readonly string[]): Readonly<Record<string, unknown>> {
  const copy = copyOf(condition);
  for (const time of times) copy[time] ??= null;
  return copy;
}
