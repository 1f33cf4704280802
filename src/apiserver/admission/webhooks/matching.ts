// Which writes a webhook is asked about.
// Upstream: k8s.io/apiserver pkg/admission/plugin/webhook/{generic,predicates}

import { namespaceKind, selectorMatches } from '../../../kinds/index.ts';
import type { AnyKind, KubeObject, LabelSelector, MutatingWebhook, RuleWithOperations } from '../../../kinds/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Call } from '../../request/call.ts';
import { isNamespace } from '../../verbs/namespace-deletion.ts';
import { lookUp } from '../../cache/lookup.ts';
import type { Write } from '../plugin.ts';
import { meetsConditions } from './conditions.ts';

/** A webhook of either sort. */
export type Webhook = MutatingWebhook;

/** In which version a webhook is shown the write; undefined when it is not asked about it. Throws the answer when its conditions fail. */
export function* matchedKind(webhook: Webhook, write: Write): Process<AnyKind | undefined> {
  const kind = kindByRules(webhook, write);
  if (!kind) return undefined;
  if (!isSelectedObject(webhook.objectSelector, write)) return undefined;
  if (!(yield* isInSelectedNamespace(webhook.namespaceSelector, write))) return undefined;
  return meetsConditions(webhook, write) ? kind : undefined;
}

/** A rule may name the resource in another version: unless an exact match is wanted, that counts too. */
function kindByRules({ rules = [], matchPolicy }: Webhook, write: Write): AnyKind | undefined {
  const { spoken } = write.call;
  if (rules.some((rule) => covers(rule, write, spoken))) return spoken;
  if (matchPolicy === 'Exact') return undefined;
  return equivalents(write.call).find((kind) => rules.some((rule) => covers(rule, write, kind)));
}

function equivalents({ server, kind, spoken }: Call): readonly AnyKind[] {
  return server.kinds.all.filter((other) => other !== spoken && (other.view?.of ?? other) === kind);
}

function covers({ operations = [], apiGroups = [], apiVersions = [], resources = [], scope = '*' }: RuleWithOperations, write: Write, kind: AnyKind): boolean {
  const includes = (list: readonly string[], value: string): boolean => list.includes('*') || list.includes(value);
  if (!includes(operations, write.operation) || !includes(apiGroups, kind.group) || !includes(apiVersions, kind.version)) return false;
  if (scope !== '*' && (scope === 'Namespaced') !== kind.namespaced) return false;
  return resources.some((pattern) => coversResource(pattern, kind.plural, write.subresource ?? ''));
}

/** A pattern is `pods`, `pods/status` or `pods` with an asterisk, an asterisk for either part. */
function coversResource(pattern: string, plural: string, subresource: string): boolean {
  const [resource = '', sub = ''] = pattern.split('/', 2);
  return (resource === '*' || resource === plural) && (sub === '*' || sub === subresource);
}

function isSelectedObject(selector: LabelSelector | undefined, { object, previous }: Write): boolean {
  if (!selector || isEmpty(selector)) return true;
  return [object, previous].some((one) => one !== undefined && selectorMatches(selector, one.metadata.labels));
}

function* isInSelectedNamespace(selector: LabelSelector | undefined, write: Write): Process<boolean> {
  if (!selector || isEmpty(selector)) return true;
  const namespace = yield* namespaceOf(write);
  // What is in no namespace is in none that is left out.
  return namespace === undefined || selectorMatches(selector, namespace.metadata.labels);
}

function* namespaceOf({ call, object, previous }: Write): Process<KubeObject | undefined> {
  if (isNamespace(call.kind)) return object ?? previous;
  const { namespace } = call.request;
  if (!call.kind.namespaced || namespace === undefined) return undefined;
  return yield* lookUp(call.server, { apiVersion: namespaceKind.apiVersion, kind: namespaceKind.kind, name: namespace });
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}
