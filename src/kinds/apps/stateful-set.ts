// StatefulSet: Pods with names and storage of their own, made one after the other.
// Upstream: pkg/registry/apps/statefulset/strategy.go, pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet

import { ageColumn, containerColumns, nameColumn, textColumn } from '../column-cells.ts';
import { claimWarnings } from '../core/claim-warnings.ts';
import { claimDefaults } from '../core/persistent-volume-claim.ts';
import { podTemplateDefaults } from '../core/pod/pod-spec-defaults.ts';
import { templateWarnings } from '../core/pod/pod-warnings.ts';
import { defineKind } from '../define-kind.ts';
import { path } from '../field-error.ts';
import type {
  PersistentVolumeClaim, PersistentVolumeClaimInput, StatefulSet, StatefulSetInput, StatefulSetSpec, StatefulSetSpecInput,
  StatefulSetStatus, StatefulSetStatusInput, StatefulSetUpdateStrategy, StatefulSetUpdateStrategyInput,
} from '../generated/types.ts';
import { labelSelectorText } from '../label-selector.ts';
import { validateStatefulSet, validateStatefulSetName, validateStatefulSetStatus, validateStatefulSetUpdate } from '../later.ts';
import type { Defaulted } from '../object.ts';
import { complete, completeList } from '../reuse.ts';

/** A spec that says nothing; validation refuses it for what it lacks. */
const noSpec = {} as StatefulSetSpecInput;
const noStrategy: StatefulSetUpdateStrategyInput = {};
const noRollingUpdate: NonNullable<StatefulSetUpdateStrategyInput['rollingUpdate']> = {};
const noRetention: NonNullable<StatefulSetSpecInput['persistentVolumeClaimRetentionPolicy']> = {};
const noReplicas: StatefulSetStatusInput = { replicas: 0 };

function strategyDefaults(input: StatefulSetUpdateStrategyInput): StatefulSetUpdateStrategy {
  const type = input.type || 'RollingUpdate';
  // Who names the type has said all.
  if (type !== 'RollingUpdate' || input.type && !input.rollingUpdate) return complete(input, { type });
  const rolling = input.rollingUpdate ?? noRollingUpdate;
  return complete(input, { type, rollingUpdate: complete(rolling, { partition: rolling.partition ?? 0 }) });
}

/** That several Pods may be replaced at once is behind a feature gate which is off: what is said of it is managed, and dropped. */
function withoutMaxUnavailable(set: StatefulSet): StatefulSet {
  const { updateStrategy } = set.spec;
  if (updateStrategy.rollingUpdate?.maxUnavailable === undefined) return set;
  const { maxUnavailable: _, ...rollingUpdate } = updateStrategy.rollingUpdate;
  return { ...set, spec: { ...set.spec, updateStrategy: { ...updateStrategy, rollingUpdate } } };
}

/** A template of a claim is a whole claim, but for what the server says of one. */
const claimTemplate = (input: PersistentVolumeClaimInput): PersistentVolumeClaim =>
  complete(claimDefaults(input), { apiVersion: 'v1', kind: 'PersistentVolumeClaim' } as const) as PersistentVolumeClaim;

function specDefaults(input: StatefulSetSpecInput): StatefulSetSpec {
  const { ordinals } = input;
  const retention = input.persistentVolumeClaimRetentionPolicy ?? noRetention;
  return complete(input, {
    podManagementPolicy: input.podManagementPolicy || ('OrderedReady' as const),
    updateStrategy: strategyDefaults(input.updateStrategy ?? noStrategy),
    replicas: input.replicas ?? 1,
    revisionHistoryLimit: input.revisionHistoryLimit ?? 10,
    serviceName: input.serviceName ?? '',
    persistentVolumeClaimRetentionPolicy: complete(retention, {
      whenDeleted: retention.whenDeleted || 'Retain',
      whenScaled: retention.whenScaled || 'Retain',
    }),
    template: podTemplateDefaults(input.template),
    ordinals: ordinals && complete(ordinals, { start: ordinals.start ?? 0 }),
    volumeClaimTemplates: input.volumeClaimTemplates && completeList(input.volumeClaimTemplates, claimTemplate),
  });
}

function statusDefaults(input: StatefulSetStatusInput): StatefulSetStatus {
  return complete(input, { replicas: input.replicas ?? 0, availableReplicas: input.availableReplicas ?? 0 });
}

function defaults(input: StatefulSetInput): Defaulted<StatefulSet> {
  return complete(input, {
    metadata: input.metadata ?? {},
    spec: specDefaults(input.spec ?? noSpec),
    status: statusDefaults(input.status ?? noReplicas),
  });
}

function warnings(set: StatefulSet, previous: StatefulSet | undefined): readonly string[] {
  const ofTemplate = templateWarnings(set, previous);
  const { volumeClaimTemplates = [], revisionHistoryLimit } = set.spec;
  const at = path('spec', 'volumeClaimTemplates');
  const ofClaims = volumeClaimTemplates.flatMap(({ spec }, index) => [...claimWarnings(spec, previous ? at.index(index).child('Spec') : at.index(index))]);
  const keepsAll = 'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';
  return [...ofTemplate, ...ofClaims, ...(revisionHistoryLimit < 0 ? [keepsAll] : [])];
}

/** How StatefulSets are completed, checked, shown and selected. */
export const statefulSetKind = defineKind<StatefulSetInput, StatefulSet>({
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  defaults,
  prepareForCreate: withoutMaxUnavailable,
  prepareForUpdate: withoutMaxUnavailable,
  validateName: validateStatefulSetName,
  validateCreate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  validateStatusUpdate: validateStatefulSetStatus,
  initialStatus: () => ({ replicas: 0, availableReplicas: 0 }),
  warnings,
  generation: 'spec',
  scale: {
    replicas: ({ spec }) => spec.replicas,
    currentReplicas: ({ status }) => status.replicas,
    selector: ({ spec }) => labelSelectorText(spec.selector),
    withReplicas: (set, replicas) => ({ ...set, spec: { ...set.spec, replicas } }),
  },
  columns: [
    nameColumn,
    textColumn('Ready', ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}`),
    ageColumn,
    ...containerColumns(({ spec }: StatefulSet) => spec.template.spec),
  ],
});
