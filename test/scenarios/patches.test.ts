// Whatever is changed of whatever object: by patch it becomes what it becomes by update, and is refused in the same words; what
// is applied twice changes nothing. PATCH_RUNS says how many changes are tried, PATCH_SEED which.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deepEqual, isObject } from '../../src/base/index.ts';
import { changedObject, drawsOf } from '../../src/apiserver/testing/schema-change.ts';
import { itemSchemaOf, mergeRuleOf } from '../../src/kinds/index.ts';
import type { ApiReply, KubeObject, PatchType, Schema } from '../../src/kinds/index.ts';
import { schemaOf } from '../../src/kubectl/patch/schema.ts';
import { twoWayPatch } from '../../src/kubectl/patch/strategic.ts';
import { Shelf, configurationOf } from './testing/shelf.ts';

type Fields = Readonly<Record<string, unknown>>;

const runs = Number(process.env['PATCH_RUNS'] ?? '200');
const seed = Number(process.env['PATCH_SEED'] ?? '11');

/** The merge patch that makes one value of another. */
function mergePatch(from: unknown, to: unknown): unknown {
  if (!isObject(from) || !isObject(to)) return to;
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(from)) if (!(key in to)) patch[key] = null;
  for (const [key, value] of Object.entries(to)) if (!deepEqual(from[key], value)) patch[key] = mergePatch(from[key], value);
  return patch;
}

const pointer = (key: number | string): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The operations that do the same, field by field and item by item. */
function jsonPatch(from: unknown, to: unknown, path = ''): readonly object[] {
  if (deepEqual(from, to)) return [];
  if (Array.isArray(from) && Array.isArray(to)) {
    const common = Math.min(from.length, to.length);
    return [
      ...to.slice(0, common).flatMap((item, index) => jsonPatch(from[index], item, `${path}${pointer(index)}`)),
      ...from.slice(common).map(() => ({ op: 'remove', path: `${path}${pointer(common)}` })),
      ...to.slice(common).map((value: unknown) => ({ op: 'add', path: `${path}/-`, value })),
    ];
  }
  if (!isObject(from) || !isObject(to)) return [{ op: 'replace', path, value: to }];
  return [
    ...Object.keys(from).filter((key) => !(key in to)).map((key) => ({ op: 'remove', path: `${path}${pointer(key)}` })),
    ...Object.entries(to).flatMap(([key, value]) => (key in from ? jsonPatch(from[key], value, `${path}${pointer(key)}`) : [{ op: 'add', path: `${path}${pointer(key)}`, value }])),
  ];
}

/** Whether strategic patches can say it: items of merged lists are told apart by one key, and each has it. */
function isTold(value: unknown, schema: Schema): boolean {
  if (!isObject(value)) return true;
  return Object.entries(value).every(([key, part]) => {
    const rule = mergeRuleOf(schema, key);
    if (!rule) return true;
    if (!Array.isArray(part)) return isTold(part, rule.schema);
    const { mergeKey } = rule;
    const items = itemSchemaOf(rule.schema);
    if (rule.strategies.includes('merge')) {
      const names = part.map((item: unknown) => (isObject(item) && mergeKey !== undefined ? item[mergeKey] : item));
      if (names.includes(undefined) || new Set(names).size < names.length) return false;
    }
    return part.every((item: unknown) => !items || isTold(item, items));
  });
}

const patchOf: Readonly<Record<Exclude<PatchType, 'apply'>, (from: KubeObject, to: KubeObject) => unknown>> = {
  merge: mergePatch,
  json: (from, to) => jsonPatch(from, to),
  strategic: (from, to) => twoWayPatch(from as unknown as Fields as never, to as unknown as Fields as never),
};

/** What of a Service the server draws where it is not said. */
const drawn: ReadonlySet<string> = new Set(['nodePort', 'healthCheckNodePort', 'clusterIP', 'clusterIPs']);

/** An answer as far as it does not tell by what verb and when it was asked. */
function outcome({ code, body }: ApiReply): object {
  if (code >= 400) return { code, message: (body as { readonly message: string }).message };
  const { metadata: { managedFields: _, ...metadata }, ...rest } = body as KubeObject;
  return { code, object: JSON.parse(JSON.stringify({ ...rest, metadata }, (key, value: unknown) => (drawn.has(key) ? typeof value : value))) as unknown };
}

const change = fc.record({ which: fc.nat(), draws: fc.array(fc.nat(1_000), { minLength: 12, maxLength: 40 }), ofStatus: fc.nat(4).map((number) => number === 0), keeps: fc.boolean() });

describe('a change', () => {
  test('is by patch what it is by update', () => {
    const shelf = new Shelf('create');
    const accepted = new Map<string, number>();
    const tried = { merge: 0, json: 0, strategic: 0, refused: 0 };
    fc.assert(fc.property(change, ({ which, draws, ofStatus, keeps }) => {
      const live = shelf.now(shelf.objects[which % shelf.objects.length] as KubeObject);
      const kind = shelf.kindOf(live);
      const subresource = ofStatus && kind.subresources.includes('status') ? 'status' : undefined;
      const place = subresource === undefined ? {} : { subresource };
      const next = changedObject(live, drawsOf(draws), subresource);
      const updated = shelf.ask('update', next, { ...place, options: { dryRun: true } });
      for (const patchType of ['merge', 'json', 'strategic'] as const) {
        const schema = schemaOf(live as unknown as Fields as never);
        if (patchType === 'strategic' && !(schema && isTold(live, schema) && isTold(next, schema))) continue;
        tried[patchType]++;
        const body = patchOf[patchType](live, next);
        const patched = shelf.ask('patch', live, { ...place, patchType, body, options: { dryRun: true } });
        // What cannot be read at all is told with the text in which it came.
        if (updated.code === 400) expect(patched.code).toBeGreaterThanOrEqual(400);
        else expect({ body, ...outcome(patched) }).toEqual({ body, ...outcome(updated) });
      }
      if (updated.code >= 400) tried.refused++;
      else accepted.set(live.kind, (accepted.get(live.kind) ?? 0) + 1);
      if (keeps) shelf.ask('update', next, place);
    }), { numRuns: runs, seed, endOnFailure: true });
    expect(Math.min(...Object.values(tried))).toBeGreaterThan(runs / 20);
    expect(accepted.size).toBeGreaterThan(Math.min(runs / 20, 40));
  }, 3_600_000);
});

describe('an apply', () => {
  test('is by who manages everything what an update is, and changes nothing when it is done again', () => {
    const shelf = new Shelf('apply');
    const accepted = new Map<string, number>();
    let refused = 0;
    fc.assert(fc.property(change, ({ which, draws }) => {
      const first = shelf.now(shelf.objects[which % shelf.objects.length] as KubeObject);
      shelf.apply(configurationOf(first));
      const live = shelf.now(first);
      if (isShared(live)) return;
      const next = changedObject(live, drawsOf(draws));
      const updated = shelf.ask('update', next, { options: { dryRun: true } });
      // What an apply empties it takes away, and so the next one brings it back.
      if (hasEmptied(live, next)) return;
      const config = configurationOf(next);
      const tried = shelf.apply(config, { dryRun: true });
      if (!isMistyped(tried) && updated.code !== 400) expect({ config, ...outcome(tried) }).toEqual({ config, ...outcome(updated) });
      const applied = shelf.apply(config);
      if (applied.code >= 400) {
        refused++;
        return;
      }
      accepted.set(live.kind, (accepted.get(live.kind) ?? 0) + 1);
      shelf.world.pass(200); // names of definitions are accepted
      const settled = shelf.now(live);
      expect(shelf.apply(config).body).toEqual(settled);
    }), { numRuns: runs, seed, endOnFailure: true });
    expect(refused).toBeGreaterThan(runs / 20);
    expect(accepted.size).toBeGreaterThan(Math.min(runs / 20, 40));
  }, 3_600_000);
});

/** Whether something that had fields has none any more. */
function hasEmptied(before: unknown, after: unknown): boolean {
  if (Array.isArray(after)) return after.length === 0 ? !deepEqual(before, after) : after.some((item, index) => hasEmptied(Array.isArray(before) ? before[index] : undefined, item));
  if (!isObject(after)) return false;
  const entries = Object.entries(after);
  if (entries.length === 0) return !deepEqual(before, after);
  return entries.some(([key, value]) => hasEmptied(isObject(before) ? before[key] : undefined, value));
}

/** Whether somebody else has fields of it too: where all had been given up, who was there before the next apply. */
const isShared = ({ metadata: { managedFields = [] } }: KubeObject): boolean => managedFields.filter(({ subresource }) => subresource === undefined).length > 1;

/** Applied lists may not name an item twice, which other writes may. */
const isMistyped = ({ code, body }: ApiReply): boolean => code >= 400 && (body as { readonly message: string }).message.startsWith('failed to create typed patch object');
