import { FileError, joinPath } from '../../machine/index.ts';
import type { Sandbox } from '../../machine/index.ts';

/** What Tab would do: text that is certain, or what one may choose from. */
export interface Completion {
  readonly insert: string;
  readonly choices: readonly string[];
}

const nothing: Completion = { insert: '', choices: [] };

/** Completes the last word of a line: a file of the directory that it names. */
export function completionsOf(line: string, sandbox: Sandbox, cwd: string): Completion {
  const word = /\S*$/.exec(line)?.[0] ?? '';
  const slash = word.lastIndexOf('/');
  const directory = joinPath(cwd, word.slice(0, slash + 1) || '.');
  const begun = word.slice(slash + 1);
  const names = namesIn(sandbox, directory).filter((name) => name.startsWith(begun) && (begun.startsWith('.') || !name.startsWith('.')));
  return choose(names, begun);
}

/** What completes the beginning of a word, among these. */
export function choose(names: readonly string[], begun: string): Completion {
  const [first] = names;
  if (first === undefined) return nothing;
  if (names.length === 1) return { insert: `${first.slice(begun.length)}${first.endsWith('/') ? '' : ' '}`, choices: names };
  let common = first;
  for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1);
  return { insert: common.slice(begun.length), choices: names };
}

function namesIn({ files }: Sandbox, directory: string): readonly string[] {
  try {
    return files.list(directory).map((name) => (files.stat(joinPath(directory, name)).type === 'directory' ? `${name}/` : name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return [];
  }
}
