// Provides what nothing asks for while a world boots. In Node it is imported where worlds are built; the page's worker loads
// it after the rest.

import '../apiserver/provide.ts';
import '../controllers/provide.ts';
import '../kinds/provide.ts';
import '../kubectl/provide.ts';
import '../node/provide.ts';
import '../programs/provide.ts';
import '../scheduler/provide.ts';
import * as everyLater from './every-later.ts';
import { commands } from './later.ts';

commands.provide(everyLater);
