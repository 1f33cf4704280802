// Nobody gives what they do not have: who writes a role must hold all of its rules or the verb `escalate`, who writes a binding
// all of its role's or the verb `bind`.
// Upstream: pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased, pkg/registry/rbac/validation/rule.go

import { compareText, deepEqual } from '../../base/index.ts';
import { compactRules, uncoveredRules } from '../../kinds/index.ts';
import type { ClusterRole, ClusterRoleBinding, KubeObject, PolicyRule, Role, RoleBinding, User } from '../../kinds/index.ts';
import { forbidden, notFound } from '../failures.ts';
import type { Call } from '../request/call.ts';
import { recordRefusal } from '../request/refusal.ts';

const group = 'rbac.authorization.k8s.io';

/** Whether writes of the kind give permissions. */
export function givesPermissions({ kind }: Call): boolean {
  return kind.group === group;
}

/** Throws Forbidden, and NotFound for a role that is not there, when the user may not write that role or binding. */
export function refuseEscalation(call: Call, object: KubeObject, previous: KubeObject | undefined): void {
  if (previous && isOnlyForCollector(object, previous)) return;
  if ('roleRef' in object) refuseBinding(call, object as unknown as RoleBinding | ClusterRoleBinding);
  else refuseRole(call, object as unknown as Role | ClusterRole, previous as ClusterRole | undefined);
}

/** Who only takes away what garbage collection looks at gives nothing. */
function isOnlyForCollector(next: KubeObject, previous: KubeObject): boolean {
  const rest = ({ metadata: { ownerReferences: _1, finalizers: _2, managedFields: _3, ...metadata }, ...object }: KubeObject) => ({ ...object, metadata });
  const collected = ({ metadata: { ownerReferences, finalizers } }: KubeObject) => ({ ownerReferences, finalizers });
  return !deepEqual(collected(next), collected(previous)) && deepEqual(rest(next), rest(previous));
}

function refuseRole(call: Call, role: Role | ClusterRole, previous: ClusterRole | undefined): void {
  const { server, user, request: { namespace, name, resource, verb } } = call;
  const asked = { type: 'resource', verb: 'escalate', group, resource, namespace, name: verb === 'create' ? undefined : name } as const;
  if (server.authorizer.decide(user, asked).isAllowed) return;
  const aggregates = [role, previous].some((each) => each !== undefined && 'aggregationRule' in each && each.aggregationRule !== undefined);
  if (aggregates && !server.authorizer.decide(user, { type: 'resource', verb: '*', group: '*', resource: '*' }).isAllowed) {
    throw refused(call, 'must have cluster-admin privileges to use the aggregationRule', role.metadata.name);
  }
  refuseNotHeld(call, role.rules ?? [], role.metadata.name);
}

function refuseBinding(call: Call, { roleRef, metadata: { name, namespace } }: RoleBinding | ClusterRoleBinding): void {
  const { server, user, kind } = call;
  const resource = roleRef.kind === 'Role' ? 'roles' : 'clusterroles';
  if (server.authorizer.decide(user, { type: 'resource', verb: 'bind', group, resource, namespace, name: roleRef.name }).isAllowed) return;
  const found = server.rbac.roles.rulesOf(roleRef, namespace ?? '');
  if ('missing' in found) throw notFound(kind.gvr, roleRef.name);
  refuseNotHeld(call, found.rules, name);
}

function refuseNotHeld(call: Call, wanted: readonly PolicyRule[], name: string): void {
  const { server, user, request } = call;
  const { rules, errors } = server.rbac.rulesFor(user, request.namespace ?? '');
  const missing = uncoveredRules(rules, wanted);
  if (missing.length === 0) return;
  const told = compactRules(missing).map(shortRule).sort(compareText).join('\n');
  const lost = errors.length === 0 ? '' : `; resolution errors: [${errors.join(', ')}]`;
  throw refused(call, `user ${who(user)} is attempting to grant RBAC permissions not currently held:\n${told}${lost}`, name);
}

const quoted = (texts: readonly string[]): string => `[${texts.map((text) => JSON.stringify(text)).join(' ')}]`;

const who = ({ name, groups }: User): string => `${JSON.stringify(name)} (groups=${quoted(groups)})`;

/** `{APIGroups:[""], Resources:["nodes"], Verbs:["get" "list"]}` */
function shortRule({ apiGroups = [], resources = [], nonResourceURLs = [], resourceNames = [], verbs = [] }: PolicyRule): string {
  const parts = Object.entries({ APIGroups: apiGroups, Resources: resources, NonResourceURLs: nonResourceURLs, ResourceNames: resourceNames, Verbs: verbs });
  return `{${parts.filter(([, values]) => values.length > 0).map(([field, values]) => `${field}:${quoted(values)}`).join(', ')}}`;
}

function refused(call: Call, why: string, name: string) {
  const refusal = forbidden(call.kind.gvr, name, why);
  recordRefusal(call, 'authorization', refusal);
  return refusal;
}
