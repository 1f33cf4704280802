// Whether the server is alive and ready, check by check.
// Upstream: k8s.io/apiserver pkg/server/healthz

import { ended, race, timeout } from '../../kernel/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import type { RegistryCache } from '../cache/registry-cache.ts';
import { limits } from '../limits.ts';
import { StorageError } from '../storage/storage.ts';
import type { Storage } from '../storage/storage.ts';

const roots = new Set(['healthz', 'livez', 'readyz']);

/** One check: its name and whether it passes. */
interface Check {
  readonly name: string;
  readonly isPassed: boolean;
}

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
export function health(path: string, query: string, state: HealthState): { readonly code: number; readonly text: string } | undefined {
  const [, root = '', single, ...more] = path.split('/');
  if (!roots.has(root) || more.length > 0) return undefined;
  const checks = checksOf(root, state);
  if (single !== undefined) {
    const check = checks.find(({ name }) => name === single);
    if (!check) return undefined;
    return check.isPassed ? { code: 200, text: 'ok' } : { code: 500, text: 'internal server error: not ready\n' };
  }
  const isPassed = checks.every((check) => check.isPassed);
  if (isPassed && !/(^|&)verbose(=|&|$)/.test(query)) return { code: 200, text: 'ok' };
  const lines = checks.map(({ name, isPassed: passed }) => (passed ? `[+]${name} ok\n` : `[-]${name} failed: reason withheld\n`));
  return { code: isPassed ? 200 : 500, text: `${lines.join('')}${root} check ${isPassed ? 'passed' : 'failed'}\n` };
}

function checksOf(root: string, { cache, isStorageReachable, isBootstrapped }: HealthState): readonly Check[] {
  const checks: Check[] = [
    { name: 'ping', isPassed: true },
    { name: 'log', isPassed: true },
    { name: 'etcd', isPassed: isStorageReachable },
  ];
  if (root === 'readyz') {
    checks.push({ name: 'etcd-readiness', isPassed: isStorageReachable }, { name: 'informer-sync', isPassed: cache.isReady });
  }
  checks.push({ name: 'poststarthook/start-apiserver-admission-initializer', isPassed: true });
  checks.push({ name: 'poststarthook/bootstrap-controller', isPassed: isBootstrapped });
  return checks;
}
