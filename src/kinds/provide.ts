// What of the kinds may be loaded after them.

import { descriptionsText } from './descriptions.ts';
import * as everyLater from './every-later.ts';
import { descriptionsText as text } from './generated/descriptions.ts';
import { checks } from './later.ts';

descriptionsText.provide(text);
checks.provide(everyLater);
