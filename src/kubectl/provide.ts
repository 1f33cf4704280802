// What a machine's kubectl does when it is started.

import { kubectlProgram } from './later.ts';
import { kubectl } from './program.ts';

kubectlProgram.provide(kubectl);
