import { posixRegex } from '../support/regex.ts';

/** Cuts a text into fields as `FS` says. */
export function splitFields(text: string, separator: string): string[] {
  if (text === '') return [];
  if (separator === ' ') return text.split(/[ \t\n]+/).filter((field) => field !== '');
  if (separator === '') return [...text];
  if (separator.length === 1) return text.split(separator);
  return text.split(posixRegex(separator, { isExtended: true }));
}
