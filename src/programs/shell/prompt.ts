import type { Terminal } from '../../machine/index.ts';
import { isIncomplete } from './parser.ts';
import { readLine } from './readline.ts';
import type { LineOptions } from './readline.ts';
import type { Process } from './surroundings.ts';

/** What commands are read with. */
export interface PromptOptions extends Omit<LineOptions, 'prompt'> {
  /** What stands before a line, asked each time. */
  readonly prompt: () => string;
}

/** Reads one command from a person, over as many lines as it takes; undefined when they end their input. */
export function* readCommand(terminal: Terminal, { prompt, history, complete }: PromptOptions): Process<string | undefined> {
  let begun = '';
  for (;;) {
    const line = yield* readLine(terminal, { prompt: begun === '' ? prompt() : '> ', history, complete });
    if (line.type === 'end' && begun === '') return undefined;
    if (line.type !== 'line') {
      begun = '';
      continue;
    }
    const expanded = history.expand(line.text);
    if (expanded === undefined) terminal.display(`bash: ${line.text.trim()}: event not found\n`);
    else if (expanded !== line.text) terminal.display(`${expanded}\n`);
    const text = expanded === undefined ? '' : begun + expanded;
    const goesOn = text.trim() !== '' && isIncomplete(`${text}\n`);
    begun = goesOn ? `${text}\n` : '';
    if (goesOn || text.trim() === '') continue;
    history.add(text.trimEnd());
    return text;
  }
}
