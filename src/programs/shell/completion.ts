import { joinPath } from '../../machine/index.ts';
import { builtins } from './builtins/builtins.ts';
import type { Shell } from './shell.ts';
import type { Sandbox } from './surroundings.ts';

/** A shell as completion sees it. */
export interface CompletedShell {
  readonly cwd: string;
  readonly sandbox: Sandbox;
  /** Its variables and functions, once it runs. */
  readonly inner: Shell | undefined;
  variable(name: string): string | undefined;
}

/** What may stand from `from` up to the cursor. */
export interface Completion {
  readonly from: number;
  readonly candidates: readonly string[];
}

/** The common beginning of several texts. */
export function commonPrefix(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const text of others) {
    let same = 0;
    while (same < length && text[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}

/** Completes names of commands, variables and files, as a shell does by itself. */
export function completeDefault(session: CompletedShell, commands: readonly string[], line: string, cursor: number): Completion {
  const before = line.slice(0, cursor);
  const word = /(?:[^\s|&;<>()\\]|\\.)*$/.exec(before)?.[0] ?? '';
  const from = cursor - word.length;
  const isFirst = /(^|[|&;(])\s*$/.test(before.slice(0, from));
  if (word.startsWith('$')) {
    const names = [...(session.inner?.state.variables.keys() ?? [])].map((name) => `$${name}`);
    return { from, candidates: matching(names, word) };
  }
  if (isFirst && !word.includes('/')) {
    const functions = session.inner?.state.functions.keys() ?? [];
    return { from, candidates: matching([...commands, ...builtins.keys(), ...functions], word).filter((name) => !name.includes(' ')) };
  }
  return { from, candidates: completeFile(session, word) };
}

function matching(names: readonly string[], prefix: string): readonly string[] {
  return [...new Set(names.filter((name) => name.startsWith(prefix)))].sort();
}

/** Paths that begin with the text; directories end with a slash. */
export function completeFile(session: CompletedShell, word: string): readonly string[] {
  const { files } = session.sandbox;
  const slash = word.lastIndexOf('/') + 1;
  const [directory, name] = [word.slice(0, slash), word.slice(slash)];
  const home = session.variable('HOME') ?? '/root';
  const path = joinPath(session.cwd, directory.startsWith('~/') ? home + directory.slice(1) : directory === '' ? '.' : directory);
  if (!files.exists(path) || files.stat(path).type !== 'directory') return [];
  return files.list(path)
    .filter((entry) => entry.startsWith(name) && (name !== '' || !entry.startsWith('.')))
    .map((entry) => {
      const inner = joinPath(path, entry);
      const isDirectory = files.exists(inner) && files.stat(inner).type === 'directory';
      return `${directory}${entry.replace(/[ '"\\$&;|<>()*?]/g, '\\$&')}${isDirectory ? '/' : ''}`;
    });
}
