import { FileError, Terminal, joinPath } from '../../machine/index.ts';
import { completeDefault } from './completion.ts';
import { namesAlongPath } from './find-command.ts';
import { ash, bash, dash } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { switchOption } from './builtins/variables.ts';
import { History } from './history.ts';
import { isIncomplete, parseScript } from './parser.ts';
import { readCommand } from './prompt.ts';
import { complainOfSyntax } from './report.ts';
import { interrupt } from './signals.ts';
import { runStage } from './stages.ts';
import { Shell } from './shell.ts';
import { ShellState } from './state.ts';
import type { Process, Program, ProgramContext } from './surroundings.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/** A state for a shell that starts in these surroundings, with the environment as exported variables. */
export function initialState(dialect: Dialect, options: { readonly name: string; readonly cwd: string; readonly env: ReadonlyMap<string, string>; readonly pid: number; readonly nowMs: number }): ShellState {
  const { name, cwd, env, pid, nowMs } = options;
  const state = new ShellState({ dialect, name, cwd });
  // Only bash hands on what is no name of a variable.
  for (const [key, value] of env) if (dialect.name === 'bash' || /^[A-Za-z_]\w*$/.test(key)) state.set(key, value, { isExported: true });
  state.set('PWD', cwd, { isExported: true });
  if (!env.has('PATH')) state.set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  state.set('IFS', ' \t\n');
  state.set('SHLVL', String(Number(env.get('SHLVL') ?? 0) + 1), { isExported: true });
  if (dialect.name === 'bash') state.set('BASH_VERSION', '5.2.15(1)-release');
  state.shellPid = pid;
  state.startedMs = nowMs;
  return state;
}

interface Invocation {
  readonly options: readonly (readonly [letter: string, longName: string | undefined, isOn: boolean])[];
  readonly command: string | undefined;
  readonly isInteractive: boolean;
  readonly rest: readonly string[];
}

function readArguments(args: readonly string[]): Invocation {
  const options: Invocation['options'][number][] = [];
  let hasCommand = false;
  let isInteractive = false;
  let at = 0;
  for (; /^[-+]./.test(args[at] ?? ''); at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at++;
      break;
    }
    if (arg.startsWith('--')) continue;
    for (const letter of arg.slice(1)) {
      if (letter === 'c') hasCommand = true;
      else if (letter === 'i') isInteractive = true;
      else if (letter === 'o') options.push(['o', args[++at], arg.startsWith('-')]);
      else options.push([letter, undefined, arg.startsWith('-')]);
    }
  }
  const command = hasCommand ? args[at++] : undefined;
  return { options, command, isInteractive, rest: args.slice(at) };
}

/** The program of a shell: `sh -c TEXT [NAME ARG…]`, `sh FILE [ARG…]`, or commands from its input. */
export function shellProgram(dialect: Dialect): Program {
  return function* (context) {
    const invocation = readArguments(context.argv.slice(1));
    const name = (context.argv[0] ?? 'sh').replace(/^-/, '');
    const state = initialState(dialect, { name: name.slice(name.lastIndexOf('/') + 1), cwd: context.cwd, env: context.env, pid: context.pid, nowMs: context.sandbox.kernel.nowMs });
    for (const [letter, longName, isOn] of invocation.options) switchOption(state, letter, longName, isOn);
    state.expandsAliases = dialect.name !== 'bash' || invocation.isInteractive || context.stdin.isTerminal;
    const shell = new Shell(state, context);
    if (invocation.command !== undefined) return yield* runCommandText(shell, invocation.command, invocation.rest);
    const [file, ...rest] = invocation.rest;
    if (file !== undefined) return yield* runFile(shell, file, rest);
    return yield* runInput(shell, context, invocation.isInteractive);
  };
}

function* runCommandText(shell: Shell, text: string, rest: readonly string[]): Process<number> {
  const { state } = shell;
  const io = shell.ownIo();
  state.name = rest[0] ?? state.name;
  state.positional = rest.slice(1);
  state.firstLine = 0;
  try {
    const script = parseScript(text);
    const [item] = script;
    const [only] = item?.first.commands ?? [];
    const isPlain = script.length === 1 && item && item.rest.length === 0 && !item.isBackground && item.first.commands.length === 1 && !item.first.isNegated;
    // A single command takes the shell's place, so that signals reach it.
    if (isPlain && only?.type === 'simple' && only.redirections.length === 0) return yield* shell.end(yield* runStage(shell, only, io), io);
    return yield* shell.end(yield* shell.runList(script, io), io);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    yield* complainOfSyntax(shell, io, error, text);
    return 2;
  }
}

function* runFile(shell: Shell, file: string, rest: readonly string[]): Process<number> {
  const { state } = shell;
  const io = shell.ownIo();
  let text: string;
  try {
    text = shell.files.read(joinPath(state.cwd, file));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const why = state.dialect.name === 'bash' ? `${file}: ${error.message}` : state.dialect.name === 'ash' ? `can't open '${file}': ${error.message}` : `cannot open ${file}: No such file`;
    yield* shell.context.stderr.write(`${state.name}: ${state.dialect.name === 'dash' ? '0: ' : ''}${why}\n`);
    return state.dialect.name === 'bash' ? 127 : 2;
  }
  state.name = file;
  state.positional = rest;
  return yield* shell.end(yield* shell.runText(text, io), io);
}

/** Reads commands from its input: at a prompt from a person, otherwise line by line. */
function* runInput(shell: Shell, context: ProgramContext, isInteractive: boolean): Process<number> {
  const { stdin } = context;
  const hasPrompt = isInteractive || stdin.isTerminal;
  shell.state.isInteractive = hasPrompt;
  if (hasPrompt) context.traps.set('SIGINT', () => interrupt(shell));
  return stdin instanceof Terminal && shell.state.dialect.name !== 'dash' ? yield* runPrompts(shell, stdin) : yield* runLines(shell, context, hasPrompt);
}

function* runPrompts(shell: Shell, terminal: Terminal): Process<number> {
  const { context, state } = shell;
  const io = shell.ownIo();
  const history = (shell.history = new History());
  const place = {
    get cwd() { return state.cwd; }, sandbox: shell.sandbox, inner: shell, variable: (name: string) => state.get(name),
  };
  for (;;) {
    const text = yield* readCommand(terminal, {
      prompt: () => freshPrompt(shell), history, complete: (line, cursor) => completeDefault(place, namesAlongPath(shell), line, cursor),
    });
    if (text === undefined) {
      yield* context.stderr.write(state.dialect.name === 'bash' ? 'exit\n' : '\n');
      break;
    }
    yield* shell.runText(text, io);
    if (shell.flow?.type === 'interrupt') shell.flow = undefined;
    if (shell.flow) break;
  }
  return yield* shell.end(state.status, io);
}

/** What stands before a new line; a Ctrl-C that came before it was for nothing that still is. */
function freshPrompt(shell: Shell): string {
  if (shell.flow?.type === 'interrupt') shell.flow = undefined;
  return promptOf(shell);
}

/** Takes more lines while a command is not complete. */
function* runLines(shell: Shell, context: ProgramContext, hasPrompt: boolean): Process<number> {
  const io = shell.ownIo();
  let pending = '';
  for (;;) {
    if (hasPrompt) yield* context.stderr.write(pending === '' ? promptOf(shell) : '> ');
    const line = yield* context.stdin.readLine();
    if (line === undefined) break;
    pending += `${line}\n`;
    if (isIncomplete(pending)) continue;
    const text = pending;
    pending = '';
    yield* shell.runText(text, io);
    if (shell.flow?.type === 'interrupt') shell.flow = undefined;
    if (shell.flow) break;
  }
  if (pending !== '' && !shell.flow) yield* shell.runText(pending, io);
  return yield* shell.end(shell.state.status, io);
}

function promptOf({ state, sandbox }: Shell): string {
  const own = state.get('PS1');
  if (own !== undefined) return own.replace(/\\([wWhu$])/g, (_, letter: string) => ({ w: state.cwd, W: state.cwd.slice(state.cwd.lastIndexOf('/') + 1) || '/', h: sandbox.hostname, u: 'root', $: '#' })[letter] ?? '');
  const mark = (sandbox.user?.uid ?? 0) === 0 ? '#' : '$';
  const home = state.get('HOME');
  const shown = state.cwd === home ? '~' : state.cwd;
  switch (state.dialect.name) {
    case 'bash': return `${mark === '#' ? 'root' : 'user'}@${sandbox.hostname}:${shown}${mark} `;
    case 'ash': return `${shown} ${mark} `;
    case 'dash': return `${mark} `;
  }
}

/** bash. */
export const bashProgram = shellProgram(bash);
/** busybox' sh. */
export const ashProgram = shellProgram(ash);
/** Debian's sh. */
export const dashProgram = shellProgram(dash);
