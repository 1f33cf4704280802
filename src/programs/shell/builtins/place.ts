import { joinPath } from '../../../machine/index.ts';
import { refuse } from './builtin.ts';
import type { Builtin } from './builtin.ts';

const changeDirectory: Builtin = function* (call) {
  const { shell, stdout } = call;
  const { state } = shell;
  const args = call.args.filter((arg) => arg !== '-P' && arg !== '-L' && arg !== '--');
  if (args.length > 1 && state.dialect.name === 'bash') return yield* refuse(call, 'too many arguments');
  const isBack = args[0] === '-';
  const target = isBack ? state.get('OLDPWD') : (args[0] ?? state.get('HOME'));
  if (target === undefined) return yield* refuse(call, isBack ? 'OLDPWD not set' : 'HOME not set');
  const path = joinPath(state.cwd, target);
  const whyNot = !shell.files.exists(path) ? 'No such file or directory' : shell.files.stat(path).type !== 'directory' ? 'Not a directory'
    : shell.files.allows?.(path, 'execute') === false ? 'Permission denied' : undefined;
  if (whyNot !== undefined) {
    if (state.dialect.name === 'bash') return yield* refuse(call, `${target}: ${whyNot}`);
    return yield* refuse(call, state.dialect.name === 'ash' ? `can't cd to ${target}: ${whyNot}` : `can't cd to ${target}`, 2);
  }
  state.set('OLDPWD', state.cwd);
  state.cwd = path;
  state.set('PWD', path);
  if (isBack) yield* stdout.write(`${path}\n`);
  return 0;
};

const mask: Builtin = function* ({ shell, args, stdout }) {
  const [value] = args;
  if (value === undefined) yield* stdout.write(`${shell.state.umask.toString(8).padStart(4, '0')}\n`);
  else if (/^[0-7]+$/.test(value)) shell.state.umask = Number.parseInt(value, 8);
  return 0;
};

/** Builtins about where the shell stands. */
export const placeBuiltins: Readonly<Record<string, Builtin>> = {
  cd: changeDirectory,
  *pwd({ shell, stdout }) {
    yield* stdout.write(`${shell.state.cwd}\n`);
    return 0;
  },
  umask: mask,
  *ulimit({ stdout, args }) {
    if (args.length < 2) yield* stdout.write(args[0] === '-n' ? '1048576\n' : 'unlimited\n');
    return 0;
  },
  *times({ stdout }) {
    yield* stdout.write('0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
    return 0;
  },
};
