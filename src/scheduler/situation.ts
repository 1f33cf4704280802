// The scheduler without a world: one Pod and the cluster that it meets, as manifests.
import { decode, isEmptySelector, namespaceKind, nodeKind, podKind, serviceKind } from '../kinds/index.ts';
import type { KubeInput, KubeObject, Kind, LabelSelector, Node, Pod, Service } from '../kinds/index.ts';
import { attempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { ClusterState } from './cluster-state.ts';
import { defaultPlugins } from './default-plugins.ts';
import { failureMessage } from './failure-message.ts';
import { PodInfo } from './pod-info.ts';

/** What there is: everything as written in manifests. */
export interface Situation {
  readonly nodes: readonly unknown[];
  /** Pods that run, each with its nodeName. */
  readonly pods: readonly unknown[];
  /** The Pod to be scheduled. */
  readonly pod: unknown;
  /** Services, controllers, namespaces, RuntimeClasses: what else matters. */
  readonly objects?: readonly unknown[];
}

/** What the scheduler finds. Scores are weighted, by node and plugin; where there is no choice nothing is scored. */
export interface Placement {
  readonly filtered: Readonly<Record<string, { readonly plugin: string; readonly reason: string }>>;
  readonly scores: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly total: Readonly<Record<string, number>>;
  readonly chosen: string | null;
  readonly tie: boolean;
  /** Why it fits nowhere. */
  readonly message?: string;
}

/** A situation that cannot be read. */
export class SituationError extends Error {
  override readonly name = 'SituationError';
}

/** Schedules the Pod of the situation. Throws SituationError. */
export function schedule(situation: Situation, draw: (bound: number) => number = () => 0): Placement {
  const objects = situation.objects ?? [];
  const state = new ClusterState({
    namespaces: (name) => namespaceLabelsIn(objects, name),
    groups: {
      services: (namespace) => servicesIn(objects, namespace),
      controller: (kind, namespace, name) => controllerSelectorIn(objects, kind, namespace, name),
    },
  });
  for (const node of nodesOf(situation)) state.setNode(node);
  for (const [at, manifest] of situation.pods.entries()) {
    const pod = podOf(manifest, objects, { at: `pods[${at}]`, name: `pod-${at}` });
    if (pod.spec.nodeName) state.place(new PodInfo(pod), pod.spec.nodeName);
  }
  const pod = new PodInfo(podOf(situation.pod, objects, { at: 'pod', name: 'pod' }));
  const result = attempt(pod, state, { plugins: defaultPlugins, draw });
  const placement = describe(result);
  return result.chosen ? placement : { ...placement, message: failureMessage(pod, state, result, defaultPlugins) };
}

function describe({ refused, feasible, scores, totals, chosen, isTie }: Attempt): Placement {
  const names = feasible.map(({ name }) => name);
  const scored = scores.length > 0 ? names : [];
  const entries = scored.map((name, at) => {
    const own = scores.map(({ plugin, weight, normalized }) => [plugin, weight * (normalized[at] ?? 0)] as const);
    return [name, Object.fromEntries(own.sort(([a], [b]) => (a < b ? -1 : 1)))] as const;
  });
  return {
    filtered: Object.fromEntries(
      [...refused].map(([name, { plugin, rejection }]) => [name, { plugin, reason: [...rejection.reasons].sort().join(', ') }]),
    ),
    scores: Object.fromEntries(entries),
    total: Object.fromEntries(scored.map((name, at) => [name, totals[at] ?? 0])),
    chosen: chosen?.name ?? null,
    tie: isTie,
  };
}

interface Manifest {
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly selector?: LabelSelector; readonly runtimeClassName?: string };
  readonly overhead?: { readonly podFixed?: Readonly<Record<string, string>> };
}

function asManifest(value: unknown): Manifest {
  if (typeof value !== 'object' || value === null) throw new SituationError(`${JSON.stringify(value)} is no manifest: an object with kind, metadata and so on`);
  // What is read from it below is checked where it matters: the kinds decode it.
  return value;
}

function nodesOf({ nodes }: Situation): readonly Node[] {
  const names = new Set<string>();
  return nodes.map((manifest, index) => {
    const at = `nodes[${index}]`;
    const node = read<Node>(nodeKind, manifest, at);
    const name: string | undefined = asManifest(manifest).metadata?.name;
    if (name === undefined) throw new SituationError(`${at}: the node has no metadata.name`);
    if (names.has(name)) throw new SituationError(`${at}: there is a node ${name} already`);
    names.add(name);
    return node;
  });
}

/** The stored form of a manifest; what is wrong with it is told with its place in the situation. */
function read<Stored extends KubeObject>(kind: Kind<KubeInput, Stored>, value: unknown, at: string): Stored {
  try {
    const { value: decoded } = decode(kind.definition, asManifest(value));
    return kind.defaults(decoded as KubeInput) as Stored;
  } catch (error) {
    throw new SituationError(`${at}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A Pod as the API server would store it: with a namespace, and with its RuntimeClass's overhead. */
function podOf(value: unknown, objects: readonly unknown[], { at, name }: { readonly at: string; readonly name: string }): Pod {
  const pod = read<Pod>(podKind, value, at);
  const { metadata } = asManifest(value);
  const overhead = overheadIn(objects, pod.spec.runtimeClassName);
  return {
    ...pod,
    metadata: { ...pod.metadata, namespace: metadata?.namespace ?? 'default', name: metadata?.name ?? name },
    spec: overhead ? { ...pod.spec, overhead } : pod.spec,
  };
}

function overheadIn(objects: readonly unknown[], runtimeClass: string | undefined): Readonly<Record<string, string>> | undefined {
  if (runtimeClass === undefined) return undefined;
  const found = objects.map(asManifest).find(({ kind, metadata }) => kind === 'RuntimeClass' && metadata?.name === runtimeClass);
  return found?.overhead?.podFixed;
}

function servicesIn(objects: readonly unknown[], namespace: string): readonly (Readonly<Record<string, string>> | undefined)[] {
  return objects
    .filter((object) => asManifest(object).kind === 'Service' && (asManifest(object).metadata?.namespace ?? 'default') === namespace)
    .map((object) => read<Service>(serviceKind, object, 'objects').spec.selector);
}

function controllerSelectorIn(objects: readonly unknown[], kind: string, namespace: string, name: string): LabelSelector | undefined {
  const found = objects.map(asManifest).find(
    (object) => object.kind === kind && object.metadata?.name === name && (object.metadata.namespace ?? 'default') === namespace,
  );
  const selector = found?.spec?.selector;
  return selector && !isEmptySelector(selector) ? selector : undefined;
}

function namespaceLabelsIn(objects: readonly unknown[], name: string): Readonly<Record<string, string>> {
  const own = { 'kubernetes.io/metadata.name': name };
  const found = objects.find((object) => asManifest(object).kind === namespaceKind.kind && asManifest(object).metadata?.name === name);
  return { ...asManifest(found ?? {}).metadata?.labels, ...own };
}
