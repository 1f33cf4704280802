import { join } from '../../kernel/index.ts';
import { Capture, FileError } from '../../machine/index.ts';
import type { Script, Word } from './ast.ts';
import { expandText } from './expand.ts';
import { complain, complainOfFork } from './report.ts';
import type { Shell } from './shell.ts';
import { runStage } from './stages.ts';
import type { Process } from './surroundings.ts';

/** Runs a script and gives the name of a file that holds its output. */
export function* substituteProcess(shell: Shell, script: Script): Process<string> {
  const text = yield* captureAll(shell, script);
  const name = `/dev/fd/${63 - (shell.substitutions++ % 32)}`;
  shell.files.makeDirectory('/dev/fd', { parents: true });
  shell.files.write(name, text);
  return name;
}

/** Runs a script in a subshell and gives its output, without the line feeds at its end. */
export function* capture(shell: Shell, script: Script): Process<string> {
  const file = fileToRead(script);
  const text = file ? yield* readFile(shell, file) : yield* captureAll(shell, script);
  return text.replace(/\n+$/, '').replaceAll('\0', '');
}

/** `$(< FILE)` */
function* readFile(shell: Shell, word: Word): Process<string> {
  const name = yield* expandText(shell, word);
  try {
    shell.state.status = 0;
    return shell.files.read(shell.path(name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    yield* complain(shell, shell.activeIo ?? shell.ownIo(), `${name}: ${error.message}`);
    shell.state.status = 1;
    return '';
  }
}

function* captureAll(shell: Shell, script: Script): Process<string> {
  const output = new Capture();
  const io = new Map(shell.activeIo ?? shell.ownIo());
  io.set(1, { output });
  const child = shell.startSubshell((inner, stageIo) => {
    // bash does not carry `set -e` into substitutions.
    if (shell.state.dialect.name === 'bash') inner.state.options = { ...inner.state.options, exitOnError: false };
    const [item] = script;
    const [only] = item?.first.commands ?? [];
    const isPlain = script.length === 1 && item && !item.isBackground && item.rest.length === 0 && item.first.commands.length === 1 && !item.first.isNegated;
    return isPlain && only ? runStage(inner, only, stageIo) : inner.runList(script, stageIo);
  }, io);
  if (!child) {
    shell.state.status = yield* complainOfFork(shell, io);
    return '';
  }
  shell.foreground.add(child);
  yield* join(child.process);
  shell.foreground.delete(child);
  shell.state.status = child.status ?? 0;
  return output.text;
}

function fileToRead([item, ...others]: Script): Word | undefined {
  const [command, ...stages] = item?.first.commands ?? [];
  if (others.length > 0 || stages.length > 0 || !item || item.rest.length > 0 || command?.type !== 'simple' || command.words.length + command.assignments.length > 0) return undefined;
  const [redirection] = command.redirections;
  return command.redirections.length === 1 && redirection?.operator === '<' ? redirection.target : undefined;
}
