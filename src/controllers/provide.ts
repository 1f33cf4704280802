// What of the controllers may be loaded after them.

import * as everyLater from './every-later.ts';
import { passes } from './later.ts';

passes.provide(everyLater);
