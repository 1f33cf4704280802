const spans: readonly (readonly [name: string, ms: number])[] = [['week', 604_800_000], ['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]];

/** A span of time as crictl says it: `2 minutes`, `About an hour`. */
export function spanText(ms: number): string {
  if (ms < 1_000) return 'Less than a second';
  if (ms >= 60_000 && ms < 120_000) return 'About a minute';
  if (ms >= 3_600_000 && ms < 7_200_000) return 'About an hour';
  const [name, length] = spans.find(([, one]) => ms >= one * 2) ?? ['second', 1_000];
  const count = Math.floor(ms / length);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** `44.1MB`, counted in thousands. */
export function humanSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${Number(value.toPrecision(3))}${units[unit] ?? ''}`;
}
