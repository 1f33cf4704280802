// What is made of metrics that the API serves, as whoever wrote them wrote them.
import { expect, test } from 'vitest';
import type { ApiClient } from '../../client/index.ts';
import { Kernel } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, genericFailure } from '../../kinds/index.ts';
import type { ApiRequest } from '../../kinds/index.ts';
import { apiMetrics } from './api-metrics.ts';
import { NoMetrics } from './metrics-source.ts';
import type { MetricsSource } from './metrics-source.ts';
import type { ScaledKinds } from './scaled-kinds.ts';

const kinds = { resourceOf: () => 'ingresses.networking.k8s.io' } as unknown as ScaledKinds;

/** What a source finds when the API answers so; an Error's message. */
function found<Result>(answer: (request: ApiRequest) => unknown, ask: (source: MetricsSource) => Process<Result>): Result | string {
  const kernel = new Kernel({ seed: 1 });
  const client = {
    config: { credentials: {}, userAgent: 'test' },
    *request(request: ApiRequest): Process<unknown> {
      const body = answer(request);
      if (body === undefined) throw new ApiError(genericFailure(404));
      return { type: 'api.reply', code: 200, body, warnings: [] };
    },
  } as unknown as ApiClient;
  let result: Result | string = 'nothing came';
  kernel.spawn('test', (function* (): Process {
    try {
      result = yield* ask(apiMetrics(client, kinds));
    } catch (error) {
      if (!(error instanceof NoMetrics)) throw error;
      result = error.message;
    }
  })());
  kernel.run({ untilMs: 1 });
  return result;
}

const cpu = (items: unknown, container?: string) => {
  const result = found(() => ({ items }), (source) => source.resource({ namespace: 'default', selector: 'app=web', resource: 'cpu', ...(container !== undefined && { container }) }));
  return typeof result === 'string' ? result : Object.fromEntries([...result.byPod].map(([name, { milli }]) => [name, milli]));
};
const usage = (...cpus: readonly unknown[]) => cpus.map((each, index) => ({ name: `c${index}`, usage: { cpu: each } }));

test.each([
  { why: 'containers together', items: [{ metadata: { name: 'a' }, containers: usage('100m', '1') }], result: { a: 1100 } },
  { why: 'one container', items: [{ metadata: { name: 'a' }, containers: usage('100m', '1') }], container: 'c1', result: { a: 1000 } },
  { why: 'a Pod without that container is left out', items: [{ metadata: { name: 'a' }, containers: usage('100m') }], container: 'c1', result: {} },
  { why: 'a Pod of which something is missing is left out', items: [{ metadata: { name: 'a' }, containers: usage('100m', undefined) }, { metadata: { name: 'b' }, containers: usage('5m') }], result: { b: 5 } },
  { why: 'nothing there', items: [], result: 'no metrics returned from resource metrics API' },
  { why: 'no list', items: 'many', result: 'no metrics returned from resource metrics API' },
  { why: 'what is no Pod', items: [7, null, {}], result: { '': 0 } },
  { why: 'an amount that is none', items: [{ metadata: { name: 'a' }, containers: usage('much') }], result: "unable to fetch metrics from resource metrics API: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'" },
  { why: 'a window that is none', items: [{ metadata: { name: 'a' }, window: 'wide', containers: usage('1') }], result: 'unable to fetch metrics from resource metrics API: time: invalid duration "wide"' },
])('CPU: $why', ({ items, container, result }) => {
  expect(cpu(items, container)).toEqual(result);
});

test('values of something outside may be numbers, however large or small', () => {
  const values = [{ value: '1500m' }, { value: 2 }, { value: 0.0001 }, { value: 1e300 }, {}];
  const milli = found(() => ({ items: values }), (source) => source.external({ namespace: 'default', metric: 'queue', labels: undefined }));
  expect(milli).toEqual([1500, 2000, 1, expect.any(Number), 0]);
  expect(Number.isFinite(milli[3])).toBe(true);
});

test('an API that is not served is named', () => {
  const object = (source: MetricsSource) => source.object({ namespace: 'default', metric: 'hits', labels: undefined, described: { kind: 'Ingress', name: 'front', apiVersion: 'networking.k8s.io/v1' } });
  expect(found(() => undefined, (source) => source.external({ namespace: 'default', metric: 'queue', labels: undefined }))).toBe(
    'unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)',
  );
  expect(found(() => undefined, object)).toBe('unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered');
});

test('a metric of an object is asked for below it, in the version that is preferred', () => {
  const asked: ApiRequest[] = [];
  const answer = (request: ApiRequest): unknown => {
    asked.push(request);
    return request.type === 'path' ? { preferredVersion: { version: 'v1beta1' } } : { items: [{ value: '7' }] };
  };
  const described = { kind: 'Ingress', name: 'front', apiVersion: 'networking.k8s.io/v1' };
  expect(found(answer, (source) => source.object({ namespace: 'default', metric: 'hits', labels: undefined, described }))).toBe(7000);
  expect(asked[1]).toMatchObject({ verb: 'get', group: 'custom.metrics.k8s.io', version: 'v1beta1', namespace: 'default', resource: 'ingresses.networking.k8s.io', name: 'front', subresource: 'hits' });
});
