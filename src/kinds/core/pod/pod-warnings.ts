// What an accepted Pod or template is nevertheless warned about.
// Upstream: pkg/api/pod/warnings.go

import { quote } from '../../../base/index.ts';
import { path } from '../../field-error.ts';
import type { FieldPath } from '../../field-error.ts';
import type { Affinity, Container, ContainerPort, NodeSelector, Pod, PodSpec, PodTemplateSpec } from '../../generated/types.ts';
import { annotatedProfileWarnings, seccompWarnings } from '../../later.ts';
import { isDnsLabel, isLabelValue } from '../../names.ts';
import type { KubeObject } from '../../object.ts';
import { byteWarnings } from '../byte-warnings.ts';
import { namesProfiles } from './profile-annotations.ts';
import { volumeWarnings } from './volume-warnings.ts';

const deprecatedNodeLabels: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
  ['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
  ['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
]);

/** What is known of a node's label that is no longer used. */
export function deprecatedNodeLabel(key: string): string | undefined {
  return deprecatedNodeLabels.get(key);
}

/** Labels of nodes that are no longer used, in a selector of nodes. */
export function* nodeSelectorWarnings(selector: NodeSelector | undefined, at: FieldPath): Generator<string> {
  for (const [index, { matchExpressions = [] }] of (selector?.nodeSelectorTerms ?? []).entries()) {
    for (const [i, { key }] of matchExpressions.entries()) {
      const warning = deprecatedNodeLabels.get(key);
      if (warning !== undefined) yield `${at.child('nodeSelectorTerms').index(index).child('matchExpressions').index(i).child('key').toString()}: ${key} is ${warning}`;
    }
  }
}

const needed = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Values that no label can have, and terms that no Pod can match. */
function* affinityWarnings({ nodeAffinity, podAffinity, podAntiAffinity }: Affinity, at: FieldPath): Generator<string> {
  for (const [index, { preference }] of (nodeAffinity?.[preferred] ?? []).entries()) {
    const terms = at.child('nodeAffinity', preferred).index(index).child('preference', 'matchExpressions');
    for (const [i, { values = [] }] of (preference?.matchExpressions ?? []).entries()) {
      for (const [j, value] of values.entries()) {
        for (const problem of isLabelValue(value)) yield `${terms.index(i).child('values').index(j).toString()}: ${value} is invalid, ${problem}`;
      }
    }
  }
  for (const [name, affinity] of [['podAffinity', podAffinity], ['podAntiAffinity', podAntiAffinity]] as const) {
    const where = at.child(name);
    for (const [index, { labelSelector }] of (affinity?.[needed] ?? []).entries()) {
      if (!labelSelector) yield `${where.child(needed).index(index).child('labelSelector').toString()}: ${matchesNothing}`;
    }
    for (const [index, { podAffinityTerm }] of (affinity?.[preferred] ?? []).entries()) {
      if (!podAffinityTerm?.labelSelector) yield `${where.child(preferred).index(index).child('podAffinityTerm', 'labelSelector').toString()}: ${matchesNothing}`;
    }
  }
}

const matchesNothing = 'a null labelSelector results in matching no pod';

function* scheduling(spec: PodSpec, at: FieldPath): Generator<string> {
  for (const key of Object.keys(spec.nodeSelector ?? {})) {
    const warning = deprecatedNodeLabels.get(key);
    if (warning !== undefined) yield `${at.child('nodeSelector').key(key).toString()}: ${warning}`;
  }
  yield* nodeSelectorWarnings(spec.affinity?.nodeAffinity?.[needed], at.child('affinity', 'nodeAffinity', needed));
  yield* affinityWarnings(spec.affinity ?? {}, at.child('affinity'));
  for (const [index, { labelSelector, topologyKey }] of (spec.topologySpreadConstraints ?? []).entries()) {
    const where = at.child('topologySpreadConstraints').index(index);
    const warning = deprecatedNodeLabels.get(topologyKey);
    if (warning !== undefined) yield `${where.child('topologyKey').toString()}: ${topologyKey} is ${warning}`;
    if (!labelSelector) yield `${where.child('labelSelector').toString()}: ${matchesNothing}`;
  }
}

function* environment({ env = [] }: Container, at: FieldPath): Generator<string> {
  const seen = new Set<string>();
  for (const [index, { name, value }] of env.entries()) {
    // A name that the new value refers to is extended, not hidden.
    if (seen.has(name) && !value?.includes(`$(${name})`)) {
      yield `${at.child('env').index(index).toString()}: hides previous definition of ${quote(name)}, which may be dropped when using apply`;
    }
    seen.add(name);
  }
}

function* container(one: Container, at: FieldPath): Generator<string> {
  for (const which of ['limits', 'requests'] as const) {
    yield* byteWarnings(one.resources[which], 'memory', at.child('resources', which));
    yield* byteWarnings(one.resources[which], 'ephemeral-storage', at.child('resources', which));
  }
  yield* environment(one, at);
  for (const [index, { name = '', hostPort, containerPort, protocol, hostIP }] of (one.ports ?? []).entries()) {
    if (!hostIP || hostPort) continue;
    yield `${at.child('ports').index(index).toString()}: hostIP set without hostPort: {Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
  }
}

interface KnownPort {
  readonly at: FieldPath;
  readonly port: ContainerPort;
}

/** Two definitions of the same port: the kubelet hears of both. */
function* repeatedPorts(containers: readonly Container[], at: FieldPath): Generator<string> {
  const known: KnownPort[] = [];
  for (const [index, { ports = [] }] of containers.entries()) {
    for (const [i, port] of ports.entries()) {
      const where = at.index(index).child('ports').index(i);
      for (const other of known) {
        if (isSamePort(port, other.port)) yield `${where.toString()}: duplicate port definition with ${other.at.toString()}`;
      }
      known.push({ at: where, port });
    }
  }
}

function isSamePort(a: ContainerPort, b: ContainerPort): boolean {
  if (a.containerPort !== b.containerPort || a.protocol !== b.protocol) return false;
  const bothOnHost = Boolean(a.hostPort) && Boolean(b.hostPort);
  return !bothOnHost || (a.hostPort === b.hostPort && (a.hostIP ?? '') === (b.hostIP ?? ''));
}

/** @param aboutContainers what is said before each container is looked at */
function* specWarnings(spec: PodSpec, at: FieldPath, aboutContainers: Iterable<string>): Generator<string> {
  yield* scheduling(spec, at);
  const hosts = new Set<string>();
  for (const [index, { ip }] of (spec.hostAliases ?? []).entries()) {
    if (hosts.has(ip)) yield `${at.child('hostAliases').index(index).child('ip').toString()}: duplicate ip ${quote(ip)}`;
    hosts.add(ip);
  }
  yield* volumeWarnings(spec.volumes ?? [], at.child('volumes'));
  const secrets = new Set<string>();
  for (const [index, { name = '' }] of (spec.imagePullSecrets ?? []).entries()) {
    const where = at.child('imagePullSecrets').index(index).child('name').toString();
    if (name === '') yield `${where}: invalid empty name ""`;
    else if (secrets.has(name)) yield `${where}: duplicate name ${quote(name)}`;
    secrets.add(name);
  }
  yield* aboutContainers;
  for (const [index, one] of (spec.initContainers ?? []).entries()) yield* container(one, at.child('initContainers').index(index));
  for (const [index, one] of spec.containers.entries()) yield* container(one, at.child('containers').index(index));
  yield* repeatedPorts(spec.containers, at.child('containers'));
  if (spec.terminationGracePeriodSeconds < 0) {
    yield `${at.child('terminationGracePeriodSeconds').toString()}: must be >= 0; negative values are invalid and will be treated as 1`;
  }
}

/** Warnings about a Pod; one that was written before has been warned about. */
export function podWarnings(pod: Pod, previous: Pod | undefined): readonly string[] {
  if (previous) return []; // hardly anything of it can change
  const { metadata: { name, annotations }, spec } = pod;
  const where = path('metadata', 'annotations');
  const aboutProfiles = namesProfiles(annotations) ? seccompWarnings(annotations, spec, where) : [];
  return [...hostnameWarnings(name, "the Pod's hostname"), ...specWarnings(spec, path('spec'), aboutProfiles)];
}

/** Warnings about annotations of a new Pod that are made fields, before anybody looks whether it is right. */
export function podProfileWarnings({ metadata: { annotations }, spec }: Pod): readonly string[] {
  return namesProfiles(annotations) ? [...annotatedProfileWarnings(annotations, spec, path('metadata', 'annotations'), true)] : [];
}

interface Templated {
  readonly spec: { readonly template: PodTemplateSpec };
}

const templateAt = path('spec', 'template');

/** Warnings about a workload's template. */
export function templateWarnings({ spec }: Templated, previous: Templated | undefined, at = templateAt): readonly string[] {
  const { template } = spec;
  if (template === previous?.spec.template) return [];
  const { metadata, spec: pod } = template;
  const where = at.child('metadata', 'annotations');
  const { annotations } = metadata ?? {};
  const aboutProfiles = namesProfiles(annotations) ? [...seccompWarnings(annotations, pod, where), ...annotatedProfileWarnings(annotations, pod, where, false)] : [];
  return [...specWarnings(pod, at.child('spec'), aboutProfiles)];
}

/** That a name with dots is a poor one for what names Pods. */
export function podNameWarnings(name: string): readonly string[] {
  return hostnameWarnings(name, 'Pod names and hostnames');
}

/**
 * Warnings about what names its Pods after itself: its template, and when it is new a name with dots. Of a change all of it is
 * told again, also what has stayed, if the change is one that counts as a generation.
 */
export function namesakeWarnings(workload: Templated & KubeObject, previous: (Templated & KubeObject) | undefined): readonly string[] {
  if (!previous) return [...podNameWarnings(workload.metadata.name), ...templateWarnings(workload, undefined)];
  return workload.metadata.generation === previous.metadata.generation ? [] : templateWarnings(workload, undefined);
}

function hostnameWarnings(name: string, use: string): readonly string[] {
  const problems = isDnsLabel(name);
  if (problems.length === 0) return [];
  return [`metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`];
}
