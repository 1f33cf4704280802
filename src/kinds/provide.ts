// What of the kinds may be loaded after them.

import { descriptionsText } from './descriptions.ts';
import * as everyLater from './every-later.ts';
import { furtherFacts } from './facts.ts';
import { descriptionsText as text } from './generated/descriptions.ts';
import { furtherSchemasText } from './generated/further-schemas.ts';
import { furtherShapesText } from './generated/further-shapes.ts';
import { checks } from './later.ts';

descriptionsText.provide(text);
furtherFacts.provide({ schemas: furtherSchemasText, shapes: furtherShapesText });
checks.provide(everyLater);
