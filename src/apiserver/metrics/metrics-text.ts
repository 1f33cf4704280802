// What `/metrics` tells: what the server has counted, and what it holds.
// Upstream: k8s.io/apiserver pkg/endpoints/metrics, pkg/storage/etcd3/metrics, pkg/storage/cacher/metrics; component-base metrics

import { compareText, prometheusText } from '../../base/index.ts';
import type { Metric } from '../../base/index.ts';
import { discovery, groupResource } from '../../kinds/index.ts';
import type { ServerContext } from '../server-context.ts';
import type { HealthResults } from './health-results.ts';
import type { RequestSort } from './request-counts.ts';

/** The metrics of an API server in Prometheus' text form. */
export function metricsText(server: ServerContext): string {
  return prometheusText([...requestMetrics(server), ...cacheMetrics(server), ...processMetrics(server)]);
}

/** What the checks of its health came to, in the same form. */
export function slisText({ healthResults, startedMs }: ServerContext): string {
  return prometheusText([...healthMetrics(healthResults), processStart(startedMs, '[ALPHA] ')]);
}

function healthMetrics(results: HealthResults): readonly Metric[] {
  const counted = results.all().flatMap(({ name, type, counts }) => (['error', 'success'] as const).filter((status) => counts[status] > 0).map((status) => [{ name, status, type }, counts[status]] as const));
  return [
    {
      type: 'gauge', name: 'kubernetes_healthcheck', help: '[STABLE] This metric records the result of a single healthcheck.',
      series: byLabels(results.all().map(({ name, type, isPassed }) => [{ name, type }, isPassed ? 1 : 0] as const)),
    },
    { type: 'counter', name: 'kubernetes_healthchecks_total', help: '[STABLE] This metric records the results of all healthcheck.', series: byLabels(counted) },
  ];
}

const byLabels = <Series extends readonly [Readonly<Record<string, string>>, number]>(series: readonly Series[]): readonly Series[] =>
  [...series].sort(([a], [b]) => compareText(Object.values(a).join(' '), Object.values(b).join(' ')));

function processStart(startedMs: number, stability = ''): Metric {
  return { type: 'gauge', name: 'process_start_time_seconds', help: `${stability}Start time of the process since unix epoch in seconds.`, series: [[{}, startedMs / 1_000]] };
}

/** Labels in the order of their names, as they are written. */
function labelsOf({ group, version, resource, subresource, scope, verb, dryRun }: RequestSort): Readonly<Record<string, string>> {
  return { component: scope === '' ? '' : 'apiserver', dry_run: dryRun, group, resource, scope, subresource, verb, version };
}

function requestMetrics({ requests }: ServerContext): readonly Metric[] {
  const all = requests.all();
  return [
    {
      type: 'counter', name: 'apiserver_request_total',
      help: '[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
      series: all.flatMap(({ sort, byCode }) => [...byCode].map(([code, count]) => [{ code: String(code), ...labelsOf(sort) }, count] as const)),
    },
    {
      type: 'histogram', name: 'apiserver_request_duration_seconds',
      help: '[STABLE] Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.',
      // How long a watch lasts is no latency.
      series: all.filter(({ sort }) => sort.verb !== 'WATCH').map(({ sort, seconds }) => [labelsOf(sort), seconds] as const),
    },
  ];
}

function cacheMetrics({ cache }: ServerContext): readonly Metric[] {
  const stored = [...cache.all()].filter(({ kind }) => kind.isStored);
  const place = ({ kind }: (typeof stored)[number]) => ({ group: kind.group, resource: kind.plural });
  return [
    {
      type: 'gauge', name: 'apiserver_resource_objects',
      help: '[ALPHA] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.',
      series: stored.map((each) => [place(each), each.size] as const),
    },
    {
      type: 'gauge', name: 'apiserver_storage_objects',
      help: '[STABLE] (Deprecated since 1.34.0) [DEPRECATED, consider using apiserver_resource_objects instead] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.',
      series: stored.map((each) => [{ resource: groupResource(each.kind.gvr) }, each.size] as const),
    },
    {
      type: 'gauge', name: 'apiserver_watch_cache_resource_version',
      help: '[ALPHA] Current resource version of watch cache broken by resource type. This is truncated to the 15 least significant digits.',
      series: stored.map((each) => [place(each), cache.revision % 1e15] as const),
    },
    {
      type: 'gauge', name: 'apiserver_longrunning_requests',
      help: '[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.',
      series: stored.flatMap((each) => {
        const scopes = { cluster: 0, namespace: 0 };
        for (const { selection } of each.watchers) scopes[selection.namespace === undefined ? 'cluster' : 'namespace']++;
        return (['cluster', 'namespace'] as const).filter((scope) => scopes[scope] > 0)
          .map((scope) => [{ component: 'apiserver', ...place(each), scope, subresource: '', verb: 'WATCH', version: each.kind.version }, scopes[scope]] as const);
      }),
    },
  ];
}

function processMetrics({ startedMs }: ServerContext): readonly Metric[] {
  const { buildDate = '', compiler = '', gitCommit = '', gitTreeState = '', gitVersion = '', goVersion = '', major = '', minor = '', platform = '' } = discovery['/version'] as Readonly<Record<string, string>>;
  return [
    {
      type: 'gauge', name: 'kubernetes_build_info',
      help: "[BETA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
      series: [[{ build_date: buildDate, compiler, git_commit: gitCommit, git_tree_state: gitTreeState, git_version: gitVersion, go_version: goVersion, major, minor, platform }, 1]],
    },
    processStart(startedMs),
  ];
}
