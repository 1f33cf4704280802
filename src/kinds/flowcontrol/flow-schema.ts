// FlowSchema: which requests to the API server are of which priority.
// Upstream: pkg/registry/flowcontrol/flowschema/strategy.go, pkg/apis/flowcontrol/v1/defaults.go

import { compareText } from '../../base/index.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { findCondition } from '../conditions.ts';
import { conditionTypeErrors } from '../condition-checks.ts';
import { defineKind } from '../define-kind.ts';
import type { FlowSchema, FlowSchemaInput, FlowSchemaSpec, FlowSchemaSpecInput, PolicyRulesWithSubjects, PolicyRulesWithSubjectsInput } from '../generated/types.ts';
import { complete, completeList } from '../reuse.ts';
import { validateFlowSchema } from './flow-schema-validation.ts';

/** A spec that says nothing; validation refuses it for what it lacks. */
const noSpec = {} as FlowSchemaSpecInput;

function ruleDefaults(input: PolicyRulesWithSubjectsInput): PolicyRulesWithSubjects {
  return complete(input, { subjects: input.subjects ?? [] }) as PolicyRulesWithSubjects; // validation refuses what lacks namespaces
}

function specDefaults(input: FlowSchemaSpecInput): FlowSchemaSpec {
  return complete(input, {
    matchingPrecedence: input.matchingPrecedence || 1_000,
    priorityLevelConfiguration: complete(input.priorityLevelConfiguration ?? { name: '' }, { name: input.priorityLevelConfiguration?.name ?? '' }),
    rules: input.rules && completeList(input.rules, ruleDefaults),
  });
}

/** `?` where nobody has looked whether the priority exists. */
function missingCell({ status: { conditions = [] } }: FlowSchema): string {
  const dangling = findCondition(conditions.map(({ type = '', status = '' }) => ({ type, status })), 'Dangling');
  return dangling?.status ?? '?';
}

/** How FlowSchemas are completed, checked, shown and selected. */
export const flowSchemaKind = defineKind<FlowSchemaInput, FlowSchema>({
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'FlowSchema',
  metadataLooks: { ofChange: ['new'] },
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, spec: specDefaults(input.spec ?? noSpec), status: input.status ?? {} }),
  validateCreate: validateFlowSchema,
  validateStatusUpdate: ({ status }) => conditionTypeErrors(status.conditions),
  generation: 'spec',
  // Those that are asked first stand first.
  compareRows: (a, b) => a.spec.matchingPrecedence - b.spec.matchingPrecedence || compareText(a.metadata.name, b.metadata.name),
  columns: [
    nameColumn,
    textColumn('PriorityLevel', ({ spec }) => spec.priorityLevelConfiguration.name),
    textColumn('MatchingPrecedence', ({ spec }) => spec.matchingPrecedence),
    textColumn('DistinguisherMethod', ({ spec }) => spec.distinguisherMethod?.type ?? '<none>'),
    ageColumn,
    textColumn('MissingPL', missingCell),
  ],
});
