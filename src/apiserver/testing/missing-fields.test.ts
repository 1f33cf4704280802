// Whatever is taken away from an object, the server has an answer: of every kind one object is stored, and its fields are set
// to null, to an empty object and to an empty text, one after the other.

import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isObject } from '../../base/index.ts';
import { kindRegistry } from '../../kinds/index.ts';
import type { AnyKind, ApiReply, KubeInput, ResourceRequest } from '../../kinds/index.ts';
import { ApiWorld } from './api-world.ts';

const folder = new URL('../../kinds/testdata/answers/', import.meta.url);
const container = { name: 'c', image: 'nginx' };
const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [container] } };

/** Kinds of which the recorded answers have no object. */
const others: readonly KubeInput[] = [
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'o' }, spec: { containers: [container], volumes: [{ name: 'v', emptyDir: {} }], securityContext: {} } },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'o' }, spec: { ports: [{ port: 80 }], selector: { a: 'b' } } },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'o' }, spec: { selector: { matchLabels: { a: 'b' } }, template } },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'o' }, spec: { selector: { matchLabels: { a: 'b' } }, template } },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'o' }, spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }] } }] } },
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'o' }, spec: { controller: 'example.com/c' } },
  { apiVersion: 'networking.k8s.io/v1', kind: 'IPAddress', metadata: { name: '192.168.7.7' }, spec: { parentRef: { resource: 'services', name: 's', namespace: 'n' } } },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'o' }, addressType: 'IPv4', endpoints: [{ addresses: ['1.2.3.4'] }], ports: [{ port: 80 }] },
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'o' }, value: 5 },
  { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'o' }, spec: { holderIdentity: 'x' } },
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'o' }, spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } },
] as readonly KubeInput[];

const recorded = readdirSync(folder).flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as readonly { readonly object: KubeInput; readonly stored?: unknown }[]);
const samples = [...others, ...recorded.filter(({ stored }) => stored !== undefined).map(({ object }) => object)];

/** The paths of an object's fields, those of lists' first items too. */
function pathsOf(value: unknown, depth: number): readonly string[][] {
  if (Array.isArray(value)) return pathsOf(value[0], depth).map((path) => ['0', ...path]);
  if (!isObject(value) || depth === 0) return [];
  return Object.entries(value).flatMap(([key, child]) => [[key], ...pathsOf(child, depth - 1).map((path) => [key, ...path])]);
}

function changed(value: unknown, [step, ...rest]: readonly string[], to: unknown): unknown {
  if (step === undefined) return to;
  if (Array.isArray(value)) return [changed(value[0], rest, to), ...value.slice(1)];
  return isObject(value) ? { ...value, [step]: changed(value[step], rest, to) } : value;
}

const isOf = (kind: AnyKind) => (sample: KubeInput): boolean => sample.kind === kind.kind && sample.apiVersion === kind.apiVersion;

const kinds = kindRegistry.all.filter((kind) => samples.some(isOf(kind)));

test('most kinds have a sample', () => {
  expect(kinds.length).toBeGreaterThan(45);
});

test.each(kinds.map((kind) => [`${kind.apiVersion} ${kind.kind}`, kind] as const))('%s', (_, kind) => {
  const world = new ApiWorld();
  const { group, version, plural: resource } = kind;
  const ask = (rest: Partial<ResourceRequest>): ApiReply => world.send({
    type: 'resource', verb: 'create', group, version, resource, options: { dryRun: true }, as: 'object', credentials: world.admin, userAgent: 'test',
    ...(kind.namespaced ? { namespace: 'default' } : {}), ...rest,
  });
  if (kind.kind === 'Pod') world.object('create', 'serviceaccounts', { body: { metadata: { name: 'default' } } });
  let stored = 0;
  for (const sample of samples.filter(isOf(kind)).slice(0, 4)) {
    const { namespace: _namespace, ...metadata } = sample.metadata ?? {};
    const body = { ...sample, metadata };
    if (ask({ body, options: {} }).code === 201) stored++;
    for (const path of pathsOf(body, 6).filter(([first]) => !['metadata', 'kind', 'apiVersion'].includes(first ?? ''))) {
      for (const to of [null, {}, '']) {
        const next = changed(body, path, to) as object;
        ask({ body: { ...next, metadata: { ...metadata, name: `${metadata.name ?? ''}2` } } });
        ask({ verb: 'patch', patchType: 'merge', name: metadata.name ?? '', body: next });
        if (kind.hasStatus) ask({ verb: 'patch', patchType: 'merge', name: metadata.name ?? '', subresource: 'status', body: { status: path.length === 1 ? to : { conditions: [to] } } });
      }
    }
  }
  expect(stored).toBeGreaterThan(0); // and the world has gone on after each of them
});
