/** `4.0K`, `12M`: sizes as people read them, rounded up as GNU does. */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < 5) {
    value /= 1024;
    unit++;
  }
  const letter = 'KMGTP'.charAt(unit - 1);
  return value < 10 ? `${(Math.ceil(value * 10) / 10).toFixed(1)}${letter}` : `${Math.ceil(value)}${letter}`;
}
