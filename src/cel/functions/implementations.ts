// All functions, by overload.

import { arithmetic } from './arithmetic.ts';
import type { Library } from './arguments.ts';
import { authorization } from './authorizer.ts';
import { comparisons } from './comparison.ts';
import { conversions } from './conversions.ts';
import { lists } from './lists.ts';
import { moments } from './moments.ts';
import { namedFormats } from './named-formats.ts';
import { networks } from './network.ts';
import { optionals } from './optionals.ts';
import { quantities } from './quantities.ts';
import { regexes } from './regex.ts';
import { strings } from './strings.ts';
import { urls } from './urls.ts';
import { versions } from './versions.ts';

let all: Library | undefined;

/** What each overload does. */
export function implementations(): Library {
  return (all ??= {
    ...arithmetic, ...authorization, ...comparisons, ...conversions, ...lists, ...moments, ...namedFormats, ...networks, ...optionals, ...quantities, ...regexes,
    ...strings, ...urls, ...versions,
  });
}
