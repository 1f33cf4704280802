// What of the node may be loaded after it.

import * as everyLater from './every-later.ts';
import { nodeWork } from './later.ts';

nodeWork.provide(everyLater);
