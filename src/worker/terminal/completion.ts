import type { World } from '../../cluster/index.ts';
import { FileError, joinPath } from '../../machine/index.ts';
import type { Sandbox } from '../../machine/index.ts';
import { machineTools } from '../../programs/index.ts';
import { kubectlWords, orreryWords } from './kubectl-words.ts';

/** What Tab would do: text that is certain, or what one may choose from. */
export interface Completion {
  readonly insert: string;
  readonly choices: readonly string[];
}

/** Where a line is completed. */
export interface Place {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly cwd: string;
}

const nothing: Completion = { insert: '', choices: [] };
/** Programs of the workstation besides the tools of every machine. */
const own: readonly string[] = ['kubectl', 'orrery'];

/** Completes the last word of a line: a command, a word of kubectl's with live names, or a file. */
export function completionsOf(line: string, place: Place): Completion {
  const command = line.slice(Math.max(...['|', ';', '&', '('].map((mark) => line.lastIndexOf(mark))) + 1).trimStart();
  const begun = /\S*$/.exec(command)?.[0] ?? '';
  const words = command.slice(0, command.length - begun.length).split(/\s+/).filter((word) => word !== '');
  const known = wordsFor(place, words, begun);
  if (known) return choose(known.filter((word) => word.startsWith(begun)), begun);
  return completeFile(place, begun);
}

function wordsFor({ world }: Place, words: readonly string[], begun: string): readonly string[] | undefined {
  const [program, ...rest] = words;
  if (program === undefined) return begun.includes('/') ? undefined : [...new Set([...own, ...machineTools.keys()])].toSorted();
  if (program === 'kubectl' || program === 'k') return kubectlWords(world, rest, begun);
  return program === 'orrery' ? orreryWords(world, rest) : undefined;
}

function completeFile({ sandbox, cwd }: Place, word: string): Completion {
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
  if (names.length === 1) return { insert: `${first.slice(begun.length)}${/[/=]$/.test(first) ? '' : ' '}`, choices: names };
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
