// What holds of the API server whatever is written: a watch continues a list, and a patch is an update.
// PROPERTY_RUNS says how often each is tried.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepEqual, isObject } from '../../base/index.ts';
import type { KubeObject, ObjectList, PatchType, WatchEvent } from '../../kinds/index.ts';
import { ApiWorld } from './api-world.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? '12');
type Data = Readonly<Record<string, string>>;

const name = fc.constantFrom('a', 'b', 'c', 'd');
const data: fc.Arbitrary<Data> = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.string({ maxLength: 4, unit: 'grapheme-ascii' }), { maxKeys: 3 });
const labels: fc.Arbitrary<Data> = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('web', 'db', ''), { maxKeys: 2 });
const configMap = (metadata: { readonly name: string; readonly labels?: Data }, content: Data) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: content });

const deed = fc.record({ verb: fc.constantFrom('create', 'update', 'delete', 'look'), name, data, labels });

describe('a list at a revision and a watch from there', () => {
  it('together are the list of now', () => {
    let looks = 0;
    fc.assert(fc.property(fc.array(deed, { minLength: 1, maxLength: 25 }), (deeds) => {
      const world = new ApiWorld();
      const seen: { readonly revision: string; readonly items: readonly KubeObject[] }[] = [];
      for (const { verb, name: which, data: content, labels: marks } of deeds) {
        const body = configMap({ name: which, labels: marks }, content);
        if (verb === 'create') world.ask('create', 'configmaps', { body });
        else if (verb === 'update') world.ask('update', 'configmaps', { name: which, body });
        else if (verb === 'delete') world.ask('delete', 'configmaps', { name: which });
        else {
          const { items, metadata } = world.ask('list', 'configmaps').body as ObjectList;
          seen.push({ revision: metadata.resourceVersion, items });
        }
      }
      const now = (world.ask('list', 'configmaps').body as ObjectList).items;
      for (const { revision, items } of seen) {
        looks++;
        const exact = world.ask('list', 'configmaps', { options: { resourceVersion: revision, resourceVersionMatch: 'Exact' } }).body as ObjectList;
        expect(exact.items).toEqual(items);
        const watch = world.watch('configmaps', { options: { resourceVersion: revision } });
        world.pass(1_000);
        expect(afterEvents(items, watch.events() as readonly WatchEvent[])).toEqual(now);
      }
    }), { numRuns: runs, seed: 7 });
    expect(looks).toBeGreaterThan(runs / 2);
  }, 600_000);
});

function afterEvents(items: readonly KubeObject[], events: readonly WatchEvent[]): readonly KubeObject[] {
  const objects = new Map(items.map((item) => [item.metadata.name, item]));
  for (const event of events) {
    if (event.type === 'DELETED') objects.delete(event.object.metadata.name);
    else if (event.type === 'ADDED' || event.type === 'MODIFIED') objects.set(event.object.metadata.name, event.object);
  }
  return [...objects.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The merge patch that makes one value of another. */
function mergePatch(from: unknown, to: unknown): unknown {
  if (!isObject(from) || !isObject(to)) return to;
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(from)) if (!(key in to)) patch[key] = null;
  for (const [key, value] of Object.entries(to)) if (!deepEqual(from[key], value)) patch[key] = mergePatch(from[key], value);
  return patch;
}

/** The operations that do the same, field by field. */
function jsonPatch(from: unknown, to: unknown, path = ''): readonly object[] {
  if (!isObject(from) || !isObject(to)) return deepEqual(from, to) ? [] : [{ op: 'replace', path, value: to }];
  return [
    ...Object.keys(from).filter((key) => !(key in to)).map((key) => ({ op: 'remove', path: `${path}/${key}` })),
    ...Object.entries(to).flatMap(([key, value]) => (key in from ? jsonPatch(from[key], value, `${path}/${key}`) : [{ op: 'add', path: `${path}/${key}`, value }])),
  ];
}

const patchTypes: readonly PatchType[] = ['merge', 'strategic', 'json'];

describe('a change by patch', () => {
  it.each(patchTypes)('is the same as by update: %s', (patchType) => {
    let changes = 0;
    fc.assert(fc.property(data, labels, data, labels, (before, marksBefore, after, marksAfter) => {
      const results = (['update', 'patch'] as const).map((verb) => {
        const world = new ApiWorld();
        const stored = world.object('create', 'configmaps', { body: configMap({ name: 'a', labels: marksBefore }, before) });
        const next = { ...stored, metadata: { ...stored.metadata, labels: marksAfter }, data: after };
        const body = verb === 'update' ? next : patchType === 'json' ? jsonPatch(stored, next) : mergePatch(stored, next);
        const changed = world.object(verb, 'configmaps', { name: 'a', body, ...(verb === 'patch' ? { patchType } : {}) });
        if (changed.metadata.resourceVersion !== stored.metadata.resourceVersion) changes++;
        return changed;
      });
      expect(results[1]).toEqual(results[0]);
    }), { numRuns: runs, seed: 7 });
    expect(changes).toBeGreaterThan(runs / 2);
  }, 600_000);
});
