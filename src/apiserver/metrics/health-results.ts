// What the checks of health came to: a server counts each time that somebody asked, and says it in `/metrics/slis`.
// Upstream: k8s.io/component-base metrics/prometheus/slis

import type { Metric } from '../../base/index.ts';
import { compareText } from '../../base/index.ts';
import type { Check } from '../discovery/health-checks.ts';

type Status = 'success' | 'error';

interface Result {
  readonly name: string;
  /** `healthz`, `livez` or `readyz`. */
  readonly type: string;
  isPassed: boolean;
  readonly counts: Record<Status, number>;
}

/** The results of one server since it was started. */
export class HealthResults {
  private readonly results = new Map<string, Result>();

  note(type: string, checks: readonly Check[]): void {
    for (const { name, isPassed } of checks) {
      const key = `${name} ${type}`;
      const result = this.results.get(key) ?? { name, type, isPassed, counts: { success: 0, error: 0 } };
      this.results.set(key, result);
      result.isPassed = isPassed;
      result.counts[isPassed ? 'success' : 'error']++;
    }
  }

  metrics(): readonly Metric[] {
    const all = [...this.results.entries()].sort(([a], [b]) => compareText(a, b)).map(([, result]) => result);
    const counted = all.flatMap(({ name, type, counts }) => (['error', 'success'] as const).filter((status) => counts[status] > 0).map((status) => ({ name, status, type, count: counts[status] })));
    return [
      {
        type: 'gauge', name: 'kubernetes_healthcheck', help: '[STABLE] This metric records the result of a single healthcheck.',
        series: all.map(({ name, type, isPassed }) => [{ name, type }, isPassed ? 1 : 0] as const),
      },
      {
        type: 'counter', name: 'kubernetes_healthchecks_total', help: '[STABLE] This metric records the results of all healthcheck.',
        series: counted.sort((a, b) => compareText(`${a.name} ${a.status} ${a.type}`, `${b.name} ${b.status} ${b.type}`)).map(({ count, ...labels }) => [labels, count] as const),
      },
    ];
  }
}
