import { Late } from '../base/index.ts';
import type { Program } from '../machine/index.ts';

/** The program itself. */
export const kubectlProgram = new Late<Program>('kubectl');

/** kubectl as it stands on a machine; it must be there when it is started. */
export const kubectl: Program = kubectlProgram.deferred((program) => program);
