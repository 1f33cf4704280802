// What of the API server may be loaded after it.

import * as everyLater from './every-later.ts';
import { answers } from './later.ts';

answers.provide(everyLater);
