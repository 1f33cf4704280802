// ReplicaSet: so many Pods of one template.
// Upstream: pkg/registry/apps/replicaset/strategy.go, pkg/apis/apps/v1/defaults.go SetDefaults_ReplicaSet

import { ageColumn, containerColumns, countColumn, nameColumn, wideColumn } from '../column-cells.ts';
import { podTemplateDefaults } from '../core/pod/pod-spec-defaults.ts';
import { namesakeWarnings } from '../core/pod/pod-warnings.ts';
import { defineKind } from '../define-kind.ts';
import type { ReplicaSet, ReplicaSetInput, ReplicaSetSpec, ReplicaSetSpecInput } from '../generated/types.ts';
import { formatLabelSelector, labelSelectorText } from '../label-selector.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from './replica-set-validation.ts';

/** A spec that says nothing; validation refuses it for what it lacks. */
const noSpec = {} as ReplicaSetSpecInput;

function specDefaults(input: ReplicaSetSpecInput): ReplicaSetSpec {
  return complete(input, { replicas: input.replicas ?? 1, template: podTemplateDefaults(input.template) });
}

function defaults(input: ReplicaSetInput): Defaulted<ReplicaSet> {
  const status = input.status ?? { replicas: 0 };
  return complete(input, {
    metadata: input.metadata ?? {},
    spec: specDefaults(input.spec ?? noSpec),
    status: complete(status, { replicas: status.replicas ?? 0 }),
  });
}

/** How ReplicaSets are completed, checked, shown and selected. */
export const replicaSetKind = defineKind<ReplicaSetInput, ReplicaSet>({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  defaults,
  validateCreate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  validateStatusUpdate: validateReplicaSetStatus,
  initialStatus: () => ({ replicas: 0 }),
  warnings: namesakeWarnings,
  generation: 'spec',
  scale: {
    replicas: ({ spec }) => spec.replicas,
    currentReplicas: ({ status }) => status.replicas,
    selector: ({ spec }) => labelSelectorText(spec.selector),
    withReplicas: (replicaSet, replicas) => ({ ...replicaSet, spec: { ...replicaSet.spec, replicas } }),
  },
  columns: [
    nameColumn,
    countColumn('Desired', ({ spec }) => spec.replicas),
    countColumn('Current', ({ status }) => status.replicas),
    countColumn('Ready', ({ status }) => status.readyReplicas ?? 0),
    ageColumn,
    ...containerColumns(({ spec }: ReplicaSet) => spec.template.spec),
    wideColumn('Selector', ({ spec }) => formatLabelSelector(spec.selector)),
  ],
});
