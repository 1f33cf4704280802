// How many replicas there should be, by what is measured of them.
import { describe, expect, test } from 'vitest';
import type { Pod } from '../../kinds/index.ts';
import { byAverage, byShare, byUtilization, byValue } from './replica-calculator.ts';
import type { Measured } from './replica-calculator.ts';

const now = Date.parse('2026-01-01T01:00:00Z');
const tolerances = { up: 0.1, down: 0.1 };

interface Traits {
  /** Thousandths of a CPU that it uses; absent: nothing was measured. */
  readonly uses?: number;
  readonly asks?: number | undefined;
  readonly phase?: string;
  readonly ready?: boolean;
  readonly startedAgoMs?: number;
  /** How long it has been as ready as it is. */
  readonly sinceMs?: number;
  readonly isLeaving?: boolean;
}

const at = (agoMs: number): string => new Date(now - agoMs).toISOString().replace('.000', '');

function podOf(name: string, { asks = 100, phase = 'Running', ready = true, startedAgoMs = 3_000_000, sinceMs = 2_900_000, isLeaving = false }: Traits): Pod {
  return {
    metadata: { name, namespace: 'default', ...(isLeaving && { deletionTimestamp: at(0) }) },
    spec: { containers: [{ name: 'app', resources: asks === 0 ? {} : { requests: { cpu: `${asks}m` } } }] },
    status: { phase, startTime: at(startedAgoMs), conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: at(sinceMs) }] },
  } as unknown as Pod;
}

function measured(traits: readonly Traits[], more: Partial<Measured> = {}): Measured {
  const pods = traits.map((each, index) => podOf(`pod-${index}`, each));
  const metrics = new Map(traits.flatMap(({ uses }, index) => (uses === undefined ? [] : [[`pod-${index}`, { milli: uses, atMs: now, windowMs: 30_000 }] as const])));
  return { pods, metrics, resource: 'cpu', replicas: traits.length, tolerances, nowMs: now, ...more };
}

const each = (count: number, traits: Traits): Traits[] => Array.from({ length: count }, () => traits);

describe('by utilization of 50 percent', () => {
  test.each<{ why: string; pods: Traits[]; replicas: number; utilization: number; tolerances?: Measured['tolerances'] }>([
    { why: 'twice as much is used', pods: each(3, { uses: 100 }), replicas: 6, utilization: 100 },
    { why: 'half as much is used', pods: each(4, { uses: 25 }), replicas: 2, utilization: 25 },
    { why: 'a fraction of a replica is a whole one', pods: each(3, { uses: 60 }), replicas: 4, utilization: 60 },
    { why: 'what is nearly right stays', pods: each(3, { uses: 55 }), replicas: 3, utilization: 55 },
    { why: 'the tolerance is its own upwards', pods: each(3, { uses: 90 }), replicas: 3, utilization: 90, tolerances: { up: 0.8, down: 0 } },
    { why: 'the tolerance is its own downwards', pods: each(2, { uses: 49 }), replicas: 2, utilization: 49, tolerances: { up: 0.8, down: 0 } },
    { why: 'who is not measured is taken for idle when there are too few', pods: [...each(2, { uses: 100 }), ...each(2, {})], replicas: 4, utilization: 100 },
    { why: 'and for one at all it asks for when there are too many', pods: [...each(3, { uses: 10 }), {}], replicas: 3, utilization: 10 },
    { why: 'what is unknown turns nothing round', pods: [...each(1, { uses: 40 }), ...each(3, {})], replicas: 4, utilization: 40 },
    { why: 'a Pending Pod is taken for idle', pods: [...each(2, { uses: 100 }), { phase: 'Pending' }], replicas: 4, utilization: 100 },
    { why: 'a Pod that begins is taken for idle', pods: [...each(2, { uses: 100 }), { uses: 900, startedAgoMs: 60_000, sinceMs: 10_000 }], replicas: 4, utilization: 100 },
    { why: 'a Pod that has begun counts, soon as that was', pods: [...each(2, { uses: 100 }), { uses: 100, startedAgoMs: 60_000, sinceMs: 40_000 }], replicas: 6, utilization: 100 },
    { why: 'a Pod that was never ready is taken for idle', pods: [...each(2, { uses: 100 }), { uses: 900, ready: false, startedAgoMs: 3_000_000, sinceMs: 2_990_000 }], replicas: 4, utilization: 100 },
    { why: 'a Pod that is not ready any more counts', pods: [...each(2, { uses: 100 }), { uses: 100, ready: false, sinceMs: 1_000 }], replicas: 6, utilization: 100 },
    { why: 'a failed Pod and one that leaves do not count', pods: [...each(2, { uses: 100 }), { uses: 900, phase: 'Failed' }, { uses: 900, isLeaving: true }], replicas: 4, utilization: 100 },
  ])('$why', ({ pods, replicas, utilization, tolerances: own = tolerances }) => {
    const proposal = byUtilization(measured(pods, { tolerances: own }), 50);
    expect({ replicas: proposal.replicas, utilization: proposal.utilization }).toEqual({ replicas, utilization });
  });

  test.each([
    { why: 'no Pods', traits: [], message: 'no pods returned by selector while calculating replica count' },
    { why: 'none at work', traits: each(2, { uses: 5, phase: 'Pending' }), message: 'did not receive metrics for targeted pods (pods might be unready)' },
    { why: 'nothing asked for', traits: each(2, { uses: 5, asks: 0 }), message: 'missing request for cpu in container app of Pod pod-0' },
  ])('says why not: $why', ({ traits, message }) => {
    expect(() => byUtilization(measured(traits), 50)).toThrow(message);
  });

  test('what is measured of Pods that have gone does not count', () => {
    const now2 = measured(each(2, { uses: 100 }));
    const gone = new Map([...now2.metrics, ['gone', { milli: 10, atMs: now, windowMs: 30_000 }] as const]);
    expect(byUtilization({ ...now2, metrics: gone }, 50)).toEqual({ replicas: 4, usageMilli: 100, utilization: 100 });
  });
});

test('by an average', () => {
  expect(byAverage(measured(each(3, { uses: 100, asks: 0 })), 50)).toEqual({ replicas: 6, usageMilli: 100 });
  // Of whom nothing is known is taken for one that uses just what is wanted.
  expect(byAverage(measured([...each(2, { uses: 10 }), {}]), 100)).toEqual({ replicas: 2, usageMilli: 10 });
});

test('by one value for all', () => {
  const pods = [podOf('a', {}), podOf('b', {}), podOf('c', { ready: false })];
  expect(byValue(30_000, 10_000, { pods, replicas: 3, tolerances })).toEqual({ replicas: 6, usageMilli: 30_000 });
  expect(byValue(10_500, 10_000, { pods, replicas: 3, tolerances })).toEqual({ replicas: 3, usageMilli: 10_500 });
  expect(byValue(25_000, 10_000, { pods: [], replicas: 0, tolerances })).toEqual({ replicas: 3, usageMilli: 25_000 });
});

test('by the share of each', () => {
  expect(byShare(42_000, 5_000, 3, tolerances)).toEqual({ replicas: 9, usageMilli: 14_000 });
  expect(byShare(42_000, 5_000, 8, tolerances)).toEqual({ replicas: 8, usageMilli: 5_250 });
  // As long as there is none, each would have endlessly much: the real one says -9223372036854775808m.
  expect(byShare(21_000, 5_000, 0, tolerances)).toEqual({ replicas: 5, usageMilli: -9223372036854775808 });
});
