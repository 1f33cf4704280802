import { general } from '../../shell/printf.ts';

/** A value: a number, text, or text from input that counts as a number when it looks like one. */
export type Value = number | string | InputText;

/** Text that came from input: fields, records, variables of the command line. */
export class InputText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether it compares as a number. */
  get isNumeric(): boolean {
    return /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(this.text);
  }
}

export function toNumber(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  const text = value === undefined ? '' : typeof value === 'string' ? value : value.text;
  return Number.parseFloat(/^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/.exec(text)?.[0] ?? '0');
}

/** @param format `CONVFMT` or `OFMT` */
export function toText(value: Value | undefined, format = '%.6g'): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value.text;
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const precision = /^%\.(\d+)([gf])$/.exec(format);
  if (precision?.[2] === 'f') return value.toFixed(Number(precision[1]));
  return general(value, Number(precision?.[1] ?? 6));
}

export function isTrue(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  return value.isNumeric ? toNumber(value) !== 0 : value.text !== '';
}

/** Below, at, or above zero as left is less than, equal to, or greater than right. */
export function compareValues(left: Value | undefined, right: Value | undefined): number {
  if (isNumeric(left) && isNumeric(right)) return toNumber(left) - toNumber(right);
  const [a, b] = [toText(left), toText(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function isNumeric(value: Value | undefined): boolean {
  return value === undefined || typeof value === 'number' || (typeof value !== 'string' && value.isNumeric);
}
