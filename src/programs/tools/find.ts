import type { Process } from '../../kernel/index.ts';
import { matchesPattern } from '../shell/pattern.ts';
import { UsageError } from './support/options.ts';
import { runProgram } from './support/run.ts';
import type { Tool, ToolBody } from './support/tool.ts';

/** A file that find looks at. */
interface Found {
  readonly name: string;
  readonly path: string;
  readonly depth: number;
}

/** Whether a file is wanted; it may act on it. */
type Test = (file: Found) => Process<boolean>;

interface Limits {
  greatestDepth: number;
  leastDepth: number;
  hasAction: boolean;
}

/** `find [PATH…] [-name PATTERN] [-type f|d|l] [-maxdepth N] [-size N] [-empty] [-delete] [-exec … ;] [!] [-o]` */
export const find: ToolBody = function* (tool) {
  const first = tool.args.findIndex((arg) => arg.startsWith('-') || arg === '!' || arg === '(');
  const paths = first < 0 ? tool.args : tool.args.slice(0, first);
  const limits: Limits = { greatestDepth: Number.POSITIVE_INFINITY, leastDepth: 0, hasAction: false };
  const words = first < 0 ? [] : [...tool.args.slice(first)];
  const test = readOr(tool, words, limits);
  if (words.length > 0) throw new UsageError(`paths must precede expression: \`${words[0] ?? ''}'`, { hasHint: false });
  let status = 0;
  for (const name of paths.length > 0 ? paths : ['.']) {
    const path = tool.path(name);
    if (tool.files.exists(path)) yield* visit(tool, { name, path, depth: 0 }, test, limits);
    else status = yield* tool.fail(tool.isBusybox ? `${name}: No such file or directory` : `'${name}': No such file or directory`);
  }
  return status;
};

function* visit(tool: Tool, file: Found, test: Test, limits: Limits): Process {
  const isDirectory = tool.files.stat(file.path).type === 'directory' && tool.files.readLink?.(file.path) === undefined;
  const inner = isDirectory && file.depth < limits.greatestDepth ? tool.files.list(file.path) : [];
  if (file.depth >= limits.leastDepth && (yield* test(file)) && !limits.hasAction) yield* tool.print(`${file.name}\n`);
  for (const entry of inner) {
    const path = `${file.path === '/' ? '' : file.path}/${entry}`;
    if (tool.files.exists(path)) yield* visit(tool, { name: `${file.name.replace(/\/$/, '')}/${entry}`, path, depth: file.depth + 1 }, test, limits);
  }
}

function readOr(tool: Tool, words: string[], limits: Limits): Test {
  let left = readAnd(tool, words, limits);
  while (words[0] === '-o' || words[0] === '-or') {
    words.shift();
    const [before, after] = [left, readAnd(tool, words, limits)];
    left = function* (file) {
      return (yield* before(file)) || (yield* after(file));
    };
  }
  return left;
}

function readAnd(tool: Tool, words: string[], limits: Limits): Test {
  const tests: Test[] = [];
  while (words.length > 0 && words[0] !== '-o' && words[0] !== '-or' && words[0] !== ')') {
    if (words[0] === '-a' || words[0] === '-and') words.shift();
    tests.push(readOne(tool, words, limits));
  }
  return function* (file) {
    for (const test of tests) if (!(yield* test(file))) return false;
    return true;
  };
}

function readOne(tool: Tool, words: string[], limits: Limits): Test {
  const word = words.shift() ?? '';
  if (word === '!' || word === '-not') {
    const inner = readOne(tool, words, limits);
    return function* (file) {
      return !(yield* inner(file));
    };
  }
  if (word === '(') {
    const inner = readOr(tool, words, limits);
    words.shift();
    return inner;
  }
  const always = (holds: (file: Found) => boolean): Test => function* (file) {
    return holds(file);
  };
  const argument = (): string => {
    const value = words.shift();
    if (value === undefined) throw new UsageError(`missing argument to \`${word}'`, { hasHint: false });
    return value;
  };
  switch (word) {
    case '-name':
    case '-iname': {
      const pattern = argument();
      const isCaseless = word === '-iname';
      return always(({ name }) => {
        const base = name.slice(name.lastIndexOf('/') + 1);
        return isCaseless ? matchesPattern(base.toLowerCase(), pattern.toLowerCase()) : matchesPattern(base, pattern);
      });
    }
    case '-path': {
      const pattern = argument();
      return always(({ name }) => matchesPattern(name, pattern));
    }
    case '-type': {
      const wanted = argument();
      return always(({ path }) => {
        const isLink = tool.files.readLink?.(path) !== undefined;
        return wanted === 'l' ? isLink : !isLink && tool.files.stat(path).type === (wanted === 'd' ? 'directory' : 'file');
      });
    }
    case '-maxdepth':
      limits.greatestDepth = Number(argument());
      return always(() => true);
    case '-mindepth':
      limits.leastDepth = Number(argument());
      return always(() => true);
    case '-size': {
      const [, sign = '', number = '0', unit = 'b'] = /^([-+]?)(\d+)([ckMGb]?)$/.exec(argument()) ?? [];
      const bytes = { c: 1, k: 1024, M: 1_048_576, G: 1_073_741_824 }[unit] ?? 512;
      return always(({ path }) => compare(sign, Math.ceil(tool.files.stat(path).size / bytes), Number(number)));
    }
    case '-mmin':
    case '-mtime': {
      const [, sign = '', number = '0'] = /^([-+]?)(\d+)$/.exec(argument()) ?? [];
      const unitMs = word === '-mmin' ? 60_000 : 86_400_000;
      return always(({ path }) => compare(sign, Math.floor((tool.nowMs - tool.files.stat(path).modifiedMs) / unitMs), Number(number)));
    }
    case '-empty': return always(({ path }) => (tool.files.stat(path).type === 'directory' ? tool.files.list(path).length === 0 : tool.files.stat(path).size === 0));
    case '-perm':
      argument();
      return always(() => true);
    case '-print':
      limits.hasAction = true;
      return always(({ name }) => (tool.put(`${name}\n`), true));
    case '-print0':
      limits.hasAction = true;
      return always(({ name }) => (tool.put(`${name}\0`), true));
    case '-delete':
      limits.hasAction = true;
      return always(({ path }) => (tool.files.remove(path, { recursive: true }), true));
    case '-exec': return readExec(tool, words, limits);
    case '-prune':
    case '-follow':
    case '-xdev': return always(() => true);
    default: throw new UsageError(word.startsWith('-') ? `unknown predicate \`${word}'` : `paths must precede expression: \`${word}'`, { hasHint: false });
  }
}

function readExec(tool: Tool, words: string[], limits: Limits): Test {
  limits.hasAction = true;
  const command: string[] = [];
  for (let word = words.shift(); word !== undefined && word !== ';' && !(word === '+' && command.at(-1) === '{}'); word = words.shift()) command.push(word);
  return function* (file) {
    yield* tool.flush();
    return (yield* runProgram(tool, command.map((word) => word.replaceAll('{}', file.name)))) === 0;
  };
}

function compare(sign: string, value: number, wanted: number): boolean {
  return sign === '+' ? value > wanted : sign === '-' ? value < wanted : value === wanted;
}
