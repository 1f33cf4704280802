// Answers as they came: what `--raw` prints.

import { isObject } from '../../base/index.ts';
import { definitionOf, inGoOrder, parseApiVersion } from '../../kinds/index.ts';

/** The text of an answer's body, as the server's Go types write it; of what is no object of the API, its kind first. */
export function rawText(body: unknown): string {
  if (typeof body === 'string') return body;
  // The version is the one document that is written to be read by people.
  if (isObject(body) && 'gitVersion' in body) return JSON.stringify(body, undefined, 2);
  if (!isObject(body)) return `${JSON.stringify(body)}\n`;
  const { kind, apiVersion, ...rest } = body;
  const definition = typeof kind === 'string' && typeof apiVersion === 'string' ? definitionOf({ ...parseApiVersion(apiVersion), kind }) : undefined;
  return `${JSON.stringify(definition === undefined ? { kind, apiVersion, ...rest } : inGoOrder(definition, body))}\n`;
}
