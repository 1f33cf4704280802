// What a real API server of v1.36 answered about custom objects: testdata/custom-resources holds definitions, what was written,
// and what came of it. Errors of one answer are compared as a set: the real server tells them in the order of Go's maps.

import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CustomResourceDefinition, ResourceRequest, Status } from '../../kinds/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Step {
  /** What is written: a new object called `a`, a merge patch of it, or of its definition. */
  readonly create?: Fields;
  readonly patch?: Fields;
  readonly definition?: Fields;
  readonly sub?: string;
  /** Whether it is more than a dry run. */
  readonly keep?: number;
  readonly answer?: { readonly code: number; readonly refused?: readonly string[]; readonly object?: Fields; readonly generation?: number; readonly warnings?: readonly string[] };
}

interface Recording {
  readonly definition: CustomResourceDefinition;
  readonly namespaced: boolean;
  readonly steps: readonly Step[];
}

const folder = new URL('../testdata/custom-resources/', import.meta.url);
const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

function send(world: ApiWorld, request: Pick<ResourceRequest, 'verb' | 'group' | 'version' | 'resource'> & Partial<ResourceRequest>) {
  return world.send({ type: 'resource', options: {}, as: 'object', credentials: world.admin, userAgent: 'test', ...request });
}

const refusals = ({ details, message = '' }: Status): readonly string[] =>
  (details?.causes ? [...new Set(details.causes.map(({ field = '', message: why = '' }) => `${field}: ${why}`))].sort() : [message]);

describe.each(readdirSync(folder))('%s', (file) => {
  const { definition, namespaced, steps } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording;
  const world = new ApiWorld();
  const { group, names: { plural, kind } } = definition.spec;
  expect(send(world, { ...definitions, verb: 'create', body: definition }).code).toBe(201);
  world.pass(1_000);
  const at = { group, version: 'v1', resource: plural, ...(namespaced ? { namespace: 'default' } : {}) };

  test.each(steps.map((step, index) => [index, step] as const))('step %i', (_, { create, patch, definition: change, sub, keep, answer }) => {
    if (change) {
      expect(send(world, { ...definitions, verb: 'patch', patchType: 'merge', name: definition.metadata.name, body: change }).code).toBe(200);
      world.pass(1_000);
      return;
    }
    const options = { dryRun: keep === undefined };
    const { code, body, warnings } = create
      ? send(world, { ...at, verb: 'create', body: { apiVersion: `${group}/v1`, kind, metadata: { name: 'a' }, ...create }, options })
      : send(world, { ...at, verb: 'patch', patchType: 'merge', name: 'a', body: patch, options, ...(sub === undefined ? {} : { subresource: sub.slice(1) }) });
    const { apiVersion: _1, kind: _2, metadata, ...object } = body as Fields & { readonly metadata: { readonly generation?: number } };
    const told = code >= 400 ? { code, refused: refusals(body as Status) } : { code, object, generation: metadata.generation };
    expect(JSON.parse(JSON.stringify({ create, patch, ...told, ...(warnings.length > 0 ? { warnings } : {}) })))
      .toEqual(JSON.parse(JSON.stringify({ create, patch, ...answer, ...(answer?.refused ? { refused: [...new Set(answer.refused)].sort() } : {}) })));
  });
});
