// JSON values as Go's %v prints what it decoded them to.

import { compareText, isObject } from '../../base/index.ts';

/** `map[a:1 b:[x y]]`, `<nil>`, text without quotes. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value === 'string') return value;
  if (!isObject(value)) return typeof value === 'number' ? goNumberText(value) : JSON.stringify(value);
  const pairs = Object.keys(value).filter((key) => value[key] !== undefined).sort(compareText).map((key) => `${key}:${goText(value[key])}`);
  return `map[${pairs.join(' ')}]`;
}

function goNumberText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 21) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
