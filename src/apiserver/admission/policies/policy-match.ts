// Whether a write is one that a policy is about.
// Upstream: k8s.io/apiserver pkg/admission/plugin/policy/matching, pkg/admission/plugin/webhook/predicates

import type { Process } from '../../../kernel/index.ts';
import { isEmptySelector, selectorMatches } from '../../../kinds/index.ts';
import type { AnyKind, KubeObject, MatchResources, NamedRuleWithOperations } from '../../../kinds/index.ts';
import { lookUp } from '../../cache/lookup.ts';
import type { Write } from '../plugin.ts';

/** Whether a write is among what is to be matched: by its rules, and by the labels of namespace and object. */
export function* matchesWrite(write: Write, match: MatchResources): Process<boolean> {
  const { resourceRules = [], excludeResourceRules = [], namespaceSelector, objectSelector } = match;
  const isAmong = (rules: readonly NamedRuleWithOperations[]): boolean => rules.some((rule) => matchesRule(write, rule, match.matchPolicy));
  if (isAmong(excludeResourceRules)) return false;
  if (resourceRules.length > 0 && !isAmong(resourceRules)) return false;
  if (!isEmptySelector(objectSelector) && ![write.object, write.previous].some((object) => object && selectorMatches(objectSelector, object.metadata.labels))) return false;
  if (isEmptySelector(namespaceSelector)) return true;
  const namespace = yield* namespaceOf(write);
  return namespace === undefined || selectorMatches(namespaceSelector, namespace.metadata.labels);
}

/** The namespace of a write; of a namespace itself it is what is written. Undefined for what belongs to the whole cluster. */
function* namespaceOf(write: Write): Process<KubeObject | undefined> {
  const { call, object, previous } = write;
  if (call.kind.kind === 'Namespace' && call.kind.group === '') return object ?? previous;
  return yield* namespaceObject(write);
}

/** The namespace in which something is written. */
export function* namespaceObject({ call }: Write): Process<KubeObject | undefined> {
  const name = call.kind.namespaced ? call.request.namespace : undefined;
  return name === undefined ? undefined : yield* lookUp(call.server, { apiVersion: 'v1', kind: 'Namespace', name });
}

const has = (wanted: readonly string[], value: string): boolean => wanted.includes('*') || wanted.includes(value);

function matchesRule({ call, operation, subresource, name }: Write, rule: NamedRuleWithOperations, policy: MatchResources['matchPolicy']): boolean {
  const { spoken, kind } = call;
  const { scope, resourceNames = [] } = rule;
  if (!has(rule.operations, operation)) return false;
  if (scope !== '*' && (scope === 'Namespaced') !== kind.namespaced) return false;
  if (resourceNames.length > 0 && !resourceNames.includes(name)) return false;
  const versions: readonly AnyKind[] = policy === 'Exact' || spoken === kind ? [spoken] : [spoken, kind];
  return versions.some(({ gvr }) => has(rule.apiGroups, gvr.group) && has(rule.apiVersions, gvr.version) && rule.resources.some((resource) => isResource(resource, gvr.resource, subresource)));
}

/** `pods`, `pods/status`, `pods/*`, `*`, `*` and a slash and a subresource or a star. */
function isResource(pattern: string, resource: string, subresource: string | undefined): boolean {
  const [wanted = '', part] = pattern.split('/');
  if (wanted !== '*' && wanted !== resource) return false;
  if (part === undefined) return subresource === undefined;
  return part === '*' ? wanted === '*' || subresource !== undefined || pattern === `${resource}/*` : part === subresource;
}
