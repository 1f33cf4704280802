// ReplicationController: so many Pods of one template, in the older form that selects by equality alone.
// Upstream: pkg/registry/core/replicationcontroller/strategy.go, pkg/apis/core/v1/defaults.go SetDefaults_ReplicationController

import { ageColumn, containerColumns, countColumn, nameColumn, wideColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { ReplicationController, ReplicationControllerInput, ReplicationControllerSpec, ReplicationControllerSpecInput } from '../generated/types.ts';
import { formatLabels, labelSelectorText } from '../label-selector.ts';
import { validateReplicationController, validateReplicationControllerStatus } from '../later.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';
import { podTemplateDefaults } from './pod/pod-spec-defaults.ts';
import { namesakeWarnings } from './pod/pod-warnings.ts';

const noSpec: ReplicationControllerSpecInput = {};
const isEmpty = (map: object | undefined): boolean => Object.keys(map ?? {}).length === 0;

/** Without a template it is refused, but not for what the template lacks. */
function specDefaults(input: ReplicationControllerSpecInput): ReplicationControllerSpec {
  const labels = input.template?.metadata?.labels;
  const completed = complete(input, {
    replicas: input.replicas ?? 1,
    selector: isEmpty(input.selector) ? labels : input.selector,
    template: input.template && podTemplateDefaults(input.template),
  });
  return completed as ReplicationControllerSpec; // validation refuses what has no selector or template
}

function defaults(input: ReplicationControllerInput): Defaulted<ReplicationController> {
  const { metadata = {}, spec = noSpec, status } = input;
  const labels = isEmpty(metadata.labels) ? spec.template?.metadata?.labels : metadata.labels;
  return complete(input, {
    metadata: complete(metadata, { labels }),
    spec: specDefaults(spec),
    status: complete(status ?? { replicas: 0 }, { replicas: status?.replicas ?? 0 }),
  });
}

/** How ReplicationControllers are completed, checked, shown and selected. */
export const replicationControllerKind = defineKind<ReplicationControllerInput, ReplicationController>({
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  registryPath: 'controllers',
  defaults,
  validateCreate: validateReplicationController,
  validateStatusUpdate: validateReplicationControllerStatus,
  initialStatus: () => ({ replicas: 0 }),
  warnings: (controller, previous) => (previous ? [] : namesakeWarnings(controller, undefined)), // of a change nothing is told
  generation: 'spec',
  defaultPropagation: 'Orphan',
  scale: {
    replicas: ({ spec }) => spec.replicas,
    currentReplicas: ({ status }) => status.replicas,
    selector: ({ spec }) => labelSelectorText({ matchLabels: spec.selector }),
    withReplicas: (controller, replicas) => ({ ...controller, spec: { ...controller.spec, replicas } }),
  },
  columns: [
    nameColumn,
    countColumn('Desired', ({ spec }) => spec.replicas),
    countColumn('Current', ({ status }) => status.replicas),
    countColumn('Ready', ({ status }) => status.readyReplicas ?? 0),
    ageColumn,
    ...containerColumns(({ spec }: ReplicationController) => spec.template.spec),
    wideColumn('Selector', ({ spec }) => formatLabels(spec.selector)),
  ],
  selectableFields: { 'status.replicas': ({ status }) => String(status.replicas) },
});
