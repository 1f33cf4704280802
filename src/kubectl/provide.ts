// What a machine's kubectl does when it is started.

import { kubectlProgram } from './installed.ts';
import { kubectl } from './program.ts';

kubectlProgram.provide(kubectl);
