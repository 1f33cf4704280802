import { evaluateArithmetic } from '../arithmetic.ts';
import { variablesOf } from '../expand.ts';
import type { ShellOptions, ShellState } from '../state.ts';
import type { Process } from '../surroundings.ts';
import { refuse } from './builtin.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';

const letters: Readonly<Record<string, keyof ShellOptions>> = { e: 'exitOnError', x: 'trace', u: 'refuseUnset', f: 'noGlob', n: 'noExecute' };
const longNames: Readonly<Record<string, keyof ShellOptions>> = { errexit: 'exitOnError', xtrace: 'trace', nounset: 'refuseUnset', pipefail: 'pipeFail', noglob: 'noGlob', noexec: 'noExecute' };

function quoted(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) && value !== '' ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

function* declare(call: BuiltinCall, more: { readonly isExported?: boolean; readonly isReadOnly?: boolean }): Process<number> {
  const { shell, args, stdout } = call;
  const names = args.filter((arg) => !/^-[a-zA-Z]+$/.test(arg));
  const isUndone = args.includes('-n');
  if (names.length === 0) {
    for (const name of [...shell.state.variables.keys()].sort()) {
      const variable = shell.state.variables.get(name);
      if (!variable || (more.isExported ? !variable.isExported : more.isReadOnly && !variable.isReadOnly)) continue;
      const keyword = shell.state.dialect.name === 'bash' ? `declare -${more.isReadOnly ? 'r' : 'x'}` : more.isReadOnly ? 'readonly' : 'export';
      yield* stdout.write(`${keyword} ${name}="${variable.value.replace(/[$`"\\]/g, '\\$&')}"\n`);
    }
    return 0;
  }
  let status = 0;
  for (const arg of names) {
    const [, name, sign, value = ''] = /^([A-Za-z_]\w*)(?:(\+?=)([^]*))?$/.exec(arg) ?? [];
    if (name === undefined) status = yield* refuseName(call, arg);
    else if (sign !== undefined && shell.state.variables.get(name)?.isReadOnly) {
      yield* shell.complain(call.io, `${name}: readonly variable`);
      status = 1;
    } else {
      const before = shell.state.get(name) ?? '';
      const flags = isUndone ? { isExported: false } : more;
      if (sign !== undefined || shell.state.variables.has(name)) shell.state.set(name, sign === undefined ? before : sign === '+=' ? before + value : value, flags);
      else if (more.isExported && !isUndone) shell.state.set(name, '', flags);
    }
  }
  return status;
}

/** Refuses what is no name of a variable; `arg` may give it a value. */
function refuseName(call: BuiltinCall, arg: string): Process<number> {
  if (call.shell.state.dialect.name === 'bash') return refuse(call, `\`${arg}': not a valid identifier`);
  return refuse(call, `${arg.split('=', 1)[0] ?? ''}: bad variable name`, 2);
}

function* local(call: BuiltinCall): Process<number> {
  const { shell, args } = call;
  const scope = shell.scopes.at(-1);
  if (!scope) return yield* refuse(call, shell.state.dialect.name === 'bash' ? 'can only be used in a function' : 'not in a function');
  for (const arg of args.filter((candidate) => !/^-[a-zA-Z]+$/.test(candidate))) {
    const [, name, sign, value = ''] = /^([A-Za-z_]\w*)(?:(=)([^]*))?$/.exec(arg) ?? [];
    if (name === undefined) return yield* refuseName(call, arg);
    if (!scope.has(name)) scope.set(name, shell.state.variables.get(name));
    shell.state.unset(name);
    if (sign !== undefined) shell.state.set(name, value);
  }
  return 0;
}

const declareAny: Builtin = (call) => {
  const flags = call.args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const isLocal = call.shell.scopes.length > 0 && !flags.includes('g') && !flags.includes('p');
  if (isLocal && !flags.includes('x') && !flags.includes('r')) return local(call);
  return declare(call, { ...(flags.includes('x') ? { isExported: true } : {}), ...(flags.includes('r') ? { isReadOnly: true } : {}) });
};

const unset: Builtin = function* (call) {
  const { shell, args } = call;
  const isFunction = args[0] === '-f';
  for (const name of args.filter((arg) => arg !== '-f' && arg !== '-v')) {
    if (!isFunction && !/^[A-Za-z_]\w*(\[.*\])?$/.test(name)) return yield* refuseName(call, name);
    if (shell.state.variables.get(name)?.isReadOnly) return yield* refuse(call, `${name}: cannot unset: readonly variable`);
    if (isFunction || !shell.state.variables.has(name)) shell.state.functions.delete(name);
    if (!isFunction) shell.state.unset(name);
  }
  return 0;
};

const set: Builtin = function* (call) {
  const { shell, args, stdout } = call;
  const { state } = shell;
  if (args.length === 0) {
    for (const name of [...state.variables.keys()].sort()) yield* stdout.write(`${name}=${quoted(state.get(name) ?? '')}\n`);
    return 0;
  }
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--' || arg === '-' || !/^[-+]/.test(arg)) {
      state.positional = args.slice(arg === '--' || arg === '-' ? at + 1 : at);
      return 0;
    }
    for (const letter of arg.slice(1)) {
      const name = letter === 'o' ? args[++at] : undefined;
      if (letter === 'o' && name === undefined) yield* stdout.write(describeOptions(state));
      else if (!switchOption(state, letter, name, arg.startsWith('-'))) {
        const isBash = state.dialect.name === 'bash';
        return yield* refuse(call, isBash ? (name === undefined ? `${arg}: invalid option` : `${name}: invalid option name`) : `illegal option ${name === undefined ? `-${letter}` : `-o ${name}`}`, 2);
      }
    }
  }
  return 0;
};

/** Turns an option of `set` on or off; false when there is none of that name. */
export function switchOption(state: ShellState, letter: string, longName: string | undefined, isOn: boolean): boolean {
  const key = letter === 'o' ? longNames[longName ?? ''] : letters[letter];
  if (key) state.options = { ...state.options, [key]: isOn };
  return key !== undefined || 'abhkmpvBCEHPT'.includes(letter) || ['posix', 'emacs', 'vi', 'verbose', 'monitor', 'history', 'noclobber', 'errtrace', 'functrace'].includes(longName ?? '');
}

function describeOptions({ options }: ShellState): string {
  return Object.entries(longNames).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, key]) => `${name.padEnd(15)}\t${options[key] ? 'on' : 'off'}\n`).join('');
}

const shift: Builtin = function* ({ shell, args }) {
  const count = Number(args[0] ?? 1);
  if (!(count <= shell.state.positional.length)) return 1;
  shell.state.positional = shell.state.positional.slice(count);
  return 0;
};

const calculate: Builtin = function* ({ shell, args }) {
  let value = 0n;
  for (const arg of args) value = evaluateArithmetic(arg, variablesOf(shell.state));
  return value === 0n ? 1 : 0;
};

/** `getopts OPTIONS NAME`: the next option of the arguments. */
const getopts: Builtin = function* (call) {
  const { shell, args } = call;
  const { state } = shell;
  const [options = '', name = 'opt', ...own] = args;
  const words = own.length > 0 ? own : state.positional;
  const index = Number(state.get('OPTIND') ?? 1);
  const inWord = Number(state.get('_OPTPOS') ?? 1);
  const word = words[index - 1];
  const end = (): number => {
    state.set(name, '?');
    return 1;
  };
  if (word === undefined || !/^-./.test(word)) return end();
  if (word === '--') {
    state.set('OPTIND', String(index + 1));
    return end();
  }
  const letter = word.charAt(inWord);
  const at = options.indexOf(letter);
  const isKnown = at >= 0 && letter !== ':';
  const rest = word.slice(inWord + 1);
  const advance = (by: number): void => {
    state.set('OPTIND', String(index + by));
    state.set('_OPTPOS', '1');
  };
  if (isKnown && options[at + 1] === ':') {
    state.set('OPTARG', rest === '' ? (words[index] ?? '') : rest);
    advance(rest === '' ? 2 : 1);
  } else if (rest === '') {
    advance(1);
  } else {
    state.set('_OPTPOS', String(inWord + 1));
  }
  state.set(name, isKnown ? letter : '?');
  if (!isKnown && !options.startsWith(':')) yield* shell.complain(call.io, `illegal option -- ${letter}`);
  if (!isKnown) state.set('OPTARG', letter);
  return 0;
};

/** Builtins about variables, arguments and options. */
export const variableBuiltins: Readonly<Record<string, Builtin>> = {
  export: (call) => declare(call, { isExported: true }),
  readonly: (call) => declare(call, { isReadOnly: true }),
  declare: declareAny,
  typeset: declareAny,
  local,
  unset,
  set,
  shift,
  let: calculate,
  getopts,
  *shopt() {
    return 0;
  },
};
