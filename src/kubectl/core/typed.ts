// Objects as programs in Go hold them that know their types: what a type always writes is there, what it does not have is gone.

import { DecodeError, decode, definitionOf, parseApiVersion } from '../../kinds/index.ts';
import { CommandError } from './errors.ts';
import { textAt } from './object.ts';
import type { AnyObject } from './object.ts';

/** An object read as its type and written again; of a kind that kubectl does not know, as it is. Throws CommandError where a type is wrong. */
export function asTyped(object: AnyObject): AnyObject {
  const definition = definitionOf({ ...parseApiVersion(textAt(object, 'apiVersion')), kind: textAt(object, 'kind') });
  if (definition === undefined) return object;
  try {
    return decode(definition, object).value as AnyObject;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new CommandError(error.message);
  }
}
