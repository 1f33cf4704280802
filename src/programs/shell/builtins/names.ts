import { findCommand } from '../find-command.ts';
import type { Shell } from '../shell.ts';
import type { Builtin } from './builtin.ts';

const keywords = new Set(['if', 'then', 'else', 'elif', 'fi', 'case', 'esac', 'for', 'while', 'until', 'do', 'done', 'in', '{', '}', '!', '[[', ']]', 'function', 'time', 'select']);
const directories = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Where a program of that name lies, as `which` tells it. */
export function locate(shell: Pick<Shell, 'state' | 'files'>, name: string): string {
  const path = (shell.state.get('PATH') ?? '').split(':').filter((directory) => directory !== '');
  for (const directory of path.length > 0 ? path : directories) {
    const candidate = `${directory}/${name}`;
    if (shell.files.exists(candidate)) return candidate;
  }
  return `/usr/bin/${name}`;
}

function kindOf(shell: Shell, word: string): string | undefined {
  if (shell.state.aliases.has(word)) return 'alias';
  if (keywords.has(word)) return 'keyword';
  if (shell.state.functions.has(word)) return 'function';
  if (shell.builtins.has(word)) return 'builtin';
  return 'complaint' in findCommand(shell, word) ? undefined : 'file';
}

const tell: Builtin = function* ({ shell, args, stdout, io, name }) {
  let status = 0;
  if (args[0] === '-t') {
    for (const word of args.slice(1)) {
      const kind = kindOf(shell, word);
      if (kind === undefined) status = 1;
      else yield* stdout.write(`${kind}\n`);
    }
    return status;
  }
  for (const word of args.filter((arg) => !arg.startsWith('-') || arg === '-')) {
    const alias = shell.state.aliases.get(word);
    if (alias !== undefined) yield* stdout.write(`${word} is aliased to \`${alias}'\n`);
    else if (keywords.has(word)) yield* stdout.write(`${word} is a shell keyword\n`);
    else if (shell.state.functions.has(word)) yield* stdout.write(`${word} is a function\n`);
    else if (shell.builtins.has(word)) yield* stdout.write(`${word} is a shell builtin\n`);
    else if (!('complaint' in findCommand(shell, word))) yield* stdout.write(`${word} is ${word.includes('/') ? word : locate(shell, word)}\n`);
    else {
      status = shell.state.dialect.name === 'bash' ? 1 : 127;
      if (shell.state.dialect.name === 'bash') yield* shell.complain(io, `${name}: ${word}: not found`);
      else yield* stdout.write(`${word}: not found\n`);
    }
  }
  return status;
};

const commandPath: Builtin = function* ({ shell, args, stdout }) {
  let status = 0;
  for (const word of args) {
    const alias = shell.state.aliases.get(word);
    if (alias !== undefined) yield* stdout.write(`alias ${word}='${alias}'\n`);
    else if (keywords.has(word) || shell.state.functions.has(word) || shell.builtins.has(word)) yield* stdout.write(`${word}\n`);
    else if (!('complaint' in findCommand(shell, word))) yield* stdout.write(`${word.includes('/') ? word : locate(shell, word)}\n`);
    else status = shell.state.dialect.name === 'bash' ? 1 : 127;
  }
  return status;
};

const alias: Builtin = function* ({ shell, args, stdout, stderr, io, name }) {
  const { aliases } = shell.state;
  const shown = (key: string, value: string): string => `${shell.state.dialect.name === 'bash' ? 'alias ' : ''}${key}='${value.replaceAll("'", "'\\''")}'\n`;
  if (args.length === 0 || args[0] === '-p') {
    for (const key of [...aliases.keys()].sort()) yield* stdout.write(shown(key, aliases.get(key) ?? ''));
    return 0;
  }
  let status = 0;
  for (const arg of args) {
    const [, key = arg, value] = /^([^=]+)=([^]*)$/.exec(arg) ?? [];
    const known = aliases.get(key);
    if (value !== undefined) aliases.set(key, value);
    else if (known !== undefined) yield* stdout.write(shown(key, known));
    else {
      status = 1;
      if (shell.state.dialect.name === 'bash') yield* shell.complain(io, `${name}: ${key}: not found`);
      else yield* stderr.write(`${name}: ${key} not found\n`);
    }
  }
  return status;
};

const unalias: Builtin = function* ({ shell, args, io, name }) {
  if (args[0] === '-a') shell.state.aliases.clear();
  let status = 0;
  for (const key of args.filter((arg) => arg !== '-a')) {
    if (shell.state.aliases.delete(key)) continue;
    status = 1;
    yield* shell.complain(io, `${name}: ${key}: not found`);
  }
  return status;
};

/** `complete [-o OPTION]… [-F FUNCTION] NAME…`, `complete -p [NAME]…`, `complete -r [NAME]…`: what is told is kept, for whoever completes. */
const complete: Builtin = function* ({ shell, args, stdout, io, name }) {
  const { completions } = shell.state;
  const isList = args.length === 0 || args[0] === '-p';
  if (!isList && args[0] !== '-r') {
    const names = args.findLastIndex((arg, at) => arg.startsWith('-') || /^-[oAGWFCXPS]$/.test(args[at - 1] ?? '')) + 1;
    for (const word of args.slice(names)) completions.set(word, args.slice(0, names).map((arg) => (/^[\w./-]+$/.test(arg) ? arg : `'${arg}'`)).join(' '));
    return 0;
  }
  const words = args.length > 1 ? args.slice(1) : [...completions.keys()];
  let status = 0;
  for (const word of words) {
    const told = completions.get(word);
    if (told === undefined) {
      yield* shell.complain(io, `${name}: ${word}: no completion specification`);
      status = 1;
    } else if (isList) yield* stdout.write(`complete ${told} ${word}\n`);
    else completions.delete(word);
  }
  return status;
};

const history: Builtin = function* ({ shell, args, stdout }) {
  const lines = shell.history?.lines ?? [];
  if (args[0] === '-c') {
    shell.history?.clear();
    return 0;
  }
  const first = Math.max(0, lines.length - Number(args[0] ?? lines.length));
  for (const [index, line] of lines.entries()) if (index >= first) yield* stdout.write(`${String(index + 1).padStart(5)}  ${line}\n`);
  return 0;
};

/** Builtins about what names mean. */
export const nameBuiltins: Readonly<Record<string, Builtin>> = {
  type: tell,
  'command -v': commandPath,
  alias,
  unalias,
  complete,
  history,
  *hash({ shell, args, stdout }) {
    if (args.length === 0 && shell.state.dialect.name === 'bash') yield* stdout.write('hash: hash table empty\n');
    return 0;
  },
};
