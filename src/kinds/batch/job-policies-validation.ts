// What is refused in a Job's rules: when its Pods' failures count, and when it has succeeded.
// Upstream: pkg/apis/batch/validation validatePodFailurePolicy, validateSuccessPolicy

import type { Errors } from '../checks.ts';
import { addInvalid, checkQualifiedName, checkSupported } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { duplicate, invalid, notSupported, printedJson, required, tooMany } from '../field-error.ts';
import type { JobSpec, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule, SuccessPolicyRule } from '../generated/types.ts';
import { isUnsaid } from '../unsaid-list.ts';

const maxRules = 20; // maxPodFailurePolicyRules
const maxExitCodes = 255; // maxPodFailurePolicyOnExitCodesValues
const maxPatterns = 20; // maxPodFailurePolicyOnPodConditionsPatterns

/** `specifying both …`: an error that shows no value. */
const withoutValue = (at: FieldPath, detail: string) => ({ ...invalid(at, '', detail), body: `Invalid value: ${detail}` });

function checkExitCodes(errors: Errors, at: FieldPath, { operator, values: given, containerName }: PodFailurePolicyOnExitCodesRequirement, names: ReadonlySet<string>): void {
  if (operator !== 'In' && operator !== 'NotIn') errors.push(operator ? notSupported(at.child('operator'), operator, ['In', 'NotIn']) : required(at.child('operator'), 'valid values: ["In" "NotIn"]'));
  if (containerName !== undefined && !names.has(containerName)) {
    errors.push(invalid(at.child('containerName'), containerName, 'must be one of the container or initContainer names in the pod template'));
  }
  const where = at.child('values');
  const values = given ?? [];
  if (values.length === 0) errors.push(invalid(where, given, 'at least one value is required'));
  else if (values.length > maxExitCodes) errors.push(tooMany(where, values.length, maxExitCodes));
  const seen = new Set<number>();
  for (const [index, value] of values.entries()) {
    if (operator === 'In' && value === 0) errors.push(invalid(where.index(index), 0, 'must not be 0 for the In operator'));
    if (seen.has(value)) errors.push(duplicate(where.index(index), value));
    seen.add(value);
  }
  if (values.some((value, index) => value < (values[index - 1] ?? value))) errors.push(invalid(where, values, 'must be ordered'));
}

const conditionStatuses = ['False', 'True', 'Unknown'];

function checkConditions(errors: Errors, at: FieldPath, patterns: NonNullable<PodFailurePolicyRule['onPodConditions']>): void {
  if (patterns.length > maxPatterns) errors.push(tooMany(at, patterns.length, maxPatterns));
  for (const [index, { type = '', status = '' }] of patterns.entries()) {
    checkQualifiedName(errors, at.index(index).child('type'), type);
    if (status === '') errors.push(required(at.index(index).child('status'), 'valid values: ["False" "True" "Unknown"]'));
    else checkSupported(errors, at.index(index).child('status'), status, conditionStatuses);
  }
}

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

function checkRule(errors: Errors, at: FieldPath, rule: PodFailurePolicyRule, isByIndex: boolean, names: ReadonlySet<string>): void {
  const { action, onExitCodes, onPodConditions = [] } = rule;
  if (!action) errors.push(required(at.child('action'), `valid values: [${actions.map((name) => `"${name}"`).join(' ')}]`));
  else if (action === 'FailIndex') {
    if (!isByIndex) errors.push(invalid(at.child('action'), action, 'requires the backoffLimitPerIndex to be set'));
  } else checkSupported(errors, at.child('action'), action, actions);
  if (onExitCodes) checkExitCodes(errors, at.child('onExitCodes'), onExitCodes, names);
  if (onPodConditions.length > 0) checkConditions(errors, at.child('onPodConditions'), onPodConditions);
  if (onExitCodes && onPodConditions.length > 0) errors.push(withoutValue(at, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  if (!onExitCodes && onPodConditions.length === 0) errors.push(withoutValue(at, 'specifying one of OnExitCodes and OnPodConditions is required'));
}

/** Which failures of Pods count. */
export function checkPodFailurePolicy(errors: Errors, at: FieldPath, { podFailurePolicy, template, backoffLimitPerIndex }: JobSpec): void {
  if (!podFailurePolicy) return;
  const { containers, initContainers = [] } = template.spec;
  const names = new Set([...containers, ...initContainers].map(({ name }) => name));
  const where = at.child('podFailurePolicy', 'rules');
  const rules = podFailurePolicy.rules ?? [];
  if (rules.length > maxRules) errors.push(tooMany(where, rules.length, maxRules));
  for (const [index, rule] of rules.entries()) {
    checkRule(errors, where.index(index), rule, backoffLimitPerIndex !== undefined, names);
  }
}

/** The indexes that a text such as `0-3,5` names, as a count; a text says what is wrong with it. */
export function parseIndexes(text: string, completions: number): number | string {
  let count = 0;
  let last: number | undefined;
  if (text === '') return 0;
  for (const interval of text.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2) return `the fragment "${interval}" violates the requirement that an index interval can have at most two parts separated by '-'`;
    const [from = '', to = from] = limits;
    for (const limit of [from, to]) {
      if (!/^[+-]?[0-9]+$/.test(limit)) return `cannot convert string to integer for index: "${limit}"`;
      if (Number(limit) >= completions) return `too large index: "${limit}"`;
    }
    const [first, end] = [Number(from), Number(to)];
    if (last !== undefined && last >= first) return `non-increasing order, previous: ${last}, current: ${first}`;
    if (first > end) return `non-increasing order, previous: ${first}, current: ${end}`;
    count += end - first + 1;
    last = end;
  }
  return count;
}

/** The indexes that a sound text names, one by one. */
export function indexesOf(text: string): readonly number[] {
  return text.split(',').flatMap((interval) => {
    const [first = 0, last = first] = interval.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

function checkSuccessRule(errors: Errors, at: FieldPath, { succeededIndexes, succeededCount }: SuccessPolicyRule, completions: number): void {
  if (succeededCount === undefined && succeededIndexes === undefined) {
    errors.push(required(at, 'at least one of succeededCount or succeededIndexes must be specified'));
  }
  const named = succeededIndexes === undefined ? undefined : parseIndexes(succeededIndexes, completions);
  if (typeof named === 'string') errors.push(invalid(at.child('succeededIndexes'), succeededIndexes, `error parsing succeededIndexes: ${named}`));
  if (succeededCount === undefined) return;
  const indexes = typeof named === 'number' ? named : 0;
  const where = at.child('succeededCount');
  if (succeededCount < 0) addInvalid(errors, where, succeededCount, ['must be greater than or equal to 0']);
  if (succeededCount > completions) errors.push(invalid(where, succeededCount, `must be less than or equal to ${completions} (the number of specified completions)`));
  if (named !== undefined && succeededCount > indexes) {
    errors.push(invalid(where, succeededCount, `must be less than or equal to ${indexes} (the number of indexes in the specified succeededIndexes field)`));
  }
}

/** What is said of what only a Job whose completions have indexes may have. */
export const needsIndexes = 'requires indexed completion mode';

/** When a Job has succeeded before all of its indexes have. */
export function checkSuccessPolicy(errors: Errors, at: FieldPath, { successPolicy, completionMode, completions = 0 }: JobSpec): void {
  if (!successPolicy) return;
  if (completionMode !== 'Indexed') {
    errors.push(invalid(at.child('successPolicy'), printSuccessPolicy(successPolicy), needsIndexes));
    return;
  }
  const where = at.child('successPolicy', 'rules');
  const { rules = [] } = successPolicy;
  if (rules.length === 0) errors.push(required(where, 'at least one rules must be specified when the successPolicy is specified'));
  if (rules.length > maxRules) errors.push(tooMany(where, rules.length, maxRules));
  for (const [index, rule] of rules.entries()) checkSuccessRule(errors, where.index(index), rule, completions);
}

/** A success policy as errors print it. */
export function printSuccessPolicy({ rules }: NonNullable<JobSpec['successPolicy']>): unknown {
  const shown = isUnsaid(rules) ? undefined : rules?.map(({ succeededIndexes, succeededCount }) => ({ SucceededIndexes: succeededIndexes ?? null, SucceededCount: succeededCount ?? null }));
  return printedJson({ Rules: shown ?? null });
}

/** A failure policy as errors print it. */
export function printFailurePolicy(policy: JobSpec['podFailurePolicy']): unknown {
  if (!policy) return undefined;
  const rules = isUnsaid(policy.rules) ? null : policy.rules?.map(({ action, onExitCodes, onPodConditions }) => ({
    Action: action,
    OnExitCodes: onExitCodes ? { ContainerName: onExitCodes.containerName ?? null, Operator: onExitCodes.operator, Values: isUnsaid(onExitCodes.values) ? null : onExitCodes.values } : null,
    OnPodConditions: onPodConditions?.map(({ type, status }) => ({ Type: type, Status: status })) ?? null,
  }));
  return printedJson({ Rules: rules ?? null });
}
