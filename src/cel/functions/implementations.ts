// All functions, by overload.

import { arithmetic } from './arithmetic.ts';
import { any } from './arguments.ts';
import type { Library } from './arguments.ts';
import { comparisons } from './comparison.ts';
import { conversions } from './conversions.ts';
import { lists } from './lists.ts';
import { moments } from './moments.ts';
import { optionals } from './optionals.ts';
import { regexes } from './regex.ts';
import { strings } from './strings.ts';

const macroHelpers: Library = {
  // An error is no reason to end a loop.
  not_strictly_false: ([value]) => any(value) !== false,
};

let all: Library | undefined;

/** What each overload does. */
export function implementations(): Library {
  return (all ??= { ...arithmetic, ...comparisons, ...conversions, ...lists, ...macroHelpers, ...moments, ...optionals, ...regexes, ...strings });
}
