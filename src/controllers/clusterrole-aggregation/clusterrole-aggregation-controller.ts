// Upstream: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go
import { compareText, deepEqual } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { clusterRoleKind, objectKey, selectorMatches } from '../../kinds/index.ts';
import type { ClusterRole, PolicyRule } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

const name = 'clusterrole-aggregation-controller';

/** Gives ClusterRoles that aggregate others the rules of all that their selectors match. */
export const clusterRoleAggregationController = controllerFactory(name, (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'clusterrole-aggregation');
  const roles = context.informers.of(clusterRoleKind);
  // Any role may be part of any other: each change is looked at from all that aggregate.
  const changed = (): void => {
    for (const role of roles.store.values()) if (role.aggregationRule) queue.add(objectKey(role.metadata));
  };
  roles.onChange({ added: changed, updated: changed, deleted: changed });
  return {
    name,
    workers: 5, // kube-controller-manager: fixed
    queue,
    *reconcile(key): Process<Requeue> {
      const role = roles.store.get(key);
      if (!role?.aggregationRule) return {};
      const rules = aggregated(role, [...roles.store.values()]);
      if (deepEqual(rules, role.rules ?? [])) return {};
      const body = { apiVersion: clusterRoleKind.apiVersion, kind: clusterRoleKind.kind, metadata: { name: role.metadata.name }, rules };
      yield* unlessGone(context.client.of(clusterRoleKind).patch(role.metadata, 'apply', body, { fieldManager: name, force: true }));
      return {};
    },
  };
});

/** The rules of all other roles that the selectors match, in the order of the roles' names; each once. */
function aggregated({ metadata, aggregationRule }: ClusterRole, all: readonly ClusterRole[]): readonly PolicyRule[] {
  const sorted = all.filter((role) => role.metadata.name !== metadata.name).sort((a, b) => compareText(a.metadata.name, b.metadata.name));
  const rules: PolicyRule[] = [];
  for (const selector of aggregationRule?.clusterRoleSelectors ?? []) {
    for (const role of sorted) {
      if (!selectorMatches(selector, role.metadata.labels)) continue;
      for (const rule of role.rules ?? []) if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
    }
  }
  return rules;
}
