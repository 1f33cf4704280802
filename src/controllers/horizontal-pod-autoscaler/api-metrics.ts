// Metrics as the API serves them: metrics.k8s.io, custom.metrics.k8s.io, external.metrics.k8s.io. Whoever adds these groups
// to the API, by a definition of custom resources say, is the source.
// Upstream: pkg/controller/podautoscaler/metrics/client.go, k8s.io/metrics

import { DurationError, QuantityError, isObject, parseDuration, parseQuantity, parseTime, quantityMilli } from '../../base/index.ts';
import type { QuantityFormat } from '../../base/index.ts';
import type { ApiClient } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, genericFailure, labelSelectorText } from '../../kinds/index.ts';
import type { ResourceRequest } from '../../kinds/index.ts';
import { NoMetrics } from './metrics-source.ts';
import type { MetricQuestion, MetricsSource, PodMetric, PodMetrics, ResourceQuestion } from './metrics-source.ts';
import type { ScaledKinds } from './scaled-kinds.ts';

type Fields = Readonly<Record<string, unknown>>;
type Api = 'custom' | 'external' | 'resource';
/** Where in the API something stands. */
type Place = Pick<ResourceRequest, 'group' | 'version' | 'resource' | 'namespace' | 'name' | 'subresource' | 'options'>;

const customGroup = 'custom.metrics.k8s.io';
const noOptions = {};
const unknownResource = genericFailure(404).message ?? '';

/** A source that asks the API. */
export function apiMetrics(client: ApiClient, kinds: ScaledKinds): MetricsSource {
  return new ApiMetrics(client, kinds);
}

class ApiMetrics implements MetricsSource {
  private readonly client: ApiClient;
  private readonly kinds: ScaledKinds;

  constructor(client: ApiClient, kinds: ScaledKinds) {
    this.client = client;
    this.kinds = kinds;
  }

  resource({ namespace, selector, resource, container }: ResourceQuestion): Process<PodMetrics> {
    const place: Place = { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods', namespace, options: { labelSelector: selector } };
    return this.read('resource', 'list', place, (items) => resourceMetrics(items, resource, container));
  }

  *pods({ namespace, metric, selector }: Parameters<MetricsSource['pods']>[0]): Process<PodMetrics> {
    const version = yield* this.customVersion();
    const place: Place = { group: customGroup, version, resource: 'pods', namespace, name: '*', subresource: metric, options: { labelSelector: selector } };
    return yield* this.read('custom', 'get', place, (items) => ({
      byPod: new Map(items.map((item) => [nameOf(item['describedObject']), podMetric(item)])),
      format: 'DecimalSI',
    }));
  }

  *object({ namespace, metric, described }: Parameters<MetricsSource['object']>[0]): Process<number> {
    const version = yield* this.customVersion();
    const { kind, name } = described;
    const at = kind === 'Namespace' ? { resource: 'metrics', name: metric } : { resource: this.kinds.resourceOf(described), name, subresource: metric };
    return yield* this.read('custom', 'get', { group: customGroup, version, namespace, ...at, options: noOptions }, ([item]) => milliOf(item?.['value']));
  }

  external({ namespace, metric, labels }: MetricQuestion): Process<readonly number[]> {
    const place: Place = { group: 'external.metrics.k8s.io', version: 'v1beta1', resource: metric, namespace, options: { labelSelector: labelSelectorText(labels) } };
    return this.read('external', 'list', place, (items) => items.map((item) => milliOf(item['value'])));
  }

  /** Which version of the API of metrics that somebody chose is served. */
  private *customVersion(): Process<string> {
    const { credentials, userAgent } = this.client.config;
    try {
      const { body } = yield* this.client.request({ type: 'path', verb: 'get', path: `/apis/${customGroup}`, credentials, userAgent });
      const preferred = isObject(body) ? body['preferredVersion'] : undefined;
      return isObject(preferred) ? textOf(preferred['version']) : 'v1beta2';
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new NoMetrics(`unable to fetch metrics from custom metrics API: no custom metrics API (${customGroup}) registered`);
    }
  }

  /** What the API has at a place, as somebody wrote it. */
  private *read<Result>(api: Api, verb: 'get' | 'list', place: Place, make: (items: readonly Fields[]) => Result): Process<Result> {
    const { credentials, userAgent } = this.client.config;
    let items: readonly Fields[];
    try {
      const { body } = yield* this.client.request({ type: 'resource', verb, ...place, as: 'object', credentials, userAgent });
      items = fieldsIn(isObject(body) ? body['items'] : undefined);
      if (items.length > 0) return make(items);
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof QuantityError || error instanceof DurationError)) throw error;
      // An answer that does not say what was not found is told with what was asked for.
      const why = error.message === unknownResource ? `${unknownResource} (get ${place.resource}.${place.group})` : error.message;
      throw new NoMetrics(`unable to fetch metrics from ${api} metrics API: ${why}`);
    }
    throw new NoMetrics(`no metrics returned from ${api} metrics API`);
  }
}

/** What Pods use of a resource; one of which a container's share is missing is left out. */
function resourceMetrics(items: readonly Fields[], resource: string, container: string | undefined): PodMetrics {
  const byPod = new Map<string, PodMetric>();
  let format: QuantityFormat | undefined;
  for (const item of items) {
    const usages = usagesOf(item, resource, container);
    if (usages === undefined) continue;
    if (usages[0] !== undefined) format ??= parseQuantity(usages[0]).format;
    byPod.set(nameOf(item['metadata']), { ...podMetric(item), milli: usages.reduce((sum, usage) => sum + quantityMilli(usage), 0) });
  }
  return { byPod, format: format ?? 'DecimalSI' };
}

/** The amounts that count of one Pod's containers; undefined when one of them is missing. */
function usagesOf(item: Fields, resource: string, only: string | undefined): readonly string[] | undefined {
  const containers = fieldsIn(item['containers']);
  const counted = only === undefined ? containers : containers.filter(({ name }) => name === only);
  if (only !== undefined && counted.length === 0) return undefined;
  const usages = counted.map(({ usage }) => (isObject(usage) ? usage[resource] : undefined));
  return usages.every((usage) => typeof usage === 'string') ? usages : undefined;
}

/** How long a measurement of a metric that somebody chose goes, when it does not say. metricServerDefaultMetricWindow */
const usualWindowMs = 60_000;

function podMetric({ value, timestamp, window, windowSeconds }: Fields): PodMetric {
  const ownMs = typeof windowSeconds === 'number' ? windowSeconds * 1_000 : usualWindowMs;
  return { milli: milliOf(value), atMs: parseTime(textOf(timestamp)) ?? 0, windowMs: typeof window === 'string' ? parseDuration(window) : ownMs };
}

const fieldsIn = (list: unknown): readonly Fields[] => (Array.isArray(list) ? list.filter(isObject) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const nameOf = (metadata: unknown): string => (isObject(metadata) ? textOf(metadata['name']) : '');
const milliOf = (value: unknown): number => (typeof value === 'string' || typeof value === 'number' ? quantityMilli(String(value)) : 0);
