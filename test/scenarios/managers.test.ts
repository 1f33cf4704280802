// Managers who apply different fields of an object, of its status, or in another version of its kind: it comes to the same in either
// order, each has the fields that they spoke of, and whoever applies again changes nothing. MANAGER_RUNS says how often it is
// tried, MANAGER_SEED how.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObject } from '../../src/base/index.ts';
import { ApiWorld } from '../../src/apiserver/testing/api-world.ts';
import { changedObject, drawsOf } from '../../src/apiserver/testing/schema-change.ts';
import type { ApiReply, KubeInput, KubeObject, ResourceRequest } from '../../src/kinds/index.ts';
import { Shelf } from './testing/shelf.ts';

type Fields = Readonly<Record<string, unknown>>;

const runs = Number(process.env['MANAGER_RUNS'] ?? '150');
const seed = Number(process.env['MANAGER_SEED'] ?? '5');

/** What one manager wants of an object. */
interface Wish {
  readonly manager: string;
  readonly config: KubeInput;
  readonly subresource?: 'status';
}

const asFields = (object: object): Fields => object as Fields;

/** The object with some of its fields only: below `spec`, or on its own where it has none. */
function someOf(object: KubeObject, counts: (field: string) => boolean, marks: Fields): KubeInput {
  const { apiVersion, kind, metadata: { name }, spec } = asFields(object) as unknown as KubeObject & { readonly spec?: unknown };
  const pick = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([field]) => counts(field)));
  const { apiVersion: _1, kind: _2, metadata: _3, status: _4, spec: _5, ...others } = asFields(object);
  const fields = isObject(spec) ? { spec: pick(spec) } : pick(others);
  return { apiVersion, kind, metadata: { name, ...marks }, ...fields };
}

function wish(shelf: Shelf, { manager, config, subresource }: Wish): ApiReply {
  const place: Partial<ResourceRequest> = subresource === undefined ? {} : { subresource };
  return shelf.ask('patch', config, { ...place, patchType: 'apply', body: config, options: { fieldManager: manager, force: true } });
}

/** Lists in the order of their items: where new items of two managers go depends on who came first. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)])) : value;
}

/** What does not depend on when and in which world it was written. */
function withoutTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => (['uid', 'resourceVersion', 'creationTimestamp', 'time', 'clusterIP', 'clusterIPs', 'nodePort', 'lastTransitionTime', 'lastPhaseTransitionTime'].includes(key) ? typeof part : part)));
}

/** Kinds whose status the server itself goes on to write: a later answer to the same wish is another. */
const saidByServer: ReadonlySet<string> = new Set(['APIService', 'CustomResourceDefinition', 'FlowSchema', 'PersistentVolume']);

/** A world with one autoscaler. */
class AutoscalerWorld {
  readonly world = new ApiWorld();
  private readonly place: Partial<ResourceRequest> = { group: 'autoscaling', version: 'v2', name: 'web' };

  constructor() {
    const spec = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 9 };
    this.world.object('create', 'horizontalpodautoscalers', { body: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' }, spec } });
  }

  wish(fieldManager: string, version: 'v1' | 'v2', spec: object): ApiReply {
    const body = { apiVersion: `autoscaling/${version}`, kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' }, spec };
    return this.world.ask('patch', 'horizontalpodautoscalers', { ...this.place, version, patchType: 'apply', body, options: { fieldManager, force: true } });
  }

  now(): KubeObject {
    return this.world.object('get', 'horizontalpodautoscalers', this.place);
  }
}

const trial = fc.record({ which: fc.nat(), draws: fc.array(fc.nat(1_000), { minLength: 12, maxLength: 40 }), ofStatus: fc.boolean(), split: fc.nat(3) });

describe('managers of different fields', () => {
  test('come to the same in either order, and change nothing when they apply again', () => {
    const [forth, back] = [new Shelf('create'), new Shelf('create')] as const;
    const spent = new Set<number>();
    const seen = { agreed: 0, ofStatus: 0, refused: 0 };
    const kinds = new Set<string>();
    let number = 0;
    fc.assert(fc.property(trial, ({ which, draws, ofStatus, split }) => {
      const index = which % forth.objects.length;
      if (spent.has(index)) return;
      const live = forth.now(forth.objects[index] as KubeObject);
      number++;
      const next = changedObject(live, drawsOf(draws));
      const isFirst = (field: string): boolean => (field.length + split) % 2 === 0;
      const one: Wish = { manager: `one-${number}`, config: someOf(next, isFirst, { labels: { one: String(number) } }) };
      const hasStatus = ofStatus && !saidByServer.has(live.kind) && forth.kindOf(live).subresources.includes('status');
      const { apiVersion, kind, metadata: { name } } = live;
      const status = asFields(changedObject(live, drawsOf(draws.toReversed()), 'status'))['status'];
      const two: Wish = hasStatus
        ? { manager: `two-${number}`, subresource: 'status', config: { apiVersion, kind, metadata: { name }, status } as KubeInput }
        : { manager: `two-${number}`, config: someOf(next, (field) => !isFirst(field), { annotations: { two: String(number) } }) };
      const answers = [wish(forth, one), wish(forth, two), wish(back, two), wish(back, one)];
      if (answers.some(({ code }) => code >= 400)) {
        // What one of them was refused may have been done by the other: the object is left alone from here on.
        seen.refused++;
        spent.add(index);
        return;
      }
      const [here, there] = [forth.now(live), back.now(live)];
      expect(sorted(withoutTimes(here))).toEqual(sorted(withoutTimes(there)));
      for (const each of [one, two, one]) {
        expect(wish(forth, each).code).toBe(200);
        expect({ each, object: forth.now(live) }).toEqual({ each, object: here });
      }
      seen.agreed++;
      if (hasStatus) seen.ofStatus++;
      kinds.add(`${apiVersion} ${kind}`);
    }), { numRuns: runs, seed, endOnFailure: true });
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(runs / 20);
    expect(kinds.size, [...kinds].join(', ')).toBeGreaterThan(Math.min(runs / 10, 40));
  }, 3_600_000);

  test('may speak of an autoscaler in different versions', () => {
    const minReplicas = fc.integer({ min: 1, max: 3 });
    const wishes = fc.record({ minReplicas, maxReplicas: fc.integer({ min: 3, max: 9 }), window: fc.integer({ min: 0, max: 60 }), later: fc.constantFrom('first', 'second') });
    let agreed = 0;
    fc.assert(fc.property(wishes, ({ minReplicas: least, maxReplicas, window, later }) => {
      const answers = [false, true].map((isOtherWay) => {
        const shelf = new AutoscalerWorld();
        const older = (): ApiReply => shelf.wish('older', 'v1', { minReplicas: least });
        const newer = (): ApiReply => shelf.wish('newer', 'v2', { maxReplicas, behavior: { scaleDown: { stabilizationWindowSeconds: window } } });
        for (const apply of isOtherWay ? [newer, older] : [older, newer]) expect(apply().body).toMatchObject({ kind: 'HorizontalPodAutoscaler' });
        const settled = shelf.now();
        for (const apply of later === 'first' ? [older, newer] : [newer, older]) {
          expect(apply().body).toMatchObject({ kind: 'HorizontalPodAutoscaler' });
          expect(shelf.now()).toEqual(settled);
        }
        return sorted(withoutTimes(settled));
      });
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]).toMatchObject({ spec: { minReplicas: least, maxReplicas, behavior: { scaleDown: { stabilizationWindowSeconds: window } } } });
      agreed++;
    }), { numRuns: Math.ceil(runs / 15), seed });
    expect(agreed).toBe(Math.ceil(runs / 15));
  }, 3_600_000);
});
