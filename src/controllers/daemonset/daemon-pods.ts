// The Pods of a DaemonSet: how one for a node is made, and on which node each of them is.
// Upstream: pkg/controller/daemon/util/daemonset_util.go
import { isPodTerminal } from '../../kinds/index.ts';
import type { Affinity, DaemonSet, Pod, PodInput } from '../../kinds/index.ts';
import { podFromTemplate } from '../framework/pod-template.ts';
import { revisionHashLabel } from '../framework/revision-history.ts';
import { daemonTolerations } from './node-fit.ts';

/** Where an older API kept how often the template has changed. */
const generationAnnotation = 'deprecated.daemonset.template.generation';
const generationLabel = 'pod-template-generation';
const required = 'requiredDuringSchedulingIgnoredDuringExecution';

/** Pods by the name of their node. */
export type PodsByNode = ReadonlyMap<string, readonly Pod[]>;

/** The Pod for one node: the scheduler is asked for that node and no other. */
export function daemonPod(daemonSet: DaemonSet, hash: string, node: string): PodInput {
  const { template } = daemonSet.spec;
  const pod = podFromTemplate(template, daemonSet);
  const generation = daemonSet.metadata.annotations?.[generationAnnotation];
  const labels = { ...template.metadata?.labels, ...(generation === undefined ? {} : { [generationLabel]: generation }), [revisionHashLabel]: hash };
  const affinity = { ...template.spec.affinity, nodeAffinity: { ...template.spec.affinity?.nodeAffinity, [required]: { nodeSelectorTerms: [onlyOn(node)] } } };
  return { ...pod, metadata: { ...pod.metadata, labels }, spec: { ...template.spec, affinity, tolerations: daemonTolerations(template.spec) } };
}

const onlyOn = (node: string) => ({ matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: [node] }] });

/** The node that a Pod is on or is meant for. */
export function nodeOf({ spec }: Pod): string | undefined {
  return spec.nodeName || nodeMeant(spec.affinity);
}

function nodeMeant(affinity: Affinity | undefined): string | undefined {
  for (const { matchFields = [] } of affinity?.nodeAffinity?.[required]?.nodeSelectorTerms ?? []) {
    for (const { key, operator, values = [] } of matchFields) if (key === 'metadata.name' && operator === 'In' && values.length === 1) return values[0];
  }
  return undefined;
}

/** The Pods by their nodes, in the order of the nodes' names; those that have ended and are being deleted are as good as gone. */
export function byNode(pods: readonly Pod[]): PodsByNode {
  const nodes = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = nodeOf(pod);
    if (node === undefined || (isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined)) continue;
    const known = nodes.get(node);
    if (known) known.push(pod);
    else nodes.set(node, [pod]);
  }
  return new Map([...nodes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether the Pod is of the present template. */
export function isUpToDate({ metadata }: DaemonSet, hash: string, pod: Pod): boolean {
  const generation = metadata.annotations?.[generationAnnotation];
  const { labels = {} } = pod.metadata;
  return labels[revisionHashLabel] === hash || (generation !== undefined && labels[generationLabel] === generation);
}

/** The oldest first; one that has a node before one that has none. */
export function byAge(a: Pod, b: Pod): number {
  if (Boolean(a.spec.nodeName) !== Boolean(b.spec.nodeName)) return a.spec.nodeName ? -1 : 1;
  const [left, right] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (left !== right) return left < right ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
