// Fields that take a number or a text: ports by number or name, counts or percentages.
// Upstream: k8s.io/apimachinery util/intstr

/** A count, or a percentage such as `25%` of a total, rounded up or down. Undefined when the text is no percentage. */
export function scaledValue(value: number | string, total: number, roundUp: boolean): number | undefined {
  if (typeof value === 'number') return value;
  const digits = /^(-?\d+)%$/.exec(value)?.[1];
  if (digits === undefined) return undefined;
  const exact = (Number(digits) * total) / 100;
  return roundUp ? Math.ceil(exact) : Math.floor(exact);
}

/** The number of a value that may be a text of digits; 0 when it is neither. */
export function intOrStringValue(value: number | string): number {
  if (typeof value === 'number') return value;
  return /^[-+]?\d+$/.test(value) ? Number(value) : 0;
}
