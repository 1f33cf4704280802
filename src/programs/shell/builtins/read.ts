import { race, timeout } from '../../../kernel/index.ts';
import type { Process, Readable } from '../surroundings.ts';
import type { Builtin } from './builtin.ts';

interface ReadOptions {
  readonly isRaw: boolean;
  readonly prompt: string;
  readonly timeoutMs: number | undefined;
  readonly array: string | undefined;
  readonly names: readonly string[];
}

function optionsOf(args: readonly string[]): ReadOptions {
  let isRaw = false;
  let prompt = '';
  let timeoutMs: number | undefined;
  let array: string | undefined;
  let at = 0;
  for (; /^-[a-z]+/.test(args[at] ?? ''); at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at++;
      break;
    }
    const takesValue = /^-(r?)([ptaundN])(.*)$/.exec(arg);
    if (!takesValue) {
      isRaw ||= arg.includes('r');
      continue;
    }
    const [, raw = '', letter = '', inline = ''] = takesValue;
    isRaw ||= raw === 'r';
    const value = inline === '' ? (args[++at] ?? '') : inline;
    if (letter === 'p') prompt = value;
    else if (letter === 't') timeoutMs = Number(value) * 1000;
    else if (letter === 'a') array = value;
  }
  return { isRaw, prompt, timeoutMs, array, names: args.slice(at) };
}

function* readLogicalLine(input: Readable, options: ReadOptions): Process<{ line: string; isComplete: boolean } | undefined> {
  let line = '';
  for (;;) {
    if (options.timeoutMs !== undefined && !input.readable.isReady) {
      const winner = yield* race([input.readable, timeout(options.timeoutMs)]);
      if (winner === 1) return undefined;
    }
    const part = yield* input.readLine();
    if (part === undefined) return { line, isComplete: false };
    if (options.isRaw || !/(^|[^\\])(\\\\)*\\$/.test(part)) return { line: line + part, isComplete: true };
    line += part.slice(0, -1);
  }
}

function splitLine(line: string, separators: string, count: number, isRaw: boolean): readonly string[] {
  const blanks = [...separators].filter((character) => ' \t\n'.includes(character)).join('');
  const isBlank = (character: string): boolean => blanks.includes(character);
  const values: string[] = [];
  let at = 0;
  while (at < line.length && isBlank(line.charAt(at))) at++;
  while (values.length < count - 1 && at < line.length) {
    let value = '';
    for (; at < line.length && !separators.includes(line.charAt(at)); at++) {
      if (!isRaw && line.charAt(at) === '\\' && at + 1 < line.length) at++;
      value += line.charAt(at);
    }
    values.push(value);
    while (at < line.length && isBlank(line.charAt(at))) at++;
    if (at < line.length && separators.includes(line.charAt(at))) at++;
    while (at < line.length && isBlank(line.charAt(at))) at++;
  }
  let rest = line.slice(at);
  while (rest !== '' && isBlank(rest.charAt(rest.length - 1))) rest = rest.slice(0, -1);
  values.push(isRaw ? rest : rest.replace(/\\([^])/g, '$1'));
  return values;
}

const read: Builtin = function* ({ shell, args, stdin, stderr }) {
  const options = optionsOf(args);
  if (options.prompt !== '' && stdin.isTerminal) yield* stderr.write(options.prompt);
  const got = yield* readLogicalLine(stdin, options);
  if (!got) return 142;
  const { state } = shell;
  const separators = state.get('IFS') ?? ' \t\n';
  if (options.array !== undefined) {
    const elements = splitLine(got.line, separators, Number.POSITIVE_INFINITY, options.isRaw).filter((value, index, all) => value !== '' || index < all.length - 1);
    state.set(options.array, elements[0] ?? '', { elements });
  } else if (options.names.length === 0) {
    state.set('REPLY', got.line);
  } else {
    const values = splitLine(got.line, separators, options.names.length, options.isRaw);
    for (const [index, name] of options.names.entries()) state.set(name, values[index] ?? '');
  }
  return got.isComplete ? 0 : 1;
};

const mapFile: Builtin = function* ({ shell, args, stdin }) {
  const lines = (yield* stdin.readAll()).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const elements = args.includes('-t') ? lines : lines.map((line) => `${line}\n`);
  const name = args.findLast((arg) => !arg.startsWith('-')) ?? 'MAPFILE';
  shell.state.set(name, elements[0] ?? '', { elements });
  return 0;
};

/** Builtins that read. */
export const readBuiltins: Readonly<Record<string, Builtin>> = { read, mapfile: mapFile, readarray: mapFile };
