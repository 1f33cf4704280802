// Whatever comes in by HTTP, the server answers it, and what it refuses leaves nothing behind.
// MALFORMED_REQUESTS says how many are sent, few unless said; MALFORMED_SEED which.

import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isObject, readYaml } from '../../base/index.ts';
import { kindRegistry } from '../../kinds/index.ts';
import type { AnyKind, KubeInput } from '../../kinds/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from './api-world.ts';

const requests = Number(process.env['MALFORMED_REQUESTS'] ?? '1500');
const seed = Number(process.env['MALFORMED_SEED'] ?? '42');

/** Objects that a real server was asked to store, of nearly all kinds. */
const folder = new URL('../../kinds/testdata/answers/', import.meta.url);
const objects = readdirSync(folder).flatMap((name) => (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as readonly { readonly object: KubeInput }[]).map(({ object }) => object));

function pathOf({ apiVersion, kind }: KubeInput, name: string): string {
  const { namespaced, plural } = kindRegistry.byKind(apiVersion, kind) as AnyKind; // all of them are known
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}${namespaced ? '/namespaces/default' : ''}/${plural}${name}`;
}

const oddValue = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, '', ' ', '\u0000', '\ud800', '../..', [], {}, [null], [[]], { '': null }, { a: { b: {} } }, '9'.repeat(40), '-1', '2026-13-45', '1Gi', '{{'),
  fc.string(), fc.integer(), fc.double(), fc.jsonValue(),
);

/** How a value is spoilt: at a place that chance chooses, by what stands there instead. */
interface Spoiling {
  readonly steps: readonly number[];
  readonly instead: unknown;
  /** At the last step it is removed, or put at another key, instead of being replaced. */
  readonly removes: boolean;
  readonly at: string | undefined;
}
/** Keys that mean something to scripts, patches or lists. */
const oddKeys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '', '0', '$patch', '$retainKeys', '$setElementOrder/containers', 'f:spec', 'kind', 'metadata', 'x'.repeat(300)];
const spoiling: fc.Arbitrary<Spoiling> = fc.record({ steps: fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }), instead: oddValue, removes: fc.boolean(), at: fc.option(fc.constantFrom(...oddKeys), { nil: undefined, freq: 4 }) });

function spoilt(value: unknown, { steps: [step = 0, ...steps], instead, removes, at }: Spoiling): unknown {
  if (!isObject(value) && !Array.isArray(value)) return instead;
  const keys = Object.keys(value);
  if (steps.length === 0 && at !== undefined && isObject(value)) return Object.fromEntries([...Object.entries(value), [at, instead]]);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return instead;
  const entries = value as Readonly<Record<string, unknown>>;
  if (steps.length === 0 && removes) return Array.isArray(value) ? value.filter((_, index) => String(index) !== key) : Object.fromEntries(Object.entries(value).filter(([each]) => each !== key));
  const next = steps.length === 0 ? instead : spoilt(entries[key], { steps, instead, removes, at });
  return Array.isArray(value) ? value.map((item: unknown, index) => (String(index) === key ? next : item)) : { ...value, [key]: next };
}

const bodyTypes = ['application/json', 'application/json', 'application/json', 'application/json', 'application/yaml', 'text/plain', '', 'application/json; charset=utf-8'];
const patchTypes = ['application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml', 'x/y'];
const accepts = ['application/json', 'application/json', 'application/json', 'application/json', 'application/json', '*/*', '', 'application/json;as=Table;g=meta.k8s.io;v=v1', 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1', 'q=;;,', 'application/yaml', 'a/b'];
const parameter = fc.tuple(
  fc.constantFrom('limit', 'continue', 'resourceVersion', 'resourceVersionMatch', 'labelSelector', 'fieldSelector', 'timeoutSeconds', 'dryRun', 'fieldManager', 'fieldValidation', 'force', 'gracePeriodSeconds', 'propagationPolicy', 'orphanDependents', 'sendInitialEvents', 'pretty', 'watch', 'allowWatchBookmarks', 'timeout', 'includeObject', 'container', 'tailLines', 'constructor', '%zz'),
  fc.oneof(fc.string(), fc.constantFrom('true', '-1', '0', 'x', '%', 'All', 'Strict', 'a=b', '!!', 'in (', '99999999999999999999', 'eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ')),
).map(([name, value]) => `${name}=${value.includes('%') ? value : encodeURIComponent(value.replaceAll(/[\ud800-\udfff]/g, '?'))}`);

const request: fc.Arbitrary<HttpRequest> = fc.record({
  object: fc.constantFrom(...objects),
  spoilings: fc.array(spoiling, { minLength: 1, maxLength: 3 }),
  method: fc.constantFrom('POST', 'POST', 'POST', 'PUT', 'PATCH', 'PATCH', 'DELETE', 'GET', 'FOO'),
  tail: fc.constantFrom('', '', '', '', '', '', '/x', '/status', '/scale', '/nope', '/eviction', '/binding', '/token', '/resize', '/ephemeralcontainers', '/approval', '/finalize', '/constructor', '//', '/%2F..', '/%', '/\u00e4'),
  query: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, fc.array(parameter, { maxLength: 3 })),
  bodyForm: fc.constantFrom<'whole' | 'cut' | 'odd'>('whole', 'whole', 'whole', 'whole', 'whole', 'cut', 'odd'),
  odd: fc.oneof(fc.string(), fc.jsonValue().map((value) => JSON.stringify(value))),
  types: fc.tuple(fc.constantFrom(...bodyTypes), fc.constantFrom(...patchTypes), fc.constantFrom(...accepts)),
}).map(({ object, spoilings, method, tail, query, bodyForm, odd, types: [bodyType, patchType, accept] }) => {
  const value = spoilings.reduce(spoilt, object as unknown);
  const text = JSON.stringify(value) ?? '';
  const isAll = tail === '' && (method === 'POST' || method === 'GET');
  const path = pathOf(object, isAll ? '' : `/${object.metadata?.name ?? 'x'}${tail}`);
  return {
    type: 'http.request', method, isSecure: true,
    path: query.length > 0 ? `${path}?${query.join('&')}` : path,
    headers: { 'content-type': method === 'PATCH' ? patchType : bodyType, accept },
    body: method === 'GET' ? '' : bodyForm === 'whole' ? text : bodyForm === 'cut' ? text.slice(0, Math.floor(text.length / 2)) : odd,
  };
});

test(`${requests} malformed requests are answered, and refusals change nothing`, () => {
  let world = new ApiWorld();
  const seen = new Map<number, number>();
  fc.assert(fc.property(request, (http) => {
    const before = world.run(world.storage.currentRevision());
    let response: HttpResponse;
    try {
      const { payload, stream } = world.call({ ...http, certificate: world.admin.certificate ?? '' });
      response = payload as HttpResponse;
      stream?.cancel();
    } catch (error) {
      world = new ApiWorld(); // a failed one answers nothing any more
      throw error;
    }
    seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
    const isTooNew = response.status === 504 && response.body.includes('Too large resource version');
    expect(response.status < 500 || isTooNew || isPlainError(response), `${response.status} ${response.body}`).toBe(true);
    // What is wanted in a form that the answer cannot have was done all the same, as by the real server.
    if (response.status >= 400 && response.status !== 406) expect(writtenSince(world, before)).toEqual([]);
  }), { numRuns: requests, seed, endOnFailure: true });
  // It met what it is about.
  for (const status of [200, 201, 400, 404, 405, 415, 422]) expect(seen.get(status) ?? 0, String(status)).toBeGreaterThan(0);
}, 3_600_000);

/** Keys that were written since a revision, without those that the server keeps by itself. */
function writtenSince(world: ApiWorld, before: number): readonly string[] {
  if (world.run(world.storage.currentRevision()) === before) return [];
  const { items } = world.run(world.storage.range({ prefix: '/registry/' }));
  return items.filter(({ key, revision }) => revision > before && !/^\/registry\/(services\/endpoints|endpointslices|leases|masterleases|ranges|apiregistration\.k8s\.io)\//.test(key)).map(({ key }) => key);
}

/** The real server answers some wrong values with 500 and their text, without a reason: versions that are no numbers, for one. */
function isPlainError({ status, body }: HttpResponse): boolean {
  if (status !== 500) return false;
  const value = readYaml(body); // JSON is YAML too
  return isObject(value) && value['kind'] === 'Status' && value['reason'] === undefined;
}
