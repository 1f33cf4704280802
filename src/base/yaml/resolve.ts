// What a plain scalar means under YAML 1.1 as Go reads it: null, a truth value, a number or text.

const truth: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
const mayBeginOther = new Set(Array.from('-+.~0123456789fFnNoOtTyY', (character) => character.charCodeAt(0)));
const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const special: Readonly<Record<string, number>> = Object.fromEntries([
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);
const floatForm = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** The value of plain text. */
export function resolvePlain(text: string): boolean | number | string | null {
  const first = text.charCodeAt(0);
  // Only these can begin something that is not text: most scalars are done here.
  if (text !== '' && !mayBeginOther.has(first)) return text;
  if (nulls.has(text)) return null;
  const word = truth[text];
  if (word !== undefined) return word;
  const float = special[text];
  if (float !== undefined) return float;
  const isNumeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  return isNumeric ? (resolveNumber(text) ?? text) : text;
}

/** The number that a text is; undefined when it is none. */
export function resolveNumber(text: string): number | undefined {
  const digits = text.replaceAll('_', '');
  const integer = resolveInteger(digits);
  if (integer !== undefined) return integer;
  return floatForm.test(digits) ? Number(digits) : undefined;
}

function resolveInteger(digits: string): number | undefined {
  const match = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/.exec(digits);
  if (!match) return undefined;
  const [, sign = '', hexadecimal, binary, octal, decimal] = match;
  const magnitude = hexadecimal !== undefined ? parseInt(hexadecimal, 16)
    : binary !== undefined ? parseInt(binary, 2)
    : octal !== undefined ? parseInt(octal, 8)
    : Number(decimal);
  return magnitude === 0 ? 0 : sign === '-' ? -magnitude : magnitude;
}
