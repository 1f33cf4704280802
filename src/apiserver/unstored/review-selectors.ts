// Selectors of an access review: which objects of a list the question is about.
// Upstream: pkg/apis/authorization/validation, pkg/registry/authorization/util (fieldSelectorAsSelector, labelSelectorAsSelector)

import { SelectorError, checkQualifiedName, checkSetOperator, invalid, isLabelValue, parseLabelRequirements, path, required } from '../../kinds/index.ts';
import type { FieldError, FieldPath, ResourceAttributesInput } from '../../kinds/index.ts';
import { parseFieldRequirements } from '../request/field-requirements.ts';

type Selector = NonNullable<ResourceAttributesInput['fieldSelector'] | ResourceAttributesInput['labelSelector']>;

const at = path('spec', 'resourceAttributes');
const operators = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** What is wrong with the selectors that a review speaks of. */
export function selectorErrors(attributes: ResourceAttributesInput | undefined): readonly FieldError[] {
  const { fieldSelector, labelSelector } = attributes ?? {};
  const errors: FieldError[] = [];
  if (fieldSelector) checkForm(errors, at.child('fieldSelector'), fieldSelector);
  for (const [index, requirement] of (fieldSelector?.requirements ?? []).entries()) {
    const where = at.child('fieldSelector', 'requirements').index(index);
    if ((requirement.key ?? '') === '') errors.push(required(where.child('key'), 'must be specified'));
    checkSetOperator(errors, where, requirement);
  }
  if (labelSelector) checkForm(errors, at.child('labelSelector'), labelSelector);
  for (const [index, requirement] of (labelSelector?.requirements ?? []).entries()) {
    const where = at.child('labelSelector', 'requirements').index(index);
    checkSetOperator(errors, where, requirement);
    checkQualifiedName(errors, where.child('key'), requirement.key ?? '');
    for (const [place, value] of (requirement.values ?? []).entries()) {
      for (const why of isLabelValue(value)) errors.push(invalid(where.child('values').index(place), value, why));
    }
  }
  return errors;
}

function checkForm(errors: FieldError[], where: FieldPath, { rawSelector = '', requirements = [] }: Selector): void {
  if (rawSelector !== '' && requirements.length > 0) errors.push(invalid(where.child('rawSelector'), rawSelector, 'may not specified at the same time as requirements'));
  if (rawSelector === '' && requirements.length === 0) errors.push(required(where.child('requirements'), `when ${where.toString()} is specified, requirements or rawSelector is required`));
}

/** Selectors that cannot be understood: the answer is then given without them. */
export function unreadSelectors({ fieldSelector, labelSelector }: ResourceAttributesInput = {}): readonly string[] {
  return [
    ...(fieldSelector && !isReadable(fieldSelector, parseFieldRequirements) ? ['fieldSelector'] : []),
    ...(labelSelector && !isReadable(labelSelector, parseLabelRequirements) ? ['labelSelector'] : []),
  ];
}

function isReadable({ rawSelector = '', requirements = [] }: Selector, parse: (text: string) => unknown): boolean {
  if (requirements.some(({ operator }) => !operators.has(operator ?? ''))) return false;
  try {
    parse(rawSelector);
    return true;
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    return false;
  }
}
