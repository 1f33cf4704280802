// What the checks of health came to: a server counts each time that somebody asked, and says it in `/metrics/slis`.
// Upstream: k8s.io/component-base metrics/prometheus/slis

import type { Check } from '../discovery/health-checks.ts';

/** One check of one path of health. */
export interface Result {
  readonly name: string;
  /** `healthz`, `livez` or `readyz`. */
  readonly type: string;
  isPassed: boolean;
  readonly counts: Record<'success' | 'error', number>;
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

  all(): readonly Result[] {
    return [...this.results.values()];
  }
}
