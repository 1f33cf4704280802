import { compareText } from '../../base/index.ts';
import type { LabelSelector } from '../../kinds/index.ts';

/** A selector as Go prints its structure, for messages that do. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.keys(matchLabels).sort(compareText).map((key) => `${key}: ${matchLabels[key] ?? ''},`).join('');
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`).join('');
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`;
}
