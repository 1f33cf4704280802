// Answers as they came: what `--raw` prints.

import { isObject } from '../../base/index.ts';
import { asGoWrites } from '../../kinds/index.ts';
import type { WatchEvent } from '../../kinds/index.ts';

/** The text of an answer's body, as the server's Go types write it; of what is no object of the API, its kind first. */
export function rawText(body: unknown, isPretty = false): string {
  if (typeof body === 'string') return body;
  if (isWatchEvent(body)) return `${JSON.stringify({ type: body.type, object: ordered(body.object) })}\n`;
  // The version is the one document that is written to be read by people.
  if (isObject(body) && 'gitVersion' in body) return JSON.stringify(body, undefined, 2);
  return isPretty ? JSON.stringify(ordered(body), undefined, 2) : `${JSON.stringify(ordered(body))}\n`;
}

function ordered(body: unknown): unknown {
  return isObject(body) ? asGoWrites(body) : body;
}

/** Whether it is one piece of a watch. */
function isWatchEvent(body: unknown): body is WatchEvent<unknown> {
  return isObject(body) && body['kind'] === undefined && typeof body['type'] === 'string' && 'object' in body;
}
