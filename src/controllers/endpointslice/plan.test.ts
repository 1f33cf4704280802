import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Endpoint, EndpointSlice } from '../../kinds/index.ts';
import { maxEndpointsPerSlice, planSlices } from './plan.ts';
import type { PortGroup } from './plan.ts';

const ports = [{ name: '', port: 80, protocol: 'TCP' }] as const;

function endpoint(id: number, ready = true): Endpoint {
  return { addresses: [`10.0.0.${id}`], conditions: { ready }, targetRef: { kind: 'Pod', uid: `uid-${id}` } };
}

function slice(name: string, endpoints: readonly Endpoint[]): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    addressType: 'IPv4',
    endpoints,
    ports,
  };
}

function group(ids: readonly number[]): PortGroup {
  return { ports, endpoints: ids.map((id) => endpoint(id)) };
}

test('endpoints stay in the slice where they are, and only a slice that changes is written', () => {
  const a = slice('a', [endpoint(1), endpoint(2)]);
  const b = slice('b', [endpoint(3)]);
  const plan = planSlices([a, b], [group([1, 2, 3])]);
  expect(plan).toEqual({ create: [], update: [], delete: [] });
});

test('an endpoint that is not ready any more updates its slice in place', () => {
  const a = slice('a', [endpoint(1), endpoint(2)]);
  const plan = planSlices([a], [{ ports, endpoints: [endpoint(1), endpoint(2, false)] }]);
  expect(plan).toEqual({ create: [], update: [{ slice: a, endpoints: [endpoint(1), endpoint(2, false)] }], delete: [] });
});

test('a slice whose endpoints are all gone is deleted, and one of other ports too', () => {
  const a = slice('a', [endpoint(1)]);
  const b = slice('b', [endpoint(2)]);
  expect(planSlices([a, b], [group([2])]).delete).toEqual([a]);
  expect(planSlices([a], []).delete).toEqual([a]);
});

test('any change leaves exactly the wanted endpoints, no slice over the limit, nothing twice', () => {
  const seen = { creations: 0, deletions: 0 };
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 350 }), { maxLength: 330, size: 'max' });
  fc.assert(
    fc.property(ids, ids, (before, after) => {
      const existing: EndpointSlice[] = [];
      for (let i = 0; i < before.length; i += maxEndpointsPerSlice) existing.push(slice(`s${i}`, before.slice(i, i + maxEndpointsPerSlice).map((id) => endpoint(id))));
      const plan = planSlices(existing, after.length > 0 ? [group(after)] : []);
      seen.creations += plan.create.length;
      seen.deletions += plan.delete.length;
      const updated = new Map(plan.update.map((entry) => [entry.slice, entry.endpoints]));
      const left = existing.filter((one) => !plan.delete.includes(one)).map((one) => updated.get(one) ?? one.endpoints ?? []);
      const result = [...left, ...plan.create.map(({ endpoints }) => endpoints)];
      expect(result.every((endpoints) => endpoints.length > 0 && endpoints.length <= maxEndpointsPerSlice)).toBe(true);
      const addresses = result.flat().map(({ addresses: [address] }) => address);
      expect(addresses.toSorted()).toEqual(after.map((id) => `10.0.0.${id}`).toSorted());
    }),
    { seed: 7, numRuns: 150 },
  );
  expect(seen.creations).toBeGreaterThan(8);
  expect(seen.deletions).toBeGreaterThan(8);
});
