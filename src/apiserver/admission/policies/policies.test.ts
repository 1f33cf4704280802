// What a real API server answers to writes that admission policies are about.

import { describe, expect, it } from 'vitest';
import type { ApiReply, KubeObject, ResourceRequest, Status } from '../../../kinds/index.ts';
import { ApiWorld } from '../../testing/api-world.ts';
import recorded from './testdata/recorded.json' with { type: 'json' };

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
}

type Answer = Readonly<Record<string, unknown>>;

const { policies, requests } = recorded as unknown as {
  readonly policies: readonly Written[];
  readonly requests: readonly { readonly title: string; readonly method: string; readonly object: Written; readonly answer: Answer }[];
};

/** Of authorisation this world has none; in which order policies and parameters are taken is chance in the real one. */
const elsewhere = new Set(['authorizer reason', 'param selector', 'map two policies']);
const existing = new Set(['old and new', 'immutable']);
const plural = (kind: string): string => `${kind.toLowerCase().replace(/y$/, 'ie')}s`;

function worldWithPolicies(): ApiWorld {
  const world = new ApiWorld();
  const make = (body: object): KubeObject => world.object('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', ...body } });
  for (const [name, k] of [['params-a', 'A'], ['params-b', 'B']]) make({ metadata: { name, labels: { role: 'params' } }, data: { k } });
  for (const { title, object } of requests) {
    const { name } = object.metadata;
    if (existing.has(title) && world.ask('get', 'configmaps', { ...(name === undefined ? {} : { name }) }).code === 404) make({ metadata: object.metadata, data: { a: '1' } });
  }
  for (const body of policies) {
    const reply = world.ask('create', plural(body.kind), { group: 'admissionregistration.k8s.io', body, namespace: undefined as never });
    if (reply.code >= 300) throw new Error(JSON.stringify(reply.body));
  }
  world.pass(1_000);
  return world;
}

const verbs: Readonly<Record<string, ResourceRequest['verb']>> = { POST: 'create', GEN: 'create', DRY: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

function ask(world: ApiWorld, method: string, object: Written): ApiReply {
  const { name } = object.metadata;
  const named = name === undefined || verbs[method] === 'create' ? {} : { name };
  const patch = method === 'PATCH' ? { patchType: 'merge' as const, body: { data: { z: '1' } } } : { body: object };
  return world.ask(verbs[method] ?? 'get', 'configmaps', { ...named, ...(method === 'DELETE' ? {} : patch), options: method === 'DRY' ? { dryRun: true } : {} });
}

/** An answer as the recording tells it. */
function told(reply: ApiReply): Answer {
  const warnings = reply.warnings.length > 0 ? { warnings: reply.warnings } : {};
  if (reply.code >= 300) {
    const { message, reason, details, code } = reply.body as Status;
    return JSON.parse(JSON.stringify({ message, reason, details, code, ...warnings }).replaceAll(/gen-[a-z0-9]{5}\b/g, 'gen-XXXXX')) as Answer;
  }
  const { metadata, data, immutable } = reply.body as KubeObject & { readonly data?: object; readonly immutable?: boolean };
  return JSON.parse(JSON.stringify({ code: reply.code, labels: metadata.labels, annotations: metadata.annotations, data, immutable, name: metadata.name, ...warnings })) as Answer;
}

describe('admission policies', () => {
  const world = worldWithPolicies();
  it.each(requests.filter(({ title }) => !elsewhere.has(title)))('$title: $method', ({ title, method, object, answer }) => {
    const reply = ask(world, method, object);
    expect(told(reply)).toEqual(answer);
    if (reply.code === 201 && !existing.has(title)) world.ask('delete', 'configmaps', { name: (reply.body as KubeObject).metadata.name });
  });
});
