// Upstream: pkg/controller/namespace
import { compareText, formatTime } from '../../base/index.ts';
import { WorkQueue, usualPace } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { customResourceDefinitionKind, kindRegistry, namespaceKind, objectKey } from '../../kinds/index.ts';
import type { AnyKind, KubeObject, Namespace, NamespaceCondition } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { preferredCustomKinds } from '../framework/custom-kinds.ts';
import { Setback } from '../framework/setback.ts';
import { unlessGone } from '../framework/unless-gone.ts';

/** How long to wait before looking again for what is still ending. */
const recheckMs = 5_000;

/** Empties a namespace that is being deleted, then lets it go. */
export const namespaceController = controllerFactory('namespace-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'namespace', { ...usualPace, greatestMs: 60_000 }); // nsControllerRateLimiter
  const namespaces = context.informers.of(namespaceKind);
  const definitions = context.informers.of(customResourceDefinitionKind);
  const add = (namespace: Namespace): void => {
    if (namespace.metadata.deletionTimestamp !== undefined) queue.add(objectKey(namespace.metadata));
  };
  namespaces.onChange({ added: add, updated: add });
  return {
    name: 'namespace-controller',
    workers: 10, // kube-controller-manager --concurrent-namespace-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const namespace = namespaces.store.get(key);
      if (!namespace || namespace.metadata.deletionTimestamp === undefined) return {};
      return yield* empty(context, namespace, [...kindRegistry.all, ...preferredCustomKinds(definitions)]);
    },
  };
});

function* empty(context: ControllerContext, namespace: Namespace, kinds: readonly AnyKind[]): Process<Requeue> {
  const { name } = namespace.metadata;
  const stale = yield* staleVersions(context);
  const remaining: { readonly kind: AnyKind; readonly objects: readonly KubeObject[] }[] = [];
  for (const kind of kinds.filter(({ namespaced, verbs, view }) => namespaced && !view && verbs.includes('deletecollection'))) {
    yield* context.client.of(kind).deleteCollection(name, { propagationPolicy: 'Background' });
    const { items } = yield* context.client.of(kind).list(name);
    if (items.length > 0) remaining.push({ kind, objects: items });
  }
  const conditions = conditionsOf(remaining, stale, formatTime(context.kernel.wallMs));
  const current = yield* writeConditions(context, namespace, conditions);
  if (stale.length > 0) throw new Setback(undiscovered(stale));
  if (remaining.length > 0) return { afterMs: recheckMs };
  yield* finalize(context, current);
  return {};
}

/** What discovery tells of the groups. */
interface Discovered {
  readonly items: readonly { readonly metadata: { readonly name: string }; readonly versions: readonly { readonly version: string; readonly freshness: string }[] }[];
}

/** The versions of groups of which nobody can tell what they serve: a namespace may hold some of it. */
function* staleVersions({ client }: ControllerContext): Process<readonly string[]> {
  const { credentials, userAgent } = client.config;
  const { body } = yield* client.request({ type: 'path', verb: 'get', path: '/apis', accept: 'discovery', credentials, userAgent });
  const { items } = body as Discovered; // as the server writes it
  return items.flatMap(({ metadata, versions }) => versions.filter(({ freshness }) => freshness === 'Stale').map(({ version }) => `${metadata.name}/${version}`)).sort(compareText);
}

/** Upstream: client-go discovery ErrGroupDiscoveryFailed */
const undiscovered = (stale: readonly string[]): string =>
  `unable to retrieve the complete list of server APIs: ${stale.map((version) => `${version}: stale GroupVersion discovery: ${version}`).join(', ')}`;

function conditionsOf(remaining: readonly { readonly kind: AnyKind; readonly objects: readonly KubeObject[] }[], stale: readonly string[], now: string): readonly NamespaceCondition[] {
  const finalizers = new Map<string, number>();
  for (const { objects } of remaining) {
    for (const object of objects) {
      for (const finalizer of object.metadata.finalizers ?? []) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
    }
  }
  const content = remaining.map(({ kind, objects }) => `${kind.plural}.${kind.gvk.group} has ${objects.length} resource instances`);
  const held = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  const condition = (type: string, isBad: boolean, reason: string, message: string): NamespaceCondition => ({
    type, status: isBad ? 'True' : 'False', lastTransitionTime: now, reason, message,
  });
  return [
    stale.length > 0
      ? condition('NamespaceDeletionDiscoveryFailure', true, 'DiscoveryFailed', `Discovery failed for some groups, 1 failing: ${undiscovered(stale)}`)
      : condition('NamespaceDeletionDiscoveryFailure', false, 'ResourcesDiscovered', 'All resources successfully discovered'),
    condition('NamespaceDeletionGroupVersionParsingFailure', false, 'ParsedGroupVersions', 'All legacy kube types successfully parsed'),
    condition('NamespaceDeletionContentFailure', false, 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'),
    content.length > 0
      ? condition('NamespaceContentRemaining', true, 'SomeResourcesRemain', `Some resources are remaining: ${content.join(', ')}`)
      : condition('NamespaceContentRemaining', false, 'ContentRemoved', 'All content successfully removed'),
    held.length > 0
      ? condition('NamespaceFinalizersRemaining', true, 'SomeFinalizersRemain', `Some content in the namespace has finalizers remaining: ${held.join(', ')}`)
      : condition('NamespaceFinalizersRemaining', false, 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'),
  ];
}

function* writeConditions(context: ControllerContext, namespace: Namespace, conditions: readonly NamespaceCondition[]): Process<Namespace> {
  const old = namespace.status.conditions ?? [];
  const isSame = conditions.every((next) => old.some(({ type, status, message }) => type === next.type && status === next.status && message === next.message));
  if (isSame) return namespace;
  return yield* context.client.of(namespaceKind).updateStatus({ ...namespace, status: { ...namespace.status, phase: 'Terminating', conditions } });
}

/** Takes our finalizer from the spec, which lets the server remove the namespace. */
function* finalize(context: ControllerContext, namespace: Namespace): Process {
  const finalizers = (namespace.spec.finalizers ?? []).filter((name) => name !== 'kubernetes');
  yield* unlessGone(context.client.of(namespaceKind).finalize({ ...namespace, spec: { ...namespace.spec, finalizers } }));
}
