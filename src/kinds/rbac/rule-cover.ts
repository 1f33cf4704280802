// Whether rules together allow all that other rules do.
// Upstream: k8s.io/component-helpers auth/rbac/validation/policy_comparator.go

import type { PolicyRule } from '../generated/types.ts';

const any = '*';
const has = (list: readonly string[] | undefined, value: string): boolean => list !== undefined && (list.includes(value) || list.includes(any));

/** What of the wanted rules the owned ones do not allow, broken down. */
export function uncoveredRules(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly PolicyRule[] {
  return wanted.flatMap(brokenDown).filter((single) => !owned.some((own) => covers(own, single)));
}

/** A rule as many that each name one verb and one group, resource and name, or one path. */
export function brokenDown({ verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): readonly PolicyRule[] {
  const single: PolicyRule[] = [];
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        const rule = { apiGroups: [group], resources: [resource], verbs: [verb] };
        if (resourceNames.length === 0) single.push(rule);
        else single.push(...resourceNames.map((name) => ({ ...rule, resourceNames: [name] })));
      }
    }
  }
  for (const url of nonResourceURLs) single.push(...verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })));
  return single;
}

function covers(own: PolicyRule, single: PolicyRule): boolean {
  const { verbs: [verb = ''] = [], nonResourceURLs: [url] = [], apiGroups: [group = ''] = [], resources: [resource = ''] = [], resourceNames: [name] = [] } = single;
  if (!has(own.verbs, verb)) return false;
  if (url !== undefined) return own.nonResourceURLs?.some((pattern) => pathCovered(pattern, url)) ?? false;
  const names = own.resourceNames ?? [];
  if (names.length > 0 && (name === undefined || !names.includes(name))) return false;
  return has(own.apiGroups, group) && resourceCovered(own.resources ?? [], resource);
}

function pathCovered(pattern: string, url: string): boolean {
  if (pattern === any || pattern === url) return true;
  return pattern.endsWith(any) && url.replace(/\*+$/, '').startsWith(pattern.slice(0, -1));
}

function resourceCovered(patterns: readonly string[], resource: string): boolean {
  if (patterns.includes(any) || patterns.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && patterns.includes(`${any}${resource.slice(slash)}`);
}

/** Rules in as few as say the same: verbs for one resource, or for one name of it, stand together. */
export function compactRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const compact: PolicyRule[] = [];
  const byResource = new Map<string, number>();
  for (const rule of rules) {
    const isSimple = rule.apiGroups?.length === 1 && rule.resources?.length === 1 && (rule.resourceNames?.length ?? 0) < 2 && !rule.nonResourceURLs?.length;
    const key = isSimple ? `${rule.apiGroups[0]} ${rule.resources[0]} ${rule.resourceNames?.[0] ?? ''}` : undefined;
    const at = key === undefined ? undefined : byResource.get(key);
    const known = at === undefined ? undefined : compact[at];
    if (at !== undefined && known) compact[at] = { ...known, verbs: [...known.verbs, ...rule.verbs.filter((verb) => !known.verbs.includes(verb))] };
    else {
      if (key !== undefined) byResource.set(key, compact.length);
      compact.push(rule);
    }
  }
  return compact;
}

/** A rule as Go prints it; what is sorted by. */
export function ruleText({ verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): string {
  const list = (values: readonly string[]): string => `[${values.join(' ')}]`;
  return `{Verbs:${list(verbs)} APIGroups:${list(apiGroups)} Resources:${list(resources)} ResourceNames:${list(resourceNames)} NonResourceURLs:${list(nonResourceURLs)}}`;
}
