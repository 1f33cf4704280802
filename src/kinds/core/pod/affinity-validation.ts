// What is refused in affinity to nodes and to Pods.
// Upstream: pkg/apis/core/validation validateAffinity

import type { Errors } from '../../checks.ts';
import { addInvalid, checkLabelSelector, checkQualifiedName, checkSetOperator } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { forbidden, invalid, required } from '../../field-error.ts';
import type { Affinity, LabelSelector, NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm } from '../../generated/types.ts';
import { isDnsLabel, isDnsSubdomain, isLabelValue } from '../../names.ts';

const requiredField = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferredField = 'preferredDuringSchedulingIgnoredDuringExecution';
const noOperator = 'not a valid selector operator';

function checkRequirement(errors: Errors, at: FieldPath, requirement: NodeSelectorRequirement, anyValue: boolean): void {
  const { key = '', operator, values = [] } = requirement;
  if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) errors.push(required(at.child('values'), "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else if (!checkSetOperator(errors, at, requirement)) {
    errors.push(invalid(at.child('operator'), operator ?? '', noOperator));
  }
  checkQualifiedName(errors, at.child('key'), key);
  if (anyValue) return;
  for (const [index, value] of values.entries()) addInvalid(errors, at.child('values').index(index), value, isLabelValue(value));
}

function checkFieldRequirement(errors: Errors, at: FieldPath, { key = '', operator, values = [] }: NodeSelectorRequirement): void {
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(invalid(at.child('operator'), operator ?? '', noOperator));
  } else if (values.length !== 1) {
    errors.push(required(at.child('values'), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  }
  if (key !== 'metadata.name') {
    errors.push(invalid(at.child('key'), key, 'not a valid field selector key'));
    return;
  }
  for (const [index, value] of values.entries()) addInvalid(errors, at.child('values').index(index), value, isDnsSubdomain(value));
}

/** A term; a mere preference may name values that no label can have (`anyValue`). */
function checkTerm(errors: Errors, at: FieldPath, { matchExpressions = [], matchFields = [] }: NodeSelectorTerm, anyValue = false): void {
  for (const [index, requirement] of matchExpressions.entries()) checkRequirement(errors, at.child('matchExpressions').index(index), requirement, anyValue);
  for (const [index, requirement] of matchFields.entries()) checkFieldRequirement(errors, at.child('matchFields').index(index), requirement);
}

function checkWeight(errors: Errors, at: FieldPath, weight: number): void {
  if (weight <= 0 || weight > 100) errors.push(invalid(at.child('weight'), weight, 'must be in the range 1-100'));
}

/** Which nodes will do: those that one of the terms fits. */
export function checkNodeSelector(errors: Errors, at: FieldPath, { nodeSelectorTerms = [] }: NodeSelector): void {
  const terms = at.child('nodeSelectorTerms');
  if (nodeSelectorTerms.length === 0) errors.push(required(terms, 'must have at least one node selector term'));
  for (const [index, term] of nodeSelectorTerms.entries()) checkTerm(errors, terms.index(index), term);
}

function checkNodeAffinity(errors: Errors, at: FieldPath, affinity: NodeAffinity): void {
  const { [requiredField]: needed, [preferredField]: preferred = [] } = affinity;
  if (needed) checkNodeSelector(errors, at.child(requiredField), needed);
  for (const [index, { weight = 0, preference = {} }] of preferred.entries()) {
    const where = at.child(preferredField).index(index);
    checkWeight(errors, where, weight);
    checkTerm(errors, where.child('preference'), preference, true);
  }
}

/** Keys whose values are taken from the Pod's own labels; they refine a selector, so there has to be one. */
export function checkLabelKeys(errors: Errors, at: FieldPath, keys: readonly string[] | undefined, selector: LabelSelector | undefined): void {
  if (!keys || keys.length === 0) return;
  if (!selector) errors.push(forbidden(at, 'must not be specified when labelSelector is not set'));
  for (const [index, key] of keys.entries()) checkQualifiedName(errors, at.index(index), key);
}

/** A key whose value is written into the selector is not there already. */
export function checkLabelKeysAlone(errors: Errors, at: FieldPath, keys: readonly string[] | undefined, selector: LabelSelector | undefined): void {
  if (!keys || !selector) return;
  const told = [...Object.keys(selector.matchLabels ?? {}), ...(selector.matchExpressions ?? []).map(({ key }) => key)];
  for (const [index, key] of keys.entries()) {
    const isRepeated = keys.lastIndexOf(key) === index && told.indexOf(key) !== told.lastIndexOf(key);
    if (isRepeated) errors.push(invalid(at.index(index), key, 'exists in both matchLabelKeys and labelSelector'));
  }
}

function checkPodTerm(errors: Errors, at: FieldPath, term: PodAffinityTerm): void {
  const { labelSelector, namespaceSelector, namespaces = [], matchLabelKeys, mismatchLabelKeys, topologyKey = '' } = term;
  checkLabelSelector(errors, at.child('labelSelector'), labelSelector);
  checkLabelSelector(errors, at.child('namespaceSelector'), namespaceSelector);
  for (const name of namespaces) addInvalid(errors, at.child('namespace'), name, isDnsLabel(name));
  checkLabelKeys(errors, at.child('matchLabelKeys'), matchLabelKeys, labelSelector);
  checkLabelKeys(errors, at.child('mismatchLabelKeys'), mismatchLabelKeys, labelSelector);
  checkLabelKeysAlone(errors, at, matchLabelKeys, labelSelector);
  for (const [index, key] of (matchLabelKeys ?? []).entries()) {
    if (mismatchLabelKeys?.includes(key)) {
      errors.push(invalid(at.child('matchLabelKeys').index(index), key, 'exists in both matchLabelKeys and mismatchLabelKeys'));
    }
  }
  if (topologyKey === '') errors.push(required(at.child('topologyKey'), 'can not be empty'));
  checkQualifiedName(errors, at.child('topologyKey'), topologyKey);
}

const noTerm: PodAffinityTerm = { topologyKey: '' };

function checkPodAffinity(errors: Errors, at: FieldPath, affinity: PodAffinity): void {
  const { [requiredField]: needed = [], [preferredField]: preferred = [] } = affinity;
  for (const [index, term] of needed.entries()) checkPodTerm(errors, at.child(requiredField).index(index), term);
  for (const [index, { weight = 0, podAffinityTerm = noTerm }] of preferred.entries()) {
    const where = at.child(preferredField).index(index);
    checkWeight(errors, where, weight);
    checkPodTerm(errors, where.child('podAffinityTerm'), podAffinityTerm);
  }
}

/** A Pod's affinity. */
export function checkAffinity(errors: Errors, at: FieldPath, { nodeAffinity, podAffinity, podAntiAffinity }: Affinity): void {
  if (nodeAffinity) checkNodeAffinity(errors, at.child('nodeAffinity'), nodeAffinity);
  if (podAffinity) checkPodAffinity(errors, at.child('podAffinity'), podAffinity);
  if (podAntiAffinity) checkPodAffinity(errors, at.child('podAntiAffinity'), podAntiAffinity);
}
