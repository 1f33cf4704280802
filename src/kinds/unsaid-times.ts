// Times of conditions that nobody said: Go has a zero for them, which is written as null.
// Upstream: k8s.io/apimachinery pkg/apis/meta/v1 Time.MarshalJSON

import { isObject, withFields } from '../base/index.ts';

const changed = ['lastTransitionTime'] as const;
const probed = ['lastProbeTime', ...changed] as const;
const updated = ['lastUpdateTime', ...changed] as const;

/** The times of a kind's conditions. */
const timesOf: Readonly<Record<string, readonly string[] | undefined>> = {
  Pod: probed, Job: probed, PersistentVolumeClaim: probed, Deployment: updated, CertificateSigningRequest: updated, Node: ['lastHeartbeatTime', ...changed],
  APIService: changed, CustomResourceDefinition: changed, DaemonSet: changed, FlowSchema: changed, HorizontalPodAutoscaler: changed, Namespace: changed,
  PriorityLevelConfiguration: changed, ReplicaSet: changed, ReplicationController: changed, Service: changed, ServiceCIDR: changed, StatefulSet: changed,
};

/** A status whose conditions have all their times. */
export function withUnsaidTimes(kind: string, status: unknown): unknown {
  const times = timesOf[kind];
  if (!times || !isObject(status) || !Array.isArray(status['conditions'])) return status;
  const conditions: readonly unknown[] = status['conditions'];
  const lacks = (condition: unknown): boolean => isObject(condition) && times.some((time) => condition[time] === undefined);
  if (!conditions.some(lacks)) return status;
  return withFields(status, { conditions: conditions.map((condition) => (isObject(condition) && lacks(condition) ? complete(condition, times) : condition)) });
}

function complete(condition: Readonly<Record<string, unknown>>, times: readonly string[]): Readonly<Record<string, unknown>> {
  const nulls = times.filter((time) => condition[time] === undefined).map((time): [string, null] => [time, null]);
  return { ...condition, ...Object.fromEntries(nulls) };
}
