import { applyFault } from '../cluster/index.ts';
import type { InputAction, World } from '../cluster/index.ts';
import type { Terminals } from './terminals.ts';

/** A command of the workstation's session shell while it runs and after. */
export type Execution = ReturnType<World['workstation']['execute']>;

/** Does what an input says. Throws FaultError for a fault that is not possible. */
export function perform(world: World, terminals: Terminals, action: InputAction): Execution | undefined {
  world.kernel.cause = 0;
  try {
    switch (action.type) {
      case 'run': return world.workstation.execute(action.command, (output) => terminals.relate(action.command, output));
      case 'write':
        world.workstation.write(action.path, action.text);
        return undefined;
      case 'terminal.open':
        terminals.open(action);
        return undefined;
      case 'terminal.input':
        terminals.input(action.tab, action.data);
        return undefined;
      case 'terminal.resize':
        terminals.resize(action.tab, action.columns, action.rows);
        return undefined;
      case 'terminal.close':
        terminals.close(action.tab);
        return undefined;
      case 'opened': return undefined;
      case 'fault':
        applyFault(world, action.words);
        return undefined;
    }
  } finally {
    world.kernel.cause = 0;
  }
}

/** A place in a run: after so many events, at that time. */
export interface Place {
  readonly event: number;
  readonly atMs: number;
}
