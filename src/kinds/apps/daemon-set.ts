// DaemonSet: one Pod on each node.
// Upstream: pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet, conversion.go

import { deepEqual } from '../../base/index.ts';
import { ageColumn, containerColumns, countColumn, nameColumn, textColumn, wideColumn } from '../column-cells.ts';
import { podTemplateDefaults } from '../core/pod/pod-spec-defaults.ts';
import { templateWarnings } from '../core/pod/pod-warnings.ts';
import { defineKind } from '../define-kind.ts';
import type {
  DaemonSet, DaemonSetInput, ObjectMetaInput, DaemonSetSpec, DaemonSetSpecInput, DaemonSetStatus, DaemonSetUpdateStrategy, DaemonSetUpdateStrategyInput,
  RollingUpdateDaemonSetInput,
} from '../generated/types.ts';
import { formatLabelSelector, formatLabels } from '../label-selector.ts';
import { validateDaemonSet, validateDaemonSetStatus, validateDaemonSetUpdate } from '../later.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';

/** A spec that says nothing; validation refuses it for what it lacks. */
const noSpec = {} as DaemonSetSpecInput;
const noStrategy: DaemonSetUpdateStrategyInput = {};
const noRollingUpdate: RollingUpdateDaemonSetInput = {};
const nowhere: DaemonSetStatus = Object.freeze({ currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 });

function strategyDefaults(input: DaemonSetUpdateStrategyInput): DaemonSetUpdateStrategy {
  const type = input.type || 'RollingUpdate';
  const isRolling = type === 'RollingUpdate';
  const rolling = input.rollingUpdate ?? (isRolling ? noRollingUpdate : undefined);
  return complete(input, {
    type,
    rollingUpdate: rolling && complete(rolling, { maxSurge: rolling.maxSurge ?? 0, maxUnavailable: rolling.maxUnavailable ?? (isRolling ? 1 : 0) }),
  });
}

function specDefaults(input: DaemonSetSpecInput): DaemonSetSpec {
  return complete(input, {
    updateStrategy: strategyDefaults(input.updateStrategy ?? noStrategy),
    revisionHistoryLimit: input.revisionHistoryLimit ?? 10,
    template: podTemplateDefaults(input.template),
  });
}

function defaults(input: DaemonSetInput): Defaulted<DaemonSet> {
  return complete(input, {
    metadata: withGenerationSaid(input.metadata ?? {}),
    spec: specDefaults(input.spec ?? noSpec),
    status: complete(input.status ?? nowhere, { ...nowhere, ...input.status }),
  });
}

/** Where an older API kept how often the template has changed; it is still counted. */
const templateGeneration = 'deprecated.daemonset.template.generation';

/** Who does not say the count has said zero, and so has something to do with it. */
function withGenerationSaid(metadata: ObjectMetaInput): ObjectMetaInput {
  const { annotations } = metadata;
  return annotations?.[templateGeneration] === undefined ? { ...metadata, annotations: { ...annotations, [templateGeneration]: '0' } } : metadata;
}

const generationOf = ({ metadata: { annotations } }: DaemonSet): number => Number(annotations?.[templateGeneration] ?? '0');

function withTemplateGeneration(daemonSet: DaemonSet, generation: number): DaemonSet {
  const annotations = { ...daemonSet.metadata.annotations, [templateGeneration]: String(generation) };
  return { ...daemonSet, metadata: { ...daemonSet.metadata, annotations } };
}

function prepareForUpdate(next: DaemonSet, previous: DaemonSet): DaemonSet {
  const before = generationOf(previous);
  return withTemplateGeneration(next, deepEqual(next.spec.template, previous.spec.template) ? before : before + 1);
}

/** How DaemonSets are completed, checked, shown and selected. */
export const daemonSetKind = defineKind<DaemonSetInput, DaemonSet>({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  defaults,
  validateCreate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  validateStatusUpdate: validateDaemonSetStatus,
  initialStatus: () => nowhere,
  prepareForCreate: (daemonSet) => withTemplateGeneration(daemonSet, Math.max(1, generationOf(daemonSet) || 1)),
  prepareForUpdate,
  prepareForStatusUpdate: (next, previous) => withTemplateGeneration(next, generationOf(previous)),
  warnings: templateWarnings,
  generation: 'spec',
  columns: [
    nameColumn,
    countColumn('Desired', ({ status }) => status.desiredNumberScheduled),
    countColumn('Current', ({ status }) => status.currentNumberScheduled),
    countColumn('Ready', ({ status }) => status.numberReady),
    countColumn('Up-to-date', ({ status }) => status.updatedNumberScheduled ?? 0),
    countColumn('Available', ({ status }) => status.numberAvailable ?? 0),
    textColumn('Node Selector', ({ spec }) => formatLabels(spec.template.spec.nodeSelector)),
    ageColumn,
    ...containerColumns(({ spec }: DaemonSet) => spec.template.spec),
    wideColumn('Selector', ({ spec }) => formatLabelSelector(spec.selector)),
  ],
});
