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

/** `4.0K`, `12.0M`: the same as busybox tells them, to the nearest tenth. */
export function busyboxSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < 5) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? String(bytes) : `${value.toFixed(1)}${'KMGTP'.charAt(unit - 1)}`;
}
