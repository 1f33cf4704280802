// Metrics in the text form that Prometheus reads.
// Source: prometheus.io, exposition formats, text-based format

import type { Histogram } from './histogram.ts';

type Labels = Readonly<Record<string, string>>;

/** One metric with its series. */
export type Metric =
  | { readonly type: 'counter' | 'gauge'; readonly name: string; readonly help: string; readonly series: readonly (readonly [labels: Labels, value: number])[] }
  | { readonly type: 'histogram'; readonly name: string; readonly help: string; readonly series: readonly (readonly [labels: Labels, value: Histogram])[] };

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

function labelText(labels: Labels, more = ''): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  if (more !== '') parts.push(more);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

/** A number as Go writes it. */
function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  return power >= 21 || power < -4 ? `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}` : String(value);
}

function linesOf(metric: Metric): readonly string[] {
  const { name } = metric;
  if (metric.type !== 'histogram') return metric.series.map(([labels, value]) => `${name}${labelText(labels)} ${numberText(value)}`);
  return metric.series.flatMap(([labels, histogram]) => {
    const counts = histogram.cumulative();
    return [
      ...histogram.bounds.map((bound, index) => `${name}_bucket${labelText(labels, `le="${numberText(bound)}"`)} ${counts[index] ?? 0}`),
      `${name}_bucket${labelText(labels, 'le="+Inf"')} ${histogram.count}`,
      `${name}_sum${labelText(labels)} ${numberText(histogram.sum)}`,
      `${name}_count${labelText(labels)} ${histogram.count}`,
    ];
  });
}

/** The metrics by their names; those without series are left out. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ series }) => series.length > 0)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((metric) => `# HELP ${metric.name} ${metric.help}\n# TYPE ${metric.name} ${metric.type}\n${linesOf(metric).join('\n')}\n`)
    .join('');
}
