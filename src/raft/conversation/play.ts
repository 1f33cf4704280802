import { AssertionError } from '../../base/index.ts';
import { ConfChangeError } from '../membership.ts';
import { ScriptMistake } from './arguments.ts';
import { commands } from './commands.ts';
import { formatAnswer, parseScript, type Directive } from './script.ts';
import { createStage, type Stage } from './stage.ts';

/** The script again, with the answer of these nodes under each command. */
export function playConversation(text: string): string {
  const stage = createStage();
  const lines: string[] = [];
  for (const section of parseScript(text)) {
    lines.push(...section.lines);
    const { directive } = section;
    if (directive !== undefined) lines.push(...formatAnswer(perform(stage, directive)));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function perform(stage: Stage, directive: Directive): string {
  stage.output.take();
  const mistake = attempt(stage, directive);
  if (mistake !== undefined) {
    if (stage.output.isQuiet) return mistake;
    stage.output.write(mistake);
  }
  const answer = stage.output.take();
  return answer === '' ? 'ok' : answer;
}

/** What is wrong with a script is told in place; the conversation goes on. */
function attempt(stage: Stage, directive: Directive): string | undefined {
  const command = commands.get(directive.command);
  if (command === undefined) return 'unknown command';
  try {
    return command(stage, directive) ?? undefined;
  } catch (error) {
    const isExpected =
      error instanceof ScriptMistake ||
      error instanceof AssertionError ||
      error instanceof ConfChangeError;
    if (!isExpected) throw error;
    return error.message;
  }
}
