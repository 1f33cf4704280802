// What of the scheduler may be loaded after it.

import * as everyLater from './every-later.ts';
import { deviceWork } from './later.ts';

deviceWork.provide(everyLater);
