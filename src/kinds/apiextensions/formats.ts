// The formats of text that schemas of custom resources know; others mean nothing.
// Upstream: k8s.io/kube-openapi pkg/validation/strfmt

import { base64Decode, own, parseCidr, parseIpv4, parseIpv6, parseTime } from '../../base/index.ts';
import { isDnsLabel, isDnsSubdomain } from '../names.ts';

const matches = (pattern: RegExp) => (text: string): boolean => pattern.test(text);
const uuid = (version: string, variant: string): ((text: string) => boolean) =>
  matches(new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`, 'i'));

/** Whether the digits, the last of them a check digit, are a number of that length as books have them. */
function isIsbn(text: string, length: 10 | 13): boolean {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!(length === 10 ? /^\d{9}[\dX]$/ : /^\d{13}$/).test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of [...digits].entries()) {
    const value = digit === 'X' ? 10 : Number(digit);
    sum += length === 10 ? (10 - index) * value : (index % 2 === 0 ? 1 : 3) * value;
  }
  return sum % (length === 10 ? 11 : 10) === 0;
}

/** Luhn's check of the digits. */
function isCreditCard(text: string): boolean {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!/^\d{13,19}$/.test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseTime(`${text}T00:00:00Z`) !== undefined;
}

/** One label, or several of which the last has letters alone. */
function isHostname(text: string): boolean {
  const labels = text.split('.');
  const last = labels.at(-1) ?? '';
  return text.length <= 255 && labels.every((label) => hostLabel.test(label)) && (labels.length === 1 || /^\p{L}{2,63}$/u.test(last));
}

const hostLabel = /^[a-z0-9\p{L}](?:[a-z0-9\p{L}-]{0,61}[a-z0-9\p{L}])?$/iu;
const byte = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

function isRgb(text: string): boolean {
  const match = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(text);
  return match !== null && match.slice(1).every((part) => byte.test(part));
}

const goDuration = /^[+-]?(?:(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|[µμ]s|ms|s|m|h))+|0)$/;
/** Units of time by what they may be called; the last name of each may go on as it likes: `days`. */
const units = [['ns', 'nano'], ['us', 'µs', 'micro'], ['ms', 'milli'], ['s', 'sec', 'second'], ['m', 'min', 'minute'], ['h', 'hr', 'hour'], ['d', 'day'], ['w', 'wk', 'week']];

/** Whether a text says how long something takes: as Go says it, or with a number and a unit anywhere, such as `2 weeks` or `P1D`. */
function isDuration(text: string): boolean {
  if (goDuration.test(text)) return true;
  const said = [...text.matchAll(/\d+\s*([A-Za-zµ]+)/g)].map(([, unit = '']) => unit.toLowerCase());
  return said.some((unit) => units.some((names) => names.includes(unit) || unit.startsWith(names.at(-1) ?? '')));
}

const checks: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: matches(/^[0-9a-f]{24}$/i),
  uri: (text) => /^(?:[a-z][a-z0-9+.-]*:[^\s]*|\/[^\s]*)$/i.test(text),
  email: (text) => /^[^\s@<>()[\]\\,;:"]+@[^\s@]+$/.test(text),
  hostname: isHostname,
  ipv4: (text) => parseIpv4(text) !== undefined,
  ipv6: (text) => parseIpv6(text) !== undefined && text.includes(':'),
  cidr: (text) => parseCidr(text) !== undefined,
  mac: matches(/^(?:(?:[0-9a-f]{2}:){5}|(?:[0-9a-f]{2}-){5}|(?:[0-9a-f]{2}:){7}|(?:[0-9a-f]{2}-){7})[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i),
  uuid: uuid('[0-9a-f]', '[0-9a-f]'),
  uuid3: uuid('3', '[0-9a-f]'),
  uuid4: uuid('4', '[89ab]'),
  uuid5: uuid('5', '[89ab]'),
  isbn: (text) => isIsbn(text, 10) || isIsbn(text, 13),
  isbn10: (text) => isIsbn(text, 10),
  isbn13: (text) => isIsbn(text, 13),
  creditcard: isCreditCard,
  ssn: matches(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  hexcolor: matches(/^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i),
  rgbcolor: isRgb,
  byte: (text) => base64Decode(text) instanceof Uint8Array,
  password: () => true,
  date: isDate,
  duration: isDuration,
  'date-time': matches(/^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})$/),
  datetime: matches(/^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})$/),
  'k8s-short-name': (text) => isDnsLabel(text).length === 0,
  'k8s-long-name': (text) => isDnsSubdomain(text).length === 0,
};

/** Whether a text has a format; a format that nobody knows has every text. */
export function hasFormat(format: string, text: string): boolean {
  return checks[format]?.(text) ?? true;
}

const numberFormats: Readonly<Record<string, readonly string[]>> = { integer: ['int32', 'int64'], number: ['float', 'double'] };

/** Whether somebody looks at a format of that type at all. */
export function isKnownFormat(format: string, type: string | undefined): boolean {
  return own(numberFormats, type ?? '')?.includes(format) ?? format in checks;
}
