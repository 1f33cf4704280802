import type { Selection } from '../cache/selection.ts';
import type { Call } from './call.ts';

/** What a list or watch is about, from its path and selectors. Throws BadRequest for selectors that are none. */
export function selectionOf({ request }: Call): Selection {
  return { namespace: request.namespace, name: request.name, indexed: undefined, matches: undefined };
}
