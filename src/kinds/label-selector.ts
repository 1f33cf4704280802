// Selecting objects by their labels, as specs do it: matchLabels and matchExpressions.
// Upstream: k8s.io/apimachinery pkg/apis/meta/v1 LabelSelectorAsSelector, FormatLabelSelector

import { compareText } from '../base/index.ts';
import type { LabelSelector, LabelSelectorRequirement } from './generated/types.ts';

/** An object's labels. */
export type Labels = Readonly<Record<string, string>>;

const none: Labels = {};

/** Whether all the wanted labels are there with their values; wanting none is satisfied by everything. */
export function matchLabels(wanted: Labels | undefined, labels: Labels | undefined): boolean {
  if (wanted === undefined) return true;
  const present = labels ?? none;
  for (const key in wanted) if (present[key] !== wanted[key]) return false;
  return true;
}

function requirementMatches(requirement: LabelSelectorRequirement, labels: Labels): boolean {
  const value = labels[requirement.key];
  switch (requirement.operator) {
    case 'In': return value !== undefined && (requirement.values?.includes(value) ?? false);
    case 'NotIn': return value === undefined || !(requirement.values?.includes(value) ?? false);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    default: return false;
  }
}

/** Whether a selector selects these labels: an absent selector nothing, an empty one everything. */
export function selectorMatches(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  if (!matchLabels(selector.matchLabels, labels)) return false;
  const expressions = selector.matchExpressions;
  if (expressions === undefined) return true;
  const present = labels ?? none;
  return expressions.every((requirement) => requirementMatches(requirement, present));
}

/** Whether a selector has no requirement, so that it selects everything. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? none).length === 0 && (selector.matchExpressions?.length ?? 0) === 0;
}

function formatRequirement({ key, operator, values = [] }: LabelSelectorRequirement): string {
  const sorted = values.toSorted(compareText);
  switch (operator) {
    case 'In': return `${key} in (${sorted.join(',')})`;
    case 'NotIn': return `${key} notin (${sorted.join(',')})`;
    case 'DoesNotExist': return `!${key}`;
    default: return key;
  }
}

/** A selector as text: `app=web,tier in (a,b)`; an empty or absent one is `<none>`. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  const text = labelSelectorText(selector);
  return text === '' ? '<none>' : text;
}

/** A selector as text, in the form that a request's labelSelector takes; empty when it has no requirement. */
export function labelSelectorText(selector: LabelSelector | undefined): string {
  if (!selector) return '';
  const parts = Object.entries(selector.matchLabels ?? none).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  for (const requirement of selector.matchExpressions ?? []) parts.push({ key: requirement.key, text: formatRequirement(requirement) });
  return parts.sort((a, b) => compareText(a.key, b.key)).map((part) => part.text).join(',');
}

/** A selector as Go prints its structure, for messages that do; an absent one is `nil`. */
export function selectorGoText(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil';
  const { matchLabels: wanted = none, matchExpressions = [] } = selector;
  const labels = Object.keys(wanted).sort(compareText).map((key) => `${key}: ${wanted[key] ?? ''},`).join('');
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`).join('');
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`;
}

/** Labels as text, whole pairs sorted, so that `a-b=1` stands before `a=2`; none is `<none>`. Upstream: k8s.io/apimachinery pkg/labels Set.String */
export function formatLabels(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? none).map(([key, value]) => `${key}=${value}`).sort(compareText);
  return pairs.length === 0 ? '<none>' : pairs.join(',');
}
