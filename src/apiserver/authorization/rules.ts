// Whether one rule of a role allows something.
// Upstream: pkg/apis/rbac/v1/evaluation_helpers.go

import type { PolicyRule } from '../../kinds/index.ts';
import type { Attributes, ResourceAttributes } from './attributes.ts';
import { fullResource } from './attributes.ts';

const any = '*';
const has = (list: readonly string[] | undefined, value: string): boolean => list !== undefined && (list.includes(value) || list.includes(any));

/** Whether the rule allows it; `byOtherName` when it would if only the object's name were another one. */
export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean | 'byOtherName' {
  if (!has(rule.verbs, attributes.verb)) return false;
  if (attributes.type === 'path') return rule.nonResourceURLs?.some((pattern) => pathMatches(pattern, attributes.path)) ?? false;
  if (!has(rule.apiGroups, attributes.group) || !resourceMatches(rule.resources, attributes)) return false;
  const names = rule.resourceNames;
  if (names === undefined || names.length === 0) return true;
  return names.includes(attributes.name ?? '') ? true : 'byOtherName';
}

function resourceMatches(patterns: readonly string[] | undefined, attributes: ResourceAttributes): boolean {
  if (patterns === undefined) return false;
  const { subresource } = attributes;
  if (!subresource) return patterns.includes(attributes.resource) || patterns.includes(any);
  return patterns.includes(any) || patterns.includes(fullResource(attributes)) || patterns.includes(`*/${subresource}`);
}

function pathMatches(pattern: string, path: string): boolean {
  if (pattern === any || pattern === path) return true;
  return pattern.endsWith(any) && path.startsWith(pattern.slice(0, -1));
}
