// Selectors as they are typed: asked of labels that are at hand, and made part of objects.
// Upstream: k8s.io/apimachinery pkg/labels, pkg/apis/meta/v1 ParseToLabelSelector, k8s.io/cli-runtime resource.FilterByLabelSelector

import { SelectorError, labelRequirements, parseLabelRequirements } from '../../kinds/index.ts';
import type { LabelRequirement } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import { mapAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';

/** Reads a selector; what is none is told with `context` before the reason. */
function read<T>(selector: string, parse: (selector: string) => T, context = ''): T {
  try {
    return parse(selector);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new CommandError(context === '' ? error.message : `${context}: ${error.message}`);
  }
}

/** Whether an object's labels are as a selector asks; the empty one asks nothing. Throws CommandError for what is none. */
export function isSelected(object: AnyObject, selector: string): boolean {
  const isMet = read(selector, parseLabelRequirements, `the provided selector "${selector}" is not valid`);
  return isMet === undefined || isMet(mapAt(object, 'metadata', 'labels'));
}

/** Throws CommandError for what is no selector. */
export function checkSelector(selector: string): void {
  read(selector, parseLabelRequirements);
}

const setOperators: Partial<Readonly<Record<LabelRequirement['operator'], string>>> = { in: 'In', notin: 'NotIn', exists: 'Exists', '!': 'DoesNotExist' };

/** A selector as the field of an object. Throws CommandError for what is none, and for comparisons that such a field does not know. */
export function labelSelectorOf(selector: string): { readonly matchLabels?: Readonly<Record<string, string>>; readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[] } {
  const requirements = read(selector, labelRequirements, `couldn't parse the selector string "${selector}"`);
  const equal = requirements.filter(({ operator }) => operator === '=' || operator === '==');
  const expressions = requirements.filter((each) => !equal.includes(each)).map(({ key, operator, values }) => {
    const named = setOperators[operator];
    if (named === undefined) throw new CommandError(`"${operator}" is not a valid label selector operator`);
    return { key, operator: named, ...(values.length > 0 ? { values } : {}) };
  });
  return {
    ...(equal.length > 0 ? { matchLabels: Object.fromEntries(equal.map(({ key, values }) => [key, values[0] ?? ''])) } : {}), ...(expressions.length > 0 ? { matchExpressions: expressions } : {}),
  };
}
