import type { Program } from '../machine/index.ts';
import { runCommandLine } from './core/run.ts';
import { commandsHelp, root, rootHelp } from './root.ts';

/** kubectl v1.36.3: reads its command line, talks to the API server of the kubeconfig, gives its exit status. */
export const kubectl: Program = (context) => runCommandLine(context, root, { help: rootHelp, commands: commandsHelp });
