// Sizes for people.
// Upstream: dustin/go-humanize Bytes

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** `20 kB`, `2.1 GB`: steps of a thousand, two digits at least. */
export function humanBytes(bytes: number): string {
  if (bytes < 10) return `${bytes} B`;
  let step = 0;
  while (bytes >= 1000 ** (step + 1)) step++;
  const value = Math.floor((bytes / 1000 ** step) * 10 + 0.5) / 10;
  return `${value < 10 ? value.toFixed(1) : halfToEven(value)} ${units[step] ?? ''}`;
}

/** Go rounds a half to the even neighbour. */
function halfToEven(value: number): string {
  const floor = Math.floor(value);
  return String(value - floor === 0.5 ? floor + (floor % 2) : Math.round(value));
}
