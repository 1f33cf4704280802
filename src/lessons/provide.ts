// The situations, loaded after the rest.

import * as everyLater from './every-later.ts';
import { lessons } from './later.ts';

lessons.provide(everyLater);
