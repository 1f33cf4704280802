// Upstream: pkg/scheduler/framework/types.go (PodInfo), pkg/scheduler/util/pod_resources.go
import { hostPortsOf, objectKey, podRequests } from '../kinds/index.ts';
import type { Container, HostPort, LabelSelector, Labels, Pod, PodAffinityTerm, PodSpec, ResourceAmounts } from '../kinds/index.ts';

/** A term of affinity or anti-affinity with its selector completed; `weight` is 0 where it is required. */
export interface AffinityTerm {
  readonly weight: number;
  readonly topologyKey: string;
  readonly selector: LabelSelector | undefined;
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceSelector: LabelSelector | undefined;
}

/** What follows from a Pod's spec alone. */
interface Demand {
  readonly requests: ResourceAmounts;
  /** CPU and memory as scores count them: a container that says nothing counts as something. */
  readonly scoredCpu: number;
  readonly scoredMemory: number;
  readonly hostPorts: readonly HostPort[];
}

// pkg/scheduler/util: DefaultMilliCPURequest, DefaultMemoryRequest
const silentCpu = '100m';
const silentMemory = '200Mi';

const demands = new WeakMap<PodSpec, Demand>();
const noTerms: readonly AffinityTerm[] = [];
const noLabels: Labels = {};

/** A Pod as the scheduler sees it: what it needs, worked out once. */
export class PodInfo {
  readonly pod: Pod;
  readonly key: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly priority: number;
  readonly requests: ResourceAmounts;
  readonly scoredCpu: number;
  readonly scoredMemory: number;
  readonly hostPorts: readonly HostPort[];
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];

  constructor(pod: Pod) {
    const { metadata, spec } = pod;
    this.pod = pod;
    this.key = objectKey(metadata);
    this.namespace = metadata.namespace ?? 'default';
    this.labels = metadata.labels ?? noLabels;
    this.priority = spec.priority ?? 0;
    const demand = demandOf(spec);
    this.requests = demand.requests;
    this.scoredCpu = demand.scoredCpu;
    this.scoredMemory = demand.scoredMemory;
    this.hostPorts = demand.hostPorts;
    const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
    this.requiredAffinity = this.terms(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
    this.requiredAntiAffinity = this.terms(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
    this.preferredAffinity = this.weighted(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution);
    this.preferredAntiAffinity = this.weighted(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution);
  }

  get isTerminating(): boolean {
    return this.pod.metadata.deletionTimestamp !== undefined;
  }

  /** Whether it says anything about other Pods. */
  get hasAffinity(): boolean {
    return (
      this.requiredAffinity.length + this.requiredAntiAffinity.length + this.preferredAffinity.length + this.preferredAntiAffinity.length > 0
    );
  }

  private terms(terms: readonly PodAffinityTerm[] | undefined): readonly AffinityTerm[] {
    return terms ? terms.map((term) => this.term(term, 0)) : noTerms;
  }

  private weighted(
    terms: readonly { readonly weight: number; readonly podAffinityTerm: PodAffinityTerm }[] | undefined,
  ): readonly AffinityTerm[] {
    return terms ? terms.map(({ weight, podAffinityTerm }) => this.term(podAffinityTerm, weight)) : noTerms;
  }

  private term(term: PodAffinityTerm, weight: number): AffinityTerm {
    const { topologyKey, namespaceSelector, namespaces = [] } = term;
    const isOwnOnly = namespaces.length === 0 && namespaceSelector === undefined;
    return {
      weight,
      topologyKey,
      selector: withLabelKeys(term.labelSelector, this.labels, term.matchLabelKeys, term.mismatchLabelKeys),
      namespaces: new Set(isOwnOnly ? [this.namespace] : namespaces),
      namespaceSelector,
    };
  }
}

/** The selector with requirements for the keys whose value is to be the Pod's own, or just not. */
export function withLabelKeys(
  selector: LabelSelector | undefined,
  labels: Labels,
  matchKeys: readonly string[] = [],
  mismatchKeys: readonly string[] = [],
): LabelSelector | undefined {
  if (!selector || matchKeys.length + mismatchKeys.length === 0) return selector;
  const requirements = (keys: readonly string[], operator: 'In' | 'NotIn') =>
    keys.flatMap((key) => {
      const value = labels[key];
      return value === undefined ? [] : [{ key, operator, values: [value] }];
    });
  const added = [...requirements(matchKeys, 'In'), ...requirements(mismatchKeys, 'NotIn')];
  return { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] };
}

function demandOf(spec: PodSpec): Demand {
  const known = demands.get(spec);
  if (known) return known;
  const scored = podRequests({
    spec: { ...spec, containers: spec.containers.map(speaking), ...(spec.initContainers ? { initContainers: spec.initContainers.map(speaking) } : {}) },
  });
  const demand: Demand = {
    requests: podRequests({ spec }),
    scoredCpu: scored['cpu'] ?? 0,
    scoredMemory: scored['memory'] ?? 0,
    hostPorts: hostPortsOf(spec),
  };
  demands.set(spec, demand);
  return demand;
}

function speaking(container: Container): Container {
  const { resources } = container;
  const requests = { cpu: silentCpu, memory: silentMemory, ...resources.requests };
  return { ...container, resources: { ...resources, requests } };
}
