// Answers as they came: what `--raw` prints.

import { isObject } from '../../base/index.ts';

/** The text of an answer's body; Go writes an object's kind before its apiVersion and both before the rest. */
export function rawText(body: unknown): string {
  if (typeof body === 'string') return body;
  // The version is the one document that is written to be read by people.
  if (isObject(body) && 'gitVersion' in body) return JSON.stringify(body, undefined, 2);
  if (!isObject(body)) return `${JSON.stringify(body)}\n`;
  const { kind, apiVersion, ...rest } = body;
  return `${JSON.stringify({ kind, apiVersion, ...rest })}\n`;
}
