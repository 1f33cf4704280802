// What is refused in StatefulSets.
// Upstream: pkg/apis/apps/validation ValidateStatefulSetSpec, ValidateStatefulSetUpdate, ValidateStatefulSetStatus

import { deepEqual, withFields } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkDnsLabel, checkNonNegative, checkNoneNegative, checkRequiredSelector, checkSupported } from '../checks.ts';
import { checkClaimSpec } from '../core/claim-validation.ts';
import { checkRestartingTemplate, checkTemplateMetadata } from '../core/pod/pod-spec-validation.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, path, printed } from '../field-error.ts';
import type { PodTemplateSpec, StatefulSet, StatefulSetSpec } from '../generated/types.ts';
import type { NameValidator } from '../names.ts';
import { validateDnsLabelName } from '../names.ts';
import { checkReplicaCounts, checkSelected } from './workload-validation.ts';

const at = path('spec');

/** The names of a StatefulSet's Pods are host names: the set's has no dots. */
export const validateStatefulSetName: NameValidator = (name, prefix) => {
  if (name.includes('.')) return ['must not contain dots'];
  return validateDnsLabelName(name, prefix);
};

function checkStrategy(errors: Errors, where: FieldPath, { type, rollingUpdate }: StatefulSetSpec['updateStrategy']): void {
  const internal = rollingUpdate ? `{"Partition":${rollingUpdate.partition ?? 0},"MaxUnavailable":${JSON.stringify(rollingUpdate.maxUnavailable ?? null)}}` : 'null';
  if (type === 'OnDelete') {
    if (rollingUpdate) errors.push(invalid(where.child('rollingUpdate'), printed(internal), "only allowed for updateStrategy 'RollingUpdate'"));
  } else if (type === 'RollingUpdate') {
    if (rollingUpdate) checkNonNegative(errors, where.child('rollingUpdate'), 'partition', rollingUpdate.partition);
  } else {
    errors.push(invalid(where, printed(`{"Type":${JSON.stringify(type)},"RollingUpdate":${internal}}`), "must be 'RollingUpdate' or 'OnDelete'"));
  }
}

/** The template with the volumes that its Pods get from the claims, and without the names of its Pods, which the set gives them. */
function ofPods({ template, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplateSpec {
  const { hostname: _1, subdomain: _2, ...spec } = template.spec;
  const { volumes = [] } = spec;
  const names = new Set(volumeClaimTemplates.map(({ metadata: { name = '' } }) => name));
  const claimed = [...names].flatMap((name) =>
    !volumes.some((volume) => volume.name === name) ? [{ name, persistentVolumeClaim: { claimName: name } }] : []);
  return withFields(template, { spec: claimed.length === 0 ? spec : withFields(spec, { volumes: [...claimed, ...volumes] }) });
}

/** Errors of a new StatefulSet. */
export function validateStatefulSet({ spec }: StatefulSet): readonly FieldError[] {
  return specErrors(spec, spec);
}

/** Errors of a spec; what may only be said of a new one comes apart. */
function specErrors(spec: StatefulSetSpec, { serviceName = '', volumeClaimTemplates: claims = [] }: Partial<StatefulSetSpec>): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { podManagementPolicy, persistentVolumeClaimRetentionPolicy: retention, selector } = spec;
  if (podManagementPolicy !== 'OrderedReady' && podManagementPolicy !== 'Parallel') {
    errors.push(invalid(at.child('podManagementPolicy'), podManagementPolicy, "must be 'OrderedReady' or 'Parallel'"));
  }
  checkStrategy(errors, at.child('updateStrategy'), spec.updateStrategy);
  for (const when of ['whenDeleted', 'whenScaled'] as const) {
    checkSupported(errors, at.child('persistentVolumeClaimRetentionPolicy', when), retention[when], ['Retain', 'Delete']);
  }
  for (const [index, claim] of claims.entries()) {
    checkClaimSpec(errors, at.child('volumeClaimTemplates').index(index).child('spec'), claim.spec);
  }
  checkNoneNegative(errors, at, { replicas: spec.replicas, minReadySeconds: spec.minReadySeconds });
  checkNonNegative(errors, at.child('ordinals'), 'start', spec.ordinals?.start);
  if (serviceName !== '') checkDnsLabel(errors, at.child('serviceName'), serviceName);
  if (!checkRequiredSelector(errors, at.child('selector'), selector, 'statefulset', '')) return errors;
  checkSelected(errors, at.child('template'), selector, spec.template);
  checkTemplateMetadata(errors, at.child('template'), spec.template.metadata);
  checkRestartingTemplate(errors, at.child('template'), ofPods(spec), 'StatefulSet');
  return errors;
}

const changeable = ['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'] as const;

function fixed(spec: StatefulSetSpec): object {
  return withFields(spec, Object.fromEntries(changeable.map((name) => [name, undefined])));
}

/** Errors of a changed StatefulSet. */
export function validateStatefulSetUpdate(next: StatefulSet, previous: StatefulSet): readonly FieldError[] {
  if (next.spec === previous.spec) return [];
  const errors: FieldError[] = [...specErrors(next.spec, {})];
  if (!deepEqual(fixed(next.spec), fixed(previous.spec))) {
    const names = changeable.map((name) => `'${name}'`);
    errors.push(forbidden(at, `updates to statefulset spec for fields other than ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} are forbidden`));
  }
  return errors;
}

/** Errors of a StatefulSet's status: counts that cannot be. */
export function validateStatefulSetStatus({ status }: StatefulSet, previous: StatefulSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  const where = path('status');
  const { replicas, readyReplicas, currentReplicas, updatedReplicas, availableReplicas, observedGeneration, collisionCount } = status;
  checkNoneNegative(errors, where, { replicas, readyReplicas, currentReplicas, updatedReplicas, availableReplicas, observedGeneration, collisionCount });
  checkReplicaCounts(errors, where, replicas, { readyReplicas, currentReplicas, updatedReplicas, availableReplicas }, 'status.readyReplicas');
  const before = previous.status.collisionCount;
  if (before !== undefined && (collisionCount ?? -1) < before) errors.push(invalid(where.child('collisionCount'), collisionCount ?? 0, 'cannot be decremented'));
  return errors;
}
