// What an accepted Pod or template is nevertheless warned about.
// Upstream: pkg/api/pod/warnings.go

import { quote } from '../../../base/index.ts';
import { path } from '../../field-error.ts';
import type { FieldPath } from '../../field-error.ts';
import type { Container, ContainerPort, Pod, PodSpec, PodTemplateSpec } from '../../generated/types.ts';

const deprecatedNodeLabels: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
  ['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
  ['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
]);

function* scheduling(spec: PodSpec, at: FieldPath): Generator<string> {
  for (const key of Object.keys(spec.nodeSelector ?? {})) {
    const warning = deprecatedNodeLabels.get(key);
    if (warning !== undefined) yield `${at.child('nodeSelector').key(key).toString()}: ${warning}`;
  }
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const termsAt = at.child('affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  for (const [index, { matchExpressions = [] }] of (required?.nodeSelectorTerms ?? []).entries()) {
    for (const [i, { key }] of matchExpressions.entries()) {
      const warning = deprecatedNodeLabels.get(key);
      if (warning !== undefined) yield `${termsAt.index(index).child('matchExpressions').index(i).child('key').toString()}: ${key} is ${warning}`;
    }
  }
  for (const [index, { labelSelector, topologyKey }] of (spec.topologySpreadConstraints ?? []).entries()) {
    const where = at.child('topologySpreadConstraints').index(index);
    const warning = deprecatedNodeLabels.get(topologyKey);
    if (warning !== undefined) yield `${where.child('topologyKey').toString()}: ${topologyKey} is ${warning}`;
    if (!labelSelector) yield `${where.child('labelSelector').toString()}: a null labelSelector results in matching no pod`;
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
    const quantity = one.resources[which]?.['memory'];
    if (quantity?.endsWith('m')) yield `${at.child('resources', which).key('memory').toString()}: fractional byte value ${quote(quantity)} is invalid, must be an integer`;
    const storage = one.resources[which]?.['ephemeral-storage'];
    if (storage?.endsWith('m')) yield `${at.child('resources', which).key('ephemeral-storage').toString()}: fractional byte value ${quote(storage)} is invalid, must be an integer`;
  }
  yield* environment(one, at);
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

function* volumes({ volumes: list = [] }: PodSpec, at: FieldPath): Generator<string> {
  for (const [index, { gitRepo, glusterfs, rbd, cephfs, storageos }] of list.entries()) {
    const where = at.child('volumes').index(index);
    if (gitRepo) yield `${where.child('gitRepo').toString()}: deprecated in v1.11, and disabled by default in v1.33+`;
    if (cephfs) yield `${where.child('cephfs').toString()}: deprecated in v1.28, non-functional in v1.31+`;
    if (glusterfs) yield `${where.child('glusterfs').toString()}: deprecated in v1.25, non-functional in v1.26+`;
    if (rbd) yield `${where.child('rbd').toString()}: deprecated in v1.28, non-functional in v1.31+`;
    if (storageos) yield `${where.child('storageos').toString()}: deprecated in v1.22, non-functional in v1.25+`;
  }
}

function* specWarnings(spec: PodSpec, at: FieldPath): Generator<string> {
  yield* scheduling(spec, at);
  const hosts = new Set<string>();
  for (const [index, { ip }] of (spec.hostAliases ?? []).entries()) {
    if (hosts.has(ip)) yield `${at.child('hostAliases').index(index).child('ip').toString()}: duplicate ip ${quote(ip)}`;
    hosts.add(ip);
  }
  yield* volumes(spec, at);
  const secrets = new Set<string>();
  for (const [index, { name = '' }] of (spec.imagePullSecrets ?? []).entries()) {
    const where = at.child('imagePullSecrets').index(index).child('name').toString();
    if (name === '') yield `${where}: invalid empty name ""`;
    else if (secrets.has(name)) yield `${where}: duplicate name ${quote(name)}`;
    secrets.add(name);
  }
  for (const [index, one] of (spec.initContainers ?? []).entries()) yield* container(one, at.child('initContainers').index(index));
  for (const [index, one] of spec.containers.entries()) yield* container(one, at.child('containers').index(index));
  yield* repeatedPorts(spec.containers, at.child('containers'));
  if (spec.terminationGracePeriodSeconds < 0) {
    yield `${at.child('terminationGracePeriodSeconds').toString()}: must be >= 0; negative values are invalid and will be treated as 1`;
  }
}

/** Warnings about a Pod; one that was written before has been warned about. */
export function podWarnings(pod: Pod, previous: Pod | undefined): readonly string[] {
  return pod.spec === previous?.spec ? [] : [...specWarnings(pod.spec, path('spec'))];
}

interface Templated {
  readonly spec: { readonly template: PodTemplateSpec };
}

/** Warnings about a workload's template. */
export function templateWarnings({ spec }: Templated, previous: Templated | undefined): readonly string[] {
  return spec.template === previous?.spec.template ? [] : [...specWarnings(spec.template.spec, path('spec', 'template', 'spec'))];
}
