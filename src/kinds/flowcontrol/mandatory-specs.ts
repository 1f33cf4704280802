// The flow schemas and priority levels that every server has: what they say is fixed.
// Upstream: pkg/apis/flowcontrol/bootstrap (mandatory objects)

import { deepEqual, goJson } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { invalid, path, printed } from '../field-error.ts';
import type { FlowSchema, PriorityLevelConfiguration } from '../generated/types.ts';
import { goValue } from '../go-struct.ts';

const everything = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};
const groups = (...names: readonly string[]): object => ({ subjects: names.map((name) => ({ kind: 'Group', group: { name } })), ...everything });

const flowSchemas: Readonly<Record<string, object>> = {
  exempt: { matchingPrecedence: 1, priorityLevelConfiguration: { name: 'exempt' }, rules: [groups('system:masters')] },
  'catch-all': {
    matchingPrecedence: 10_000, priorityLevelConfiguration: { name: 'catch-all' }, distinguisherMethod: { type: 'ByUser' },
    rules: [groups('system:unauthenticated', 'system:authenticated')],
  },
};

const catchAllLevel = { type: 'Limited', limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: 'Reject' } } };

/** A flow schema of every server says what it always says. */
export function checkMandatoryFlow(errors: Errors, { metadata: { name }, spec }: FlowSchema): void {
  const fixed = flowSchemas[name];
  if (fixed && !deepEqual(spec, fixed)) errors.push(invalid(path('spec'), told('v1.FlowSchemaSpec', spec), `spec of '${name}' must equal the fixed value`));
}

/** A priority level of every server says what it always says; only how much others may have of the exempt one can be chosen. */
export function checkMandatoryLevel(errors: Errors, { metadata: { name }, spec }: PriorityLevelConfiguration): void {
  const shown = (): ReturnType<typeof printed> => told('v1.PriorityLevelConfigurationSpec', spec);
  if (name === 'catch-all' && !deepEqual(spec, catchAllLevel)) {
    errors.push(invalid(path('spec'), shown(), `spec of '${name}' must equal the fixed value`));
  } else if (name === 'exempt' && (spec.type !== 'Exempt' || spec.limited)) {
    errors.push(invalid(path('spec'), shown(), `spec of '${name}' except the 'spec.exempt' field must equal the fixed value`));
  }
}

function told(type: string, spec: object): ReturnType<typeof printed> {
  return printed(goJson(goValue(type, spec), { keepsOrder: true }));
}
