import { FileError } from '../../machine/index.ts';
import type { Process, } from '../../kernel/index.ts';
import type { Readable } from '../../machine/index.ts';
import { matchesPattern } from '../shell/pattern.ts';
import { posixRegex } from './support/regex.ts';
import type { Options } from './support/options.ts';
import { UsageError } from './support/options.ts';
import { LineReader } from './support/tool.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const long = {
  'extended-regexp': 'E', 'fixed-strings': 'F', 'ignore-case': 'i', 'invert-match': 'v', count: 'c', 'only-matching': 'o', 'line-number': 'n', quiet: 'q', silent: 'q', recursive: 'r', 'after-context': 'A', 'before-context': 'B', context: 'C', 'word-regexp': 'w', 'line-regexp': 'x', 'files-with-matches': 'l', 'files-without-match': 'L', 'no-messages': 's', 'with-filename': 'H', 'no-filename': 'h', regexp: 'e', file: 'f', 'max-count': 'm', color: '8', colour: '8', include: '9', 'line-buffered': 'u', 'perl-regexp': 'P', text: 'a',
};

interface Search {
  readonly tool: Tool;
  readonly options: Options;
  readonly regex: RegExp;
  readonly showsName: boolean;
  readonly before: number;
  readonly after: number;
  readonly most: number;
}

/** `grep [-E -F -v -c -i -o -n -q -r -A -B -C -w -x -l -L -h -H -s -m] PATTERN [FILE…]` */
export const grep: ToolBody = function* (tool) {
  const options = tool.options('EFGPivconqrRA:B:C:wxlLsHhe:f:m:ua8::9:', long);
  const operands = [...options.operands];
  const patterns = [...options.all('e')];
  for (const file of options.all('f')) patterns.push(...((yield* tool.read(file)) ?? '').replace(/\n$/, '').split('\n'));
  if (patterns.length === 0) {
    const pattern = operands.shift();
    if (pattern === undefined) return yield* usage(tool);
    patterns.push(pattern);
  }
  const search = searchOf(tool, options, patterns.join('\n'), operands.length);
  const isRecursive = options.has('r') || options.has('R');
  const names = operands.length > 0 ? operands : [isRecursive ? '.' : '-'];
  return yield* searchAll(search, names, isRecursive);
};

function* usage(tool: Tool): Process<number> {
  yield* tool.context.stderr.write(tool.isBusybox ? 'BusyBox v1.36.1 multi-call binary.\n\nUsage: grep [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...\n' : "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n");
  return tool.isBusybox ? 1 : 2;
}

function searchOf(tool: Tool, options: Options, pattern: string, files: number): Search {
  const context = options.number('C', 0);
  const around = options.has('x') ? { around: 'line' } as const : options.has('w') ? { around: 'word' } as const : {};
  const regex = options.has('P')
    ? perlRegex(pattern, options.has('i'))
    : posixRegex(pattern, { isExtended: options.has('E') || tool.name === 'egrep', isFixed: options.has('F'), flags: options.has('i') ? 'gi' : 'g', ...around });
  const isRecursive = options.has('r') || options.has('R');
  return {
    tool, options, regex,
    showsName: options.has('H') || (!options.has('h') && (files > 1 || isRecursive)),
    before: options.number('B', context), after: options.number('A', context), most: options.number('m', Number.POSITIVE_INFINITY),
  };
}

function perlRegex(pattern: string, ignoresCase: boolean): RegExp {
  const kept = pattern.lastIndexOf('\\K');
  try {
    return new RegExp(kept < 0 ? pattern : `(?<=${pattern.slice(0, kept)})${pattern.slice(kept + 2)}`, ignoresCase ? 'gi' : 'g');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError('unrecognized character in pattern', { hasHint: false });
  }
}

function* searchAll(search: Search, names: readonly string[], isRecursive: boolean): Process<number> {
  const { tool, options } = search;
  let hasMatch = false;
  let hasFailed = false;
  const queue = [...names];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const path = tool.path(name);
    if (name !== '-' && tool.files.exists(path) && tool.files.stat(path).type === 'directory') {
      if (isRecursive) queue.unshift(...tool.files.list(path).map((entry) => (name === '.' && names[0] !== '.' ? entry : `${name?.replace(/\/$/, '')}/${entry}`)));
      else if (!tool.isBusybox) yield* tool.context.stderr.write(`grep: ${name}: Is a directory\n`);
      continue;
    }
    const include = options.value('9');
    if (include !== undefined && !matchesPattern(name.slice(name.lastIndexOf('/') + 1), include)) continue;
    const input = yield* openQuietly(search, name);
    if (!input) {
      hasFailed = true;
      continue;
    }
    if (yield* searchOne(search, name, input)) hasMatch = true;
    if (hasMatch && options.has('q')) return 0;
  }
  return hasFailed ? 2 : hasMatch ? 0 : 1;
}

function* openQuietly({ tool, options }: Search, name: string): Process<Readable | undefined> {
  if (!options.has('s') || name === '-') return yield* tool.open(name);
  try {
    tool.files.stat(tool.path(name));
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
  return yield* tool.open(name);
}

function* searchOne(search: Search, name: string, input: Readable): Process<boolean> {
  const { tool, options, regex, before, after, most } = search;
  const shown = name === '-' ? '(standard input)' : name;
  const isSilent = options.has('q') || options.has('l') || options.has('L') || options.has('c');
  const reader = new LineReader(tool, input);
  const recent: { text: string; number: number }[] = [];
  let count = 0;
  let number = 0;
  let lastShown = 0;
  let following = 0;
  for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
    number++;
    regex.lastIndex = 0;
    const isMatch = count < most && regex.test(line) !== options.has('v');
    if (isMatch) {
      count++;
      if (options.has('q') || options.has('l')) break;
      if (!isSilent) {
        const first = recent[0]?.number ?? number;
        if (lastShown > 0 && first > lastShown + 1 && before + after > 0) tool.put('--\n');
        for (const item of recent.splice(0)) showLine(search, shown, item, '-');
        if (options.has('o')) showMatches(search, shown, line, number);
        else showLine(search, shown, { text: line, number }, ':');
        lastShown = number;
        following = after;
      }
    } else if (following > 0) {
      following--;
      showLine(search, shown, { text: line, number }, '-');
      lastShown = number;
    } else if (before > 0) {
      recent.push({ text: line, number });
      if (recent.length > before) recent.shift();
    }
    if (tool.isFull) yield* tool.flush();
    if (count >= most && following === 0) break;
  }
  if (options.has('c')) tool.put(`${search.showsName ? `${shown}:` : ''}${count}\n`);
  if (options.has('l') && count > 0) tool.put(`${shown}\n`);
  if (options.has('L') && count === 0) tool.put(`${shown}\n`);
  return count > 0;
}

function showLine({ tool, options, showsName }: Search, name: string, { text, number }: { text: string; number: number }, separator: string): void {
  if (options.has('o') && separator === '-') return;
  tool.put(`${showsName ? name + separator : ''}${options.has('n') ? `${number}${separator}` : ''}${text}\n`);
}

function showMatches(search: Search, name: string, line: string, number: number): void {
  const { options, regex } = search;
  if (options.has('v')) return;
  regex.lastIndex = 0;
  for (const [text] of line.matchAll(regex)) {
    if (text !== '') search.tool.put(`${search.showsName ? `${name}:` : ''}${options.has('n') ? `${number}:` : ''}${text}\n`);
  }
}
