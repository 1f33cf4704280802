// From what a person named to the Pod and container that are meant.
// Upstream: k8s.io/kubectl pkg/polymorphichelpers, pkg/cmd/util/podcmd

import { notRegistered } from '../core/discovery.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { definitionOf, isConditionTrue, isTerminating, labelSelectorText } from '../../kinds/index.ts';
import type { LabelSelector, ObjectList, Pod } from '../../kinds/index.ts';
import { assert, isObject } from '../../base/index.ts';
import type { Mapping } from '../core/discovery.ts';
import { CommandError, usageError } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { at, mapAt, nameOf } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { selectTargets } from '../resources/builder.ts';
import { fetchTarget, getNamed } from '../resources/fetch.ts';
import type { Info } from '../resources/fetch.ts';

export const podsResource = { group: '', version: 'v1', resource: 'pods' };
const defaultContainerKey = 'kubectl.kubernetes.io/default-container';
/** How often kubectl looks again while it waits for a Pod. */
const pollMs = 500;

/** Throws where a Pod is given no time to run. */
export function checkRunningTimeout({ flags, found }: Kubectl): void {
  if (flags.durationMs('pod-running-timeout') <= 0) throw usageError(found.path, '--pod-running-timeout must be higher than zero');
}

/** All of a Pod's containers as messages list them. */
export function containerNames(pod: Pod): string {
  const { containers, ephemeralContainers = [], initContainers = [] } = pod.spec;
  return [
    ...containers.map(({ name }) => name), ...ephemeralContainers.map(({ name }) => `${name} (ephem)`), ...initContainers.map(({ name }) => `${name} (init)`),
  ].join(', ');
}

/** The container that is meant: the named one, that of the annotation, or the first, which is told. */
export function* chooseContainer(kubectl: Kubectl, pod: Pod, wanted: string, isQuiet = false): Process<string> {
  const { containers, ephemeralContainers = [], initContainers = [] } = pod.spec;
  const all = [...containers, ...initContainers, ...ephemeralContainers].map(({ name }) => name);
  if (wanted !== '') {
    if (!all.includes(wanted)) throw new CommandError(`container ${wanted} is not valid for pod ${pod.metadata.name} out of: ${containerNames(pod)}`);
    return wanted;
  }
  const annotated = pod.metadata.annotations?.[defaultContainerKey];
  if (annotated !== undefined && annotated !== '') {
    if (all.includes(annotated)) return annotated;
    yield* kubectl.err(`Default container name ${JSON.stringify(annotated)} not found in pod ${pod.metadata.name}\n`);
  }
  const first = containers[0]?.name ?? '';
  if (all.length > 1 && !isQuiet) yield* kubectl.err(`Defaulted container ${JSON.stringify(first)} out of: ${containerNames(pod)}\n`);
  return first;
}

/** The labels by which an object's Pods are found; throws for kinds that have no Pods. */
export function podSelector(mapping: Mapping, object: AnyObject): string {
  const goName = `*${mapping.version}.${mapping.kind}`;
  if (mapping.kind === 'Service') {
    const labels = mapAt(object, 'spec', 'selector');
    if (Object.keys(labels).length === 0) throw new CommandError(`invalid service '${nameOf(object)}': Service is defined without a selector`);
    return labelSelectorText({ matchLabels: labels });
  }
  if (mapping.kind === 'ReplicationController') return labelSelectorText({ matchLabels: mapAt(object, 'spec', 'selector') });
  const selector = at(object, 'spec', 'selector');
  if (!['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'].includes(mapping.kind) || !isObject(selector)) {
    throw new CommandError(definitionOf(mapping) === undefined ? notRegistered(mapping) : `selector for ${goName} not implemented`);
  }
  return labelSelectorText(selector as LabelSelector);
}

/** Pods whose log is most worth reading first: bound, running, ready, longest so. Upstream: controller.ActivePods */
function comparePods(a: Pod, b: Pod): number {
  const phases = ['Pending', 'Unknown', 'Running'];
  const rank = (pod: Pod): readonly number[] => [
    pod.spec.nodeName ? 1 : 0, phases.indexOf(pod.status.phase ?? 'Unknown'), isConditionTrue(pod.status.conditions, 'Ready') ? 1 : 0, isTerminating(pod) ? 0 : 1,
  ];
  const left = rank(a);
  const right = rank(b);
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return (right[i] ?? 0) - (left[i] ?? 0);
  return a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1;
}

/** The first Pod that a selector selects; waits for one. @param isTold whether it is said which of several it is */
export function* firstPod(kubectl: Kubectl, selector: string, timeoutMs: number, isTold = false): Process<Pod> {
  const deadlineMs = kubectl.nowMs + timeoutMs;
  for (;;) {
    const list = (yield* kubectl.api.ask('list', { mapping: podsResource, namespace: kubectl.namespace, options: { labelSelector: selector } })) as ObjectList<Pod>;
    const [first] = list.items.toSorted(comparePods);
    if (first) {
      if (isTold && list.items.length > 1) yield* kubectl.err(`Found ${list.items.length} pods, using pod/${first.metadata.name}\n`);
      return first;
    }
    if (kubectl.nowMs >= deadlineMs) throw new CommandError('timed out waiting for the condition');
    yield* sleep(pollMs);
  }
}

/** A Pod by its name. */
export function* getPod(kubectl: Kubectl, name: string): Process<Pod> {
  return (yield* getNamed(kubectl, { mapping: podsResource, namespace: kubectl.namespace, name })) as Pod;
}

/** The object of `POD` or `TYPE/NAME`. */
export function* objectOf(kubectl: Kubectl, word: string): Process<Info> {
  const [target] = yield* selectTargets(kubectl, { args: [word.includes('/') ? word : `pods/${word}`] });
  const [info] = target ? yield* fetchTarget(kubectl, target) : [];
  assert(info !== undefined, `${word} names one object`);
  return info;
}

/** The Pod of `POD`, `pod/POD` or `TYPE/NAME`; `verb` names the wish in what is said about kinds without Pods. */
export function* podOf(kubectl: Kubectl, word: string, verb: string, timeoutMs: number): Process<Pod> {
  const { mapping, object } = yield* objectOf(kubectl, word);
  if (mapping.resource === 'pods' && mapping.group === '') return object as unknown as Pod;
  let selector: string;
  try {
    selector = podSelector(mapping, object);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`cannot ${verb} *${mapping.version}.${mapping.kind}: ${error.message}`);
  }
  return yield* firstPod(kubectl, selector, timeoutMs);
}

/** Throws when a Pod has ended: no command runs in it any more. */
export function refuseCompleted({ status: { phase } }: Pod): void {
  if (phase === 'Succeeded' || phase === 'Failed') throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
}
