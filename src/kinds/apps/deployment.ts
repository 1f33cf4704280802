// Deployment: so many Pods of a template, and how they are replaced when it changes.
// Upstream: pkg/registry/apps/deployment/strategy.go, pkg/apis/apps/v1/defaults.go SetDefaults_Deployment

import { deepEqual } from '../../base/index.ts';
import { ageColumn, containerColumns, nameColumn, textColumn, wideColumn } from '../column-cells.ts';
import { podTemplateDefaults } from '../core/pod/pod-spec-defaults.ts';
import { namesakeWarnings } from '../core/pod/pod-warnings.ts';
import { defineKind } from '../define-kind.ts';
import type { Deployment, DeploymentInput, DeploymentSpec, DeploymentSpecInput, DeploymentStrategy, DeploymentStrategyInput, RollingUpdateDeploymentInput } from '../generated/types.ts';
import { labelSelectorText } from '../label-selector.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './deployment-validation.ts';

const noStrategy: DeploymentStrategyInput = {};
const noRollingUpdate: RollingUpdateDeploymentInput = {};

function strategyDefaults(input: DeploymentStrategyInput): DeploymentStrategy {
  const type = input.type || 'RollingUpdate';
  const isRolling = type === 'RollingUpdate';
  const rolling = input.rollingUpdate ?? (isRolling ? noRollingUpdate : undefined);
  return complete(input, {
    type,
    // What an author writes here with Recreate is for validation to refuse.
    rollingUpdate: rolling
      && complete(rolling, { maxSurge: rolling.maxSurge ?? (isRolling ? '25%' : 0), maxUnavailable: rolling.maxUnavailable ?? (isRolling ? '25%' : 0) }),
  });
}

/** A spec that says nothing; validation refuses it for what it lacks. */
const noSpec = {} as DeploymentSpecInput;

function specDefaults(input: DeploymentSpecInput): DeploymentSpec {
  return complete(input, {
    replicas: input.replicas ?? 1,
    revisionHistoryLimit: input.revisionHistoryLimit ?? 10,
    progressDeadlineSeconds: input.progressDeadlineSeconds ?? 600,
    strategy: strategyDefaults(input.strategy ?? noStrategy),
    template: podTemplateDefaults(input.template),
  });
}

function defaults(input: DeploymentInput): Defaulted<Deployment> {
  return complete(input, { metadata: input.metadata ?? {}, spec: specDefaults(input.spec ?? noSpec), status: input.status ?? {} });
}

/** How Deployments are completed, checked, shown and selected. */
export const deploymentKind = defineKind<DeploymentInput, Deployment>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  defaults,
  validateCreate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  validateStatusUpdate: validateDeploymentStatus,
  // Annotations count too: a rollout's change cause is one.
  warnings: namesakeWarnings,
  generation: (next, previous) =>
    !deepEqual(next.spec, previous.spec) || !deepEqual(next.metadata.annotations ?? {}, previous.metadata.annotations ?? {}),
  scale: {
    replicas: ({ spec }) => spec.replicas,
    currentReplicas: ({ status }) => status.replicas ?? 0,
    selector: ({ spec }) => labelSelectorText(spec.selector),
    withReplicas: (deployment, replicas) => ({ ...deployment, spec: { ...deployment.spec, replicas } }),
  },
  columns: [
    nameColumn,
    textColumn('Ready', ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}`),
    textColumn('Up-to-date', ({ status }) => status.updatedReplicas ?? 0),
    textColumn('Available', ({ status }) => status.availableReplicas ?? 0),
    ageColumn,
    ...containerColumns(({ spec }: Deployment) => spec.template.spec),
    wideColumn('Selector', ({ spec }) => labelSelectorText(spec.selector)),
  ],
});
