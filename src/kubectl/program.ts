import { sleep } from '../kernel/index.ts';
import type { Program } from '../machine/index.ts';
import { runCommandLine } from './core/run.ts';
import { commandsHelp, root, rootHelp } from './root.ts';

/** Until kubectl has been loaded, has read its configuration and has shaken hands with the server, on a workstation of these days. */
const startMs = 50;

/** kubectl v1.36.3: reads its command line, talks to the API server of the kubeconfig, gives its exit status. */
export const kubectl: Program = function* (context) {
  yield* sleep(startMs);
  return yield* runCommandLine(context, root, { help: rootHelp, commands: commandsHelp });
};
