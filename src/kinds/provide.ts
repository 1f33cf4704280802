// What of the kinds may be loaded after them.

import { descriptionsText } from './descriptions.ts';
import { descriptionsText as text } from './generated/descriptions.ts';

descriptionsText.provide(text);
