import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMerged } from '../decode.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { fieldsOf } from './applied-fields.ts';
import { customFieldModel, fieldModelOf, fieldPaths } from './field-model.ts';
import type { FieldSet } from './field-set.ts';
import { difference, intersection, isSameSet, readFieldSet, union } from './field-set.ts';
import type { ManagerEntries } from './manager-entry.ts';
import { cappedEntries, entryOf, managerName, readEntries } from './manager-entry.ts';
import type { Account } from './take-fields.ts';
import { withoutIdentity } from './object-differences.ts';
import { entriesAfterUpdate, entriesOfNew } from './take-fields.ts';

const deployment = fieldModelOf('io.k8s.api.apps.v1.Deployment');
const account: Account = { model: deployment, version: () => undefined, ignored: fieldPaths('status') };
const time = '2026-01-01T00:00:00Z';
const by = (manager: string, operation: 'Apply' | 'Update' = 'Apply') => ({ by: { manager, operation, apiVersion: 'apps/v1' }, time });

interface State {
  readonly object: Readonly<Record<string, unknown>>;
  readonly entries: ManagerEntries;
}

const blank: State = { object: deployment.empty, entries: [] };
const identity = { apiVersion: 'apps/v1', kind: 'Deployment' };

function applied({ object, entries }: State, manager: string, config: object): State {
  const result = applyConfiguration(account, { ...by(manager), live: object, config: { ...identity, ...config }, entries });
  return { object: stored(result.object), entries: result.entries };
}

/** What Go always writes is there again, as in every object that comes out of a server. */
const stored = (object: State['object']): State['object'] => decodeMerged('io.k8s.api.apps.v1.Deployment', object).value as State['object'];

function updated({ object, entries }: State, manager: string, next: State['object']): State {
  return { object: next, entries: entriesAfterUpdate(account, entries, object, next, by(manager, 'Update')) };
}

/** Containers with environments, labels, finalizers and replicas: lists by key, a map, a set, a plain field. */
function configsOf(names: fc.Arbitrary<string>, hasReplicas: boolean) {
  const env = fc.uniqueArray(fc.record({ name: names, value: fc.constantFrom('1', '2') }), { selector: ({ name }) => name, maxLength: 3 });
  const containers = fc.uniqueArray(fc.record({ name: names, image: fc.constantFrom('x', 'y'), env }), { selector: ({ name }) => name, minLength: 1, maxLength: 2 });
  const parts = fc.record({
    labels: fc.dictionary(names, fc.constantFrom('1', '2'), { minKeys: 1, maxKeys: 2 }), finalizers: fc.uniqueArray(names, { minLength: 1, maxLength: 2 }),
    replicas: fc.integer({ min: 0, max: 3 }), containers,
  }, { requiredKeys: [] });
  return parts.map(({ labels, finalizers, replicas: count, containers: list }) => {
    const replicas = hasReplicas ? count : undefined;
    return {
      ...identity,
      ...(labels || finalizers ? { metadata: { ...(labels && { labels }), ...(finalizers && { finalizers }) } } : {}),
      ...(replicas !== undefined || list ? { spec: { ...(replicas !== undefined && { replicas }), ...(list && { template: { spec: { containers: list } } }) } } : {}),
    };
  });
}

const configs = configsOf(fc.constantFrom('a', 'b', 'c', 'd'), true);
const histories = fc.array(fc.record({ manager: fc.constantFrom('one', 'two', 'three'), config: configs }), { maxLength: 5 });

const claimed = (config: object): FieldSet | undefined => withoutIdentity(fieldsOf(deployment.type, config));

const stateAfter = (history: readonly { readonly manager: string; readonly config: object }[]): State =>
  history.reduce((state, { manager, config }) => applied(state, manager, config), blank);

describe('applying', () => {
  test('twice changes nothing: not the object, not the entries', () => {
    fc.assert(fc.property(histories, configs, (history, config) => {
      const once = applied(stateAfter(history), 'me', config);
      const twice = applied(once, 'me', config);
      expect(twice.object).toEqual(once.object);
      expect(twice.entries).toEqual(once.entries);
    }), { seed: 7, numRuns: 100 });
  });

  test('gives the manager exactly the fields that the configuration speaks of', () => {
    fc.assert(fc.property(histories, configs, (history, config) => {
      const own = applied(stateAfter(history), 'me', config).entries.find(({ manager }) => manager === 'me');
      const said = claimed(config);
      expect(own?.fieldsV1).toEqual(said);
    }), { seed: 8, numRuns: 120 });
  });

  test('by managers of different fields comes to the same in either order', () => {
    fc.assert(fc.property(histories, configsOf(fc.constantFrom('a', 'b'), true), configsOf(fc.constantFrom('c', 'd'), false), (history, one, two) => {
      const start = stateAfter(history);
      expect(intersection(claimed(one), claimed(two))).toBeUndefined();
      const forth = applied(applied(start, 'one', one), 'two', two);
      const back = applied(applied(start, 'two', two), 'one', one);
      expect(sorted(forth.object)).toEqual(sorted(back.object));
      expect(fieldsByManager(forth)).toEqual(fieldsByManager(back));
    }), { seed: 9, numRuns: 150 });
  });

  test('nothing takes away what one alone applied, and leaves what two agree on', () => {
    const both = applied(applied(blank, 'one', { spec: { replicas: 2 } }), 'two', { metadata: { labels: { a: '1' } }, spec: { replicas: 2 } });
    const less = applied(both, 'two', {});
    expect(less.object).toMatchObject({ spec: { replicas: 2 } });
    expect(less.object['metadata']).not.toHaveProperty('labels');
    expect(applied(less, 'one', {}).object['spec'] ?? {}).not.toHaveProperty('replicas');
  });
});

/** Without dates and their order: who changed the object and who only agreed depends on who came first. */
const fieldsByManager = ({ entries }: State): object => Object.fromEntries(entries.map(({ manager, fieldsV1 }) => [manager, fieldsV1]));

/** Lists of what is known by its name, in the order of names: where new items of two managers go depends on who came first. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]));
}

describe('an update', () => {
  test('of nothing changes no entry', () => {
    fc.assert(fc.property(histories, (history) => {
      const state = stateAfter(history);
      expect(updated(state, 'up', structuredClone(state.object)).entries).toBe(state.entries);
    }), { seed: 10, numRuns: 200 });
  });

  test('leaves no field with who had it before, nor one that is gone with anybody', () => {
    fc.assert(fc.property(histories, configs, (history, config) => {
      const state = stateAfter(history);
      const next = applied(blank, 'x', config).object;
      const { entries } = updated(state, 'up', next);
      const there = union(claimed(next), entriesOfNew(account, next, by('x', 'Update'))[0]?.fieldsV1);
      const own = entries.find(({ manager }) => manager === 'up')?.fieldsV1;
      for (const { manager, fieldsV1 } of entries) {
        expect(difference(fieldsV1, there)).toBeUndefined();
        if (manager !== 'up') expect(intersection(fieldsV1, own)).toBeUndefined();
      }
    }), { seed: 11, numRuns: 150 });
  });
});

describe('sets', () => {
  const sets = configs.map(claimed);

  test('keep the laws of sets', () => {
    fc.assert(fc.property(sets, sets, (a, b) => {
      expect(isSameSet(union(a, b), union(b, a))).toBe(true);
      expect(isSameSet(union(difference(a, b), intersection(a, b)), a)).toBe(true);
      expect(intersection(difference(a, b), b)).toBeUndefined();
      expect(isSameSet(readFieldSet(JSON.parse(JSON.stringify(a ?? {}))) as FieldSet | undefined, a)).toBe(true);
    }), { seed: 12, numRuns: 300 });
  });

  test('that are equal are one object', () => {
    const config = { spec: { replicas: 1, template: { spec: { containers: [{ name: 'a', image: 'x' }] } } } };
    expect(claimed(structuredClone(config))).toBe(claimed(config));
    expect(readFieldSet(structuredClone(claimed(config)))).toBe(claimed(config));
  });

  test.each([[{ 'zz': {} }], [{ 'f:a': 5 }], [{ 'k:{': {} }], [{ 'i:x': {} }], ['text']])('%j is none', (value) => {
    expect(readFieldSet(value)).toBe('invalid');
  });
});

test('entries that make no sense are none', () => {
  expect(readEntries([{ manager: 'x', operation: 'Nope', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }])).toBeUndefined();
  expect(readEntries([{ manager: 'x', operation: 'Update', apiVersion: 'v1', fieldsType: 'Other', fieldsV1: {} }])).toBeUndefined();
});

test('of more than ten who update the oldest become one for each version', () => {
  const fields = fieldsOf(deployment.type, { spec: { replicas: 1 } });
  const entries = Array.from({ length: 12 }, (_, index) =>
    entryOf({ manager: `m${index}`, operation: 'Update', apiVersion: index === 1 ? 'apps/v1beta1' : 'apps/v1' }, fields ?? {}, `2026-01-01T00:00:${String(10 + index)}Z`));
  const capped = cappedEntries(entries);
  expect(capped.filter(({ manager }) => manager === 'ancient-changes').map(({ apiVersion }) => apiVersion)).toEqual(['apps/v1', 'apps/v1beta1']);
  expect(capped).toHaveLength(10);
});

test.each([
  [undefined, 'kubectl/v1.36.3 (linux/amd64)', 'kubectl'], ['me', 'kubectl/v1', 'me'], [undefined, '', 'unknown'], [undefined, 'a\u0007b/1', 'ab'],
])('who says %j and is %j is known as %s', (said, agent, name) => expect(managerName(said, agent)).toBe(name));

test('custom resources are managed by their own schema', () => {
  const model = customFieldModel({
    type: 'object',
    properties: { spec: { type: 'object', properties: { ports: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['port'], items: { type: 'object', properties: { port: { type: 'integer', default: 80 }, name: { type: 'string' } } } }, free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } } },
  });
  const custom: Account = { model, version: () => undefined, ignored: undefined };
  const object = { apiVersion: 'a/v1', kind: 'A', metadata: { name: 'x', labels: { a: 'b' } }, spec: { ports: [{ name: 'web' }], free: { a: [1], b: {} } } };
  expect(entriesOfNew(custom, object, by('me', 'Update'))[0]?.fieldsV1).toEqual({
    'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
    'f:spec': { '.': {}, 'f:ports': { '.': {}, 'k:{"port":80}': { '.': {}, 'f:name': {} } }, 'f:free': { '.': {}, 'f:a': {}, 'f:b': {} } },
  });
});
