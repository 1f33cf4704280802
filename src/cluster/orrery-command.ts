import type { Process } from '../kernel/index.ts';
import type { Program, ProgramContext } from '../machine/index.ts';
import { FaultError } from './faults/fault-verb.ts';
import { faultVerbs, performFault } from './faults/faults.ts';
import type { World } from './world.ts';

/** The workstation's command for everything that is outside of Kubernetes: faults of machines, links and messages. */
export function orreryCommand(world: World): Program {
  return function* orrery(context: ProgramContext): Process<number> {
    const [, ...words] = context.argv;
    if (words.length === 0 || words[0] === '--help' || words[0] === '-h' || words[0] === 'help') {
      yield* context.stdout.write(help());
      return 0;
    }
    try {
      yield* context.stdout.write(`${yield* performFault(world, words)}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      yield* context.stderr.write(`orrery: ${error.message}\n`);
      return 1;
    }
  };
}

function help(): string {
  const verbs = Object.values(faultVerbs);
  const width = Math.max(...verbs.map(({ usage }) => usage.length));
  const lines = verbs.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`);
  return `Break and mend the world around the cluster.\n\nUsage:\n  orrery VERB …\n\n${lines.join('\n')}\n`;
}
