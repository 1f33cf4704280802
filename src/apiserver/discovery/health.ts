// Whether the server is alive and ready, check by check.
// Upstream: k8s.io/apiserver pkg/server/healthz

import { compareText, quote } from '../../base/index.ts';
import { ended, race, timeout } from '../../kernel/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import type { RegistryCache } from '../cache/registry-cache.ts';
import type { HealthResults } from '../metrics/health-results.ts';
import { parseQuery } from '../http/resource-path.ts';
import { limits } from '../limits.ts';
import { StorageError } from '../storage/storage.ts';
import type { Storage } from '../storage/storage.ts';
import { checksOf } from './health-checks.ts';
import type { Check } from './health-checks.ts';

const roots = new Set(['healthz', 'livez', 'readyz']);

/** Whether a path is one of health. */
export function isHealthPath(path: string): boolean {
  return roots.has(path.split('/', 2)[1] ?? '');
}

/** Whether storage answers within two seconds. Upstream: storagefactory newETCD3Check, etcd3 healthcheck timeout */
export function* probeStorage(kernel: Kernel, storage: Storage): Process<boolean> {
  let answered = false;
  const probe = kernel.spawn('etcd health', (function* (): Process {
    try {
      yield* storage.currentRevision();
      answered = true;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  })(), kernel.currentProcess?.group);
  yield* race([ended(probe), timeout(limits.healthMs)]);
  probe.kill();
  return answered;
}

/** What the health paths look at. */
export interface HealthState {
  readonly cache: RegistryCache;
  /** Whether etcd answers. */
  readonly isStorageReachable: boolean;
  readonly isBootstrapped: boolean;
}

/** The answer of a health path: text and status; undefined when the path is none. */
export function health(path: string, query: string, { cache, ...state }: HealthState, results: HealthResults): { readonly code: number; readonly text: string } | undefined {
  const [, root = '', ...rest] = path.split('/');
  if (!roots.has(root)) return undefined;
  const checks = checksOf(root, { ...state, isSynced: cache.isReady });
  if (rest.length > 0) {
    const single = checks.find(({ name }) => name === rest.join('/'));
    if (!single) return undefined;
    results.note(root, [single]);
    return single.isPassed ? { code: 200, text: 'ok' } : { code: 500, text: 'internal server error: not ready\n' };
  }
  results.note(root, checks);
  return summary(root, checks, parseQuery(query));
}

/** All checks but those that are not to count, line by line when somebody wants to read them or one of them fails. */
function summary(root: string, checks: readonly Check[], query: ReadonlyMap<string, readonly string[]>): { readonly code: number; readonly text: string } {
  const excluded = new Set(query.get('exclude') ?? []);
  const isPassed = checks.every((check) => check.isPassed || excluded.has(check.name));
  if (isPassed && !query.has('verbose')) return { code: 200, text: 'ok' };
  const lines = checks.map(({ name, isPassed: passed }) => {
    if (excluded.has(name)) return `[+]${name} excluded: ok\n`;
    return passed ? `[+]${name} ok\n` : `[-]${name} failed: reason withheld\n`;
  });
  const unknown = [...excluded].filter((name) => !checks.some((check) => check.name === name)).sort(compareText);
  const warning = unknown.length === 0 ? '' : `warn: some health checks cannot be excluded: no matches for ${unknown.map(quote).join(', ')}\n`;
  return { code: isPassed ? 200 : 500, text: `${lines.join('')}${warning}${root} check ${isPassed ? 'passed' : 'failed'}\n` };
}
