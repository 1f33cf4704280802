import { FileError, joinPath } from '../../../machine/index.ts';
import { parseScript } from '../parser.ts';
import { runBuiltin, runProgram } from '../simple-command.ts';
import { replaceBy } from '../stages.ts';
import { ShellSyntaxError } from '../syntax-error.ts';
import type { Process } from '../surroundings.ts';
import { refuse } from './builtin.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';

const succeed: Builtin = function* () {
  return 0;
};

function* leave(call: BuiltinCall, type: 'exit' | 'return'): Process<number> {
  const { shell, args, name } = call;
  const [code] = args;
  if (code !== undefined && !/^-?\d+$/.test(code)) {
    yield* shell.complain(call.io, `${name}: ${code}: numeric argument required`);
    shell.flow = { type, status: 2 };
    return 2;
  }
  const status = code === undefined ? shell.state.status : Number(code) & 255;
  if (type === 'return' && shell.callDepth === 0) return yield* refuse(call, "can only `return' from a function or sourced script");
  shell.flow = { type, status };
  return status;
}

function* jump({ shell, args }: BuiltinCall, type: 'break' | 'continue'): Process<number> {
  shell.flow = { type, levels: Math.max(1, Number(args[0] ?? 1) || 1) };
  return 0;
}

const evaluate: Builtin = function* ({ shell, args, io }) {
  const text = args.join(' ');
  if (text.trim() === '') return 0;
  return yield* shell.runText(text, io);
};

/** `. FILE`: its commands run here; `return` leaves it. */
const source: Builtin = function* (call) {
  const { shell, args, io } = call;
  const [name, ...rest] = args;
  if (name === undefined) return yield* refuse(call, 'filename argument required', 2);
  let text: string;
  try {
    text = shell.files.read(joinPath(shell.state.cwd, name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (shell.state.dialect.name !== 'bash') return yield* refuse(call, `can't open '${name}': ${error.message}`, 2);
    yield* shell.complain(io, `${name}: ${error.message}`);
    return 1;
  }
  const { positional } = shell.state;
  if (rest.length > 0) shell.state.positional = rest;
  shell.callDepth++;
  try {
    parseScript(text);
    const status = yield* shell.runText(text, io);
    if (shell.flow?.type !== 'return') return status;
    const returned = shell.flow.status;
    shell.flow = undefined;
    return returned;
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    yield* shell.complain(io, `${name}: ${error.message}`, error.line);
    return 2;
  } finally {
    shell.callDepth--;
    if (rest.length > 0) shell.state.positional = positional;
  }
};

/** `exec CMD`: the program takes the shell's place. Redirections alone are kept by the shell itself. */
const execute: Builtin = function* ({ shell, args, io }) {
  if (args.length === 0) {
    shell.keepDescriptors(io);
    return 0;
  }
  const status = yield* replaceBy(shell, args, shell.state.environment(), io);
  shell.flow = { type: 'exit', status };
  return status;
};

/** `command NAME …` runs without functions; `-v` tells what NAME is. */
const command: Builtin = function* (call) {
  const { shell, args, io } = call;
  if (args[0] === '-v' || args[0] === '-V') {
    const type = shell.builtins.get(args[0] === '-V' ? 'type' : 'command -v');
    return type ? yield* type({ ...call, args: args.slice(1) }) : 1;
  }
  const words = args[0] === '-p' || args[0] === '--' ? args.slice(1) : args;
  const [name] = words;
  if (name === undefined) return 0;
  const builtin = shell.builtins.get(name);
  return builtin ? yield* runBuiltin(shell, builtin, words, io) : yield* runProgram(shell, words, [], io);
};

/** Builtins that change what runs next. */
export const flowBuiltins: Readonly<Record<string, Builtin>> = {
  ':': succeed,
  true: succeed,
  *false() {
    return 1;
  },
  exit: (call) => leave(call, 'exit'),
  logout: (call) => leave(call, 'exit'),
  return: (call) => leave(call, 'return'),
  break: (call) => jump(call, 'break'),
  continue: (call) => jump(call, 'continue'),
  eval: evaluate,
  '.': source,
  source,
  exec: execute,
  command,
  builtin: command,
};
