// What a machine's programs do when they are started.

import * as everyLater from './every-later.ts';
import { programs } from './later.ts';

programs.provide(everyLater);
