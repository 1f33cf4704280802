/** A floating number with so many digits after the point; what lies in the middle goes to the even digit, as in Go. */
export function showFixed(value: number, digits: number): string {
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${digits === 0 ? '' : `.${'0'.repeat(digits)}`}`;
  const up = value.toFixed(digits);
  if (digits > 60) return up;
  const unit = 10n ** BigInt(digits);
  const exact = exactFraction(value);
  const twice = 2n * exact.numerator * unit;
  const isTie = twice % exact.denominator === 0n && (twice / exact.denominator) % 2n !== 0n;
  if (!isTie) return up;
  const low = (exact.numerator * unit) / exact.denominator;
  const even = low % 2n === 0n ? low : low + (exact.numerator < 0n ? -1n : 1n);
  const size = (even < 0n ? -even : even).toString().padStart(digits + 1, '0');
  const whole = size.slice(0, size.length - digits);
  return `${value < 0 ? '-' : ''}${whole}${digits === 0 ? '' : `.${size.slice(size.length - digits)}`}`;
}

function exactFraction(value: number): { readonly numerator: bigint; readonly denominator: bigint } {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}
