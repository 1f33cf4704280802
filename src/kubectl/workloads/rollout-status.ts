// How far a rollout is, in kubectl's sentences.
// Upstream: k8s.io/kubectl pkg/polymorphichelpers/rollout_status.go

import { quote } from '../../base/index.ts';
import { findCondition } from '../../kinds/index.ts';
import type { DaemonSet, Deployment, StatefulSet } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';

/** A sentence, and whether nothing more is to come. */
export interface RolloutStatus {
  readonly text: string;
  readonly isDone: boolean;
}

const more = (text: string): RolloutStatus => ({ text: `${text}\n`, isDone: false });
const done = (text: string): RolloutStatus => ({ text: `${text}\n`, isDone: true });

/** A Deployment's rollout; throws when its deadline is over. */
export function deploymentStatus({ metadata, spec, status }: Deployment): RolloutStatus {
  const name = quote(metadata.name);
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) return more('Waiting for deployment spec update to be observed...');
  if (findCondition(status.conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded') throw new CommandError(`deployment ${name} exceeded its progress deadline`);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = status;
  const waiting = `Waiting for deployment ${name} rollout to finish:`;
  if (updatedReplicas < spec.replicas) return more(`${waiting} ${updatedReplicas} out of ${spec.replicas} new replicas have been updated...`);
  if (replicas > updatedReplicas) return more(`${waiting} ${replicas - updatedReplicas} old replicas are pending termination...`);
  if (availableReplicas < updatedReplicas) return more(`${waiting} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  return done(`deployment ${name} successfully rolled out`);
}

/** A DaemonSet's rollout. */
export function daemonSetStatus({ metadata, spec, status }: DaemonSet): RolloutStatus {
  const name = quote(metadata.name);
  if (spec.updateStrategy.type !== 'RollingUpdate') throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) return more('Waiting for daemon set spec update to be observed...');
  const { updatedNumberScheduled = 0, desiredNumberScheduled, numberAvailable = 0 } = status;
  const waiting = `Waiting for daemon set ${name} rollout to finish:`;
  if (updatedNumberScheduled < desiredNumberScheduled) return more(`${waiting} ${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`);
  if (numberAvailable < desiredNumberScheduled) return more(`${waiting} ${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`);
  return done(`daemon set ${name} successfully rolled out`);
}

/** A StatefulSet's rollout. */
export function statefulSetStatus({ metadata, spec, status }: StatefulSet): RolloutStatus {
  if (spec.updateStrategy.type !== 'RollingUpdate') throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  const observed = status.observedGeneration ?? 0;
  if (observed === 0 || (metadata.generation ?? 0) > observed) return more('Waiting for statefulset spec update to be observed...');
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status;
  if (readyReplicas < spec.replicas) return more(`Waiting for ${spec.replicas - readyReplicas} pods to be ready...`);
  const partition = spec.updateStrategy.rollingUpdate?.partition;
  if (partition !== undefined) {
    if (updatedReplicas < spec.replicas - partition) {
      return more(`Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${spec.replicas - partition} new pods have been updated...`);
    }
    return done(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  if (status.updateRevision !== status.currentRevision) {
    return more(`waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${status.updateRevision ?? ''}...`);
  }
  return done(`statefulset rolling update complete ${currentReplicas} pods at revision ${status.currentRevision ?? ''}...`);
}
