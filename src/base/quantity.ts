// Amounts such as `100m`, `8Gi`, `1e3`: exact, and written in one canonical form.
// Upstream: k8s.io/apimachinery api/resource

/** How an amount was written, which is how it is written again. */
export type QuantityFormat = 'BinarySI' | 'DecimalExponent' | 'DecimalSI';

/** An exact amount in units of 10⁻⁹. */
export interface QuantityValue {
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

/** Thrown for text that is no amount; the message is the API server's. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const wrongSuffix = "unable to parse quantity's suffix";

const nano = 1_000_000_000n;
/** What is written with a binary suffix is cut at 2⁶³−1. */
const largestBinary = ((1n << 63n) - 1n) * nano;
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

interface Suffix {
  readonly format: QuantityFormat;
  /** Factor 10^exponent, or 1024^exponent for BinarySI. */
  readonly exponent: number;
}

function parseSuffix(suffix: string): Suffix {
  const decimal = decimalSuffixes.indexOf(suffix);
  if (decimal >= 0) return { format: 'DecimalSI', exponent: (decimal - 3) * 3 };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary > 0) return { format: 'BinarySI', exponent: binary };
  const exponent = /^[eE]([-+]?[0-9]+)$/.exec(suffix)?.[1];
  if (exponent === undefined || exponent.length > 10) throw new QuantityError(wrongSuffix);
  return { format: 'DecimalExponent', exponent: Number(exponent) };
}

/** Divides, rounding away from zero. */
function divideUp(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  if (quotient * by === value) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

/** Parses an amount exactly; what is finer than 10⁻⁹ is rounded away from zero. */
export function parseQuantity(text: string): QuantityValue {
  const match = /^([-+]?)([0-9]*)(\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text);
  if (!match || text === '') throw new QuantityError(/^[-+]{2}/.test(text) ? wrongSuffix : wrongFormat);
  const [, sign = '', whole = '', , fraction = '', suffixText = ''] = match;
  const { format, exponent } = parseSuffix(suffixText);
  const digits = BigInt(whole + fraction);
  let nanos: bigint;
  if (format === 'BinarySI') {
    nanos = divideUp((digits * nano) << BigInt(10 * exponent), 10n ** BigInt(fraction.length));
    if (nanos > largestBinary) nanos = largestBinary;
  } else {
    const shift = Math.max(-100, Math.min(100, exponent)) + 9 - fraction.length;
    nanos = shift >= 0 ? digits * 10n ** BigInt(shift) : divideUp(digits, 10n ** BigInt(-shift));
  }
  return { nanos: sign === '-' ? -nanos : nanos, format };
}

/** Writes an amount in its canonical form: no fraction, the largest suffix that loses nothing. */
export function formatQuantity({ nanos, format }: QuantityValue): string {
  if (nanos === 0n) return '0';
  const isWhole = nanos % nano === 0n;
  const isSmall = nanos > -1024n * nano && nanos < 1024n * nano;
  if (format === 'BinarySI' && isWhole && !isSmall) {
    let value = nanos / nano;
    let power = 0;
    while (power < 6 && value % 1024n === 0n) {
      value /= 1024n;
      power++;
    }
    return `${value}${binarySuffixes[power]}`;
  }
  let value = nanos;
  let thousands = -3;
  while (value % 1000n === 0n) {
    value /= 1000n;
    thousands++;
  }
  if (format === 'DecimalExponent') return thousands === 0 ? `${value}` : `${value}e${thousands * 3}`;
  // Beyond E there is no suffix, and the real server writes none: 1000E becomes 1.
  return `${value}${decimalSuffixes[thousands + 3] ?? ''}`;
}

/** The canonical form of an amount's text. Where that counts the same in the same unit, what was written stands: `+1`, `01`, `1.`, `5E3`. */
export function canonicalQuantity(text: string): string {
  const canonical = formatQuantity(parseQuantity(text));
  return canonical !== '0' && plainSpelling(text) === canonical ? text : canonical;
}

/** An amount without what can be left out of it. */
function plainSpelling(text: string): string {
  return text.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1').replace(/\.(?=\D|$)/, '').replace(/E(?=[-+]?\d)/, 'e').replace(/e[-+]?0+$/, '');
}

const cacheLimit = 4_096;
const milliCache = new Map<string, number>();
const wholeCache = new Map<string, number>();

function cached(cache: Map<string, number>, text: string, unit: bigint): number {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const value = Number(divideUp(parseQuantity(text).nanos, unit));
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(text, value);
  return value;
}

/** The amount in thousandths, rounded away from zero: CPU as everything counts it. */
export function quantityMilli(text: string): number {
  return cached(milliCache, text, nano / 1000n);
}

/** The amount in whole units, rounded away from zero: bytes, Pods. */
export function quantityWhole(text: string): number {
  return cached(wholeCache, text, nano);
}

/** Digits that always fit into Go's integers. */
const safeDigits = 18;

/** Whether Go takes an amount for a whole one: it counts thousandths in 64 bits, in which large amounts come to nothing or to anything. */
export function isWholeAmount(text: string): boolean {
  const thousandths = divideUp(parseQuantity(text).nanos, nano / 1000n);
  const counted = BigInt.asIntN(64, thousandths);
  return counted % 1000n === 0n || (counted !== thousandths && (/\d+/.exec(canonicalQuantity(text))?.[0].length ?? 0) <= safeDigits);
}

/** Negative, zero or positive, as a is less than, equal to or more than b. */
export function compareQuantities(a: string, b: string): number {
  if (a === b) return 0;
  const difference = parseQuantity(a).nanos - parseQuantity(b).nanos;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function combine(a: string, b: string, sign: bigint): string {
  const left = parseQuantity(a);
  const right = parseQuantity(b);
  return formatQuantity({ nanos: left.nanos + sign * right.nanos, format: left.nanos === 0n ? right.format : left.format });
}

/** a + b in canonical form, written the way a is. */
export function addQuantities(a: string, b: string): string {
  return combine(a, b, 1n);
}

/** a − b in canonical form, written the way a is. */
export function subtractQuantities(a: string, b: string): string {
  return combine(a, b, -1n);
}

/** Writes thousandths in canonical form: `1500` is `1500m`, `2000` is `2`. */
export function formatMilli(milli: number): string {
  return formatQuantity({ nanos: BigInt(Math.round(milli)) * (nano / 1000n), format: 'DecimalSI' });
}

/** Writes whole units in canonical form. */
export function formatWhole(value: number, format: QuantityFormat = 'DecimalSI'): string {
  return formatQuantity({ nanos: BigInt(Math.round(value)) * nano, format });
}
