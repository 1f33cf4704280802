// Provides what nothing asks for while a world boots: loaded after the rest of the worker.

import '../cluster/provide.ts';
import '../lessons/provide.ts';
import * as everyLater from './every-later.ts';
import { answers } from './later.ts';

answers.provide(everyLater);
