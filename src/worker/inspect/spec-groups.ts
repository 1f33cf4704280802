import type {
  CronJob, DaemonSet, Deployment, Endpoints, EndpointSlice, HorizontalPodAutoscaler, Ingress, Job, PersistentVolume, PersistentVolumeClaim, PodDisruptionBudget, ReplicaSet,
  ReplicationController, StatefulSet,
} from '../../kinds/index.ts';
import { objectId } from '../../protocol/index.ts';
import type { StateGroup, StateRow } from '../../protocol/index.ts';

/** A number against the one that is wanted. */
function against(wanted: number): (name: string, value: number | undefined) => StateRow {
  const text = String(wanted);
  return (name, value = 0) => (String(value) === text ? { name, value: text, verdict: 'good' } : { name, value: String(value), wanted: text, verdict: 'waiting' });
}

/** Facts that are told; what is not there is left out. */
function facts(title: string, rows: readonly (readonly [name: string, value: string | number | boolean | undefined, about?: string | undefined])[]): StateGroup {
  return { title, rows: rows.filter(([, value]) => value !== undefined && value !== '').map(([name, value, about]) => ({ name, value: String(value), ...(about === undefined ? {} : { about }) })) };
}

/** What keeps a number of Pods: how many there are of each sort. */
export function replicasOf({ kind, spec, status }: Deployment | ReplicaSet | ReplicationController | StatefulSet): StateGroup {
  const row = against(spec.replicas);
  const updated = (kind === 'Deployment' || kind === 'StatefulSet') && 'updatedReplicas' in status ? [row('updatedReplicas', status.updatedReplicas)] : [];
  return { title: 'Replicas', rows: [row('replicas', status.replicas), ...updated, row('readyReplicas', status.readyReplicas), row('availableReplicas', status.availableReplicas)] };
}

/** Pods of a DaemonSet, against the nodes that it is meant for. */
export function daemonSetGroups({ status }: DaemonSet): readonly StateGroup[] {
  const row = against(status.desiredNumberScheduled);
  const scheduled = [row('currentNumberScheduled', status.currentNumberScheduled), row('updatedNumberScheduled', status.updatedNumberScheduled), row('numberReady', status.numberReady), row('numberAvailable', status.numberAvailable)];
  return [{ title: 'Nodes', rows: [...scheduled, ...(status.numberMisscheduled > 0 ? [{ name: 'numberMisscheduled', value: String(status.numberMisscheduled), verdict: 'bad' as const }] : [])] }];
}

/** What a Job wants, and how its Pods ended. */
export function jobGroups({ spec, status }: Job): readonly StateGroup[] {
  const succeeded = spec.completions === undefined ? { name: 'succeeded', value: String(status.succeeded ?? 0) } : against(spec.completions)('succeeded', status.succeeded);
  const failed: StateRow = { name: 'failed', value: String(status.failed ?? 0), ...((status.failed ?? 0) > 0 ? { verdict: 'bad' } : {}) };
  return [
    { title: 'Pods', rows: [succeeded, { name: 'active', value: String(status.active ?? 0) }, failed] },
    facts('Spec', [
      ['parallelism', spec.parallelism], ['completionMode', spec.completionMode], ['backoffLimit', spec.backoffLimit], ['activeDeadlineSeconds', spec.activeDeadlineSeconds],
      ['ttlSecondsAfterFinished', spec.ttlSecondsAfterFinished], ['suspend', spec.suspend || undefined], ['completedIndexes', status.completedIndexes],
    ]),
  ];
}

/** When a CronJob makes Jobs, and when it last did. */
export function cronJobGroups({ spec, status }: CronJob): readonly StateGroup[] {
  return [facts('Spec', [
    ['schedule', spec.schedule], ['timeZone', spec.timeZone], ['concurrencyPolicy', spec.concurrencyPolicy], ['suspend', spec.suspend || undefined],
    ['lastScheduleTime', status.lastScheduleTime], ['lastSuccessfulTime', status.lastSuccessfulTime], ['active', status.active?.length ?? 0],
  ])];
}

/** The bounds of an autoscaler, and where it is between them. */
export function autoscalerGroups({ metadata, spec, status }: HorizontalPodAutoscaler): readonly StateGroup[] {
  const { kind, name } = spec.scaleTargetRef;
  return [
    { title: 'Replicas', rows: [against(status.desiredReplicas)('currentReplicas', status.currentReplicas), { name: 'minReplicas', value: String(spec.minReplicas) }, { name: 'maxReplicas', value: String(spec.maxReplicas) }] },
    facts('Spec', [['scaleTargetRef', `${kind} ${name}`, objectId({ kind, namespace: metadata.namespace, name })], ['lastScaleTime', status.lastScaleTime]]),
  ];
}

/** What a budget wants to stay, and what may go. */
export function budgetGroups({ spec, status }: PodDisruptionBudget): readonly StateGroup[] {
  const healthy: StateRow = { name: 'currentHealthy', value: String(status.currentHealthy), ...(status.currentHealthy < status.desiredHealthy ? { wanted: String(status.desiredHealthy), verdict: 'bad' } : { verdict: 'good' }) };
  return [
    { title: 'Pods', rows: [healthy, { name: 'expectedPods', value: String(status.expectedPods) }, { name: 'disruptionsAllowed', value: String(status.disruptionsAllowed) }] },
    facts('Spec', [['minAvailable', spec.minAvailable], ['maxUnavailable', spec.maxUnavailable]]),
  ];
}

/** What a claim asks for, and what it got. */
export function claimGroups({ spec, status }: PersistentVolumeClaim): readonly StateGroup[] {
  const { volumeName } = spec;
  return [facts('Spec', [
    ['phase', status.phase], ['volumeName', volumeName || '<none>', volumeName ? objectId({ kind: 'PersistentVolume', namespace: '', name: volumeName }) : undefined],
    ['requests', spec.resources.requests?.['storage']], ['capacity', status.capacity?.['storage']], ['accessModes', spec.accessModes.join(', ')],
    ['storageClassName', spec.storageClassName || '<none>'], ['volumeMode', spec.volumeMode],
  ])];
}

/** What a volume offers, and who has it. */
export function volumeGroups({ spec, status }: PersistentVolume): readonly StateGroup[] {
  const { claimRef } = spec;
  const claim = claimRef ? objectId({ kind: 'PersistentVolumeClaim', namespace: claimRef.namespace ?? '', name: claimRef.name ?? '' }) : undefined;
  return [facts('Spec', [
    ['phase', status.phase], ['claimRef', claimRef ? `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}` : '<none>', claim], ['capacity', spec.capacity?.['storage']],
    ['accessModes', (spec.accessModes ?? []).join(', ')], ['storageClassName', spec.storageClassName || '<none>'], ['persistentVolumeReclaimPolicy', spec.persistentVolumeReclaimPolicy],
  ])];
}

/** Which path of which host goes where. */
export function ingressGroups({ metadata, spec }: Ingress): readonly StateGroup[] {
  const rules = (spec.rules ?? []).flatMap(({ host, http }) => (http?.paths ?? []).map(({ path = '/', backend: { service } }): StateRow => ({
    name: `${host || '*'}${path}`, value: service ? `${service.name}:${service.port?.number ?? service.port?.name ?? ''}` : '<none>',
    ...(service ? { about: objectId({ kind: 'Service', namespace: metadata.namespace, name: service.name }) } : {}),
  })));
  return [facts('Spec', [['ingressClassName', spec.ingressClassName || '<none>']]), { title: 'Rules', rows: rules }];
}

/** Addresses, ready or not, each with what has it. */
export function addressGroups(object: Endpoints | EndpointSlice): readonly StateGroup[] {
  const row = (address: string, isReady: boolean, target: { readonly kind?: string; readonly namespace?: string; readonly name?: string } | undefined): StateRow => ({
    name: address, value: isReady ? 'ready' : 'not ready', verdict: isReady ? 'good' : 'waiting',
    ...(target?.kind && target.name ? { about: objectId({ kind: target.kind, namespace: target.namespace ?? '', name: target.name }) } : {}),
  });
  const rows = object.kind === 'Endpoints'
    ? (object.subsets ?? []).flatMap(({ addresses = [], notReadyAddresses = [] }) => [...addresses.map(({ ip, targetRef }) => row(ip, true, targetRef)), ...notReadyAddresses.map(({ ip, targetRef }) => row(ip, false, targetRef))])
    : (object.endpoints ?? []).flatMap(({ addresses, conditions, targetRef }) => addresses.map((address) => row(address, conditions?.ready ?? true, targetRef)));
  return [{ title: 'Endpoints', rows }];
}
