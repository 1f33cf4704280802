// What the health of an API server is made of, in the order in which it is told.
// Upstream: kube-apiserver, kube-aggregator and apiextensions-apiserver: their AddPostStartHook and AddHealthChecks

/** What the checks look at. */
export interface HealthFacts {
  readonly isStorageReachable: boolean;
  /** Whether what is stored has been read. */
  readonly isSynced: boolean;
  /** Whether everything that a new cluster holds is there. */
  readonly isBootstrapped: boolean;
}

/** One check: its name and whether it passes. */
export interface Check {
  readonly name: string;
  readonly isPassed: boolean;
}

type Hook = readonly [name: string, waitsFor?: 'sync' | 'bootstrap'];

/** Hooks that run after the start, with what they wait for; those of work that is done elsewhere in this world wait for nothing. */
const hooks: readonly Hook[] = [
  ['start-apiserver-admission-initializer'], ['generic-apiserver-start-informers', 'sync'], ['priority-and-fairness-config-consumer', 'sync'],
  ['priority-and-fairness-filter'], ['storage-object-count-tracker-hook'], ['start-apiextensions-informers', 'sync'], ['start-apiextensions-controllers', 'sync'],
  ['crd-informer-synced', 'sync'], ['start-system-namespaces-controller', 'bootstrap'], ['peer-endpoint-reconciler-controller'],
  ['start-cluster-authentication-info-controller'], ['start-kube-apiserver-identity-lease-controller'],
  ['start-kube-apiserver-identity-lease-garbage-collector'], ['storage-readiness', 'sync'], ['start-legacy-token-tracking-controller'],
  ['start-service-ip-repair-controllers', 'sync'], ['rbac/bootstrap-roles', 'bootstrap'], ['scheduling/bootstrap-system-priority-classes', 'bootstrap'],
  ['priority-and-fairness-config-producer', 'bootstrap'], ['bootstrap-controller', 'bootstrap'], ['start-kubernetes-service-cidr-controller', 'bootstrap'],
  ['start-kube-aggregator-informers', 'sync'], ['apiservice-status-local-available-controller'], ['apiservice-status-remote-available-controller'],
  ['apiservice-registration-controller'], ['apiservice-discovery-controller'], ['kube-apiserver-autoregistration', 'bootstrap'],
];
const lastHooks: readonly Hook[] = [['apiservice-openapi-controller'], ['apiservice-openapiv3-controller']];

/** The checks of `healthz`, `livez` or `readyz`. */
export function checksOf(root: string, facts: HealthFacts): readonly Check[] {
  const { isStorageReachable, isSynced, isBootstrapped } = facts;
  const isReady = root === 'readyz';
  const check = (name: string, isPassed = true): Check => ({ name, isPassed });
  const hookCheck = ([name, waitsFor]: Hook): Check => check(`poststarthook/${name}`, waitsFor === 'sync' ? isSynced : waitsFor === 'bootstrap' ? isBootstrapped : true);
  return [
    check('ping'),
    check('log'),
    ...(isReady ? [] : [check('loopback-serving-certificate')]),
    check('etcd', isStorageReachable),
    ...(isReady ? [check('etcd-readiness', isStorageReachable), check('informer-sync', isSynced)] : []),
    ...hooks.map(hookCheck),
    check('autoregister-completion', isBootstrapped),
    ...lastHooks.map(hookCheck),
    ...(isReady ? [check('shutdown')] : []),
  ];
}

/** The paths of all checks. */
export const healthPaths: readonly string[] = ['healthz', 'livez', 'readyz'].flatMap((root) => [
  `/${root}`, ...checksOf(root, { isStorageReachable: true, isSynced: true, isBootstrapped: true }).map(({ name }) => `/${root}/${name}`),
]);
