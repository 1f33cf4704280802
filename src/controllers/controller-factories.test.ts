import { expect, test } from 'vitest';
import { bootstrapObjects } from '../kinds/index.ts';
import type { ClusterRoleBinding, RoleBinding } from '../kinds/index.ts';
import { controllerFactories } from './controller-factories.ts';

/** The accounts that a new cluster's bindings give something to. */
const bound = new Set(bootstrapObjects().flatMap((object) =>
  ((object as unknown as ClusterRoleBinding | RoleBinding).subjects ?? []).filter(({ kind, namespace }) => kind === 'ServiceAccount' && namespace === 'kube-system').map(({ name }) => name)));

test.each(controllerFactories.flatMap(({ component, account }) => (account === undefined ? [] : [{ component, account }])))(
  '$component acts as $account, whom a new cluster gives a role',
  ({ account }) => expect(bound).toContain(account),
);
