import type { Builtin } from './builtin.ts';
import { flowBuiltins } from './flow.ts';
import { jobBuiltins } from './job-control.ts';
import { nameBuiltins } from './names.ts';
import { outputBuiltins } from './output.ts';
import { placeBuiltins } from './place.ts';
import { readBuiltins } from './read.ts';
import { variableBuiltins } from './variables.ts';

/** All builtins by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(Object.entries({
  ...flowBuiltins, ...jobBuiltins, ...nameBuiltins, ...outputBuiltins, ...placeBuiltins, ...readBuiltins, ...variableBuiltins,
}));
