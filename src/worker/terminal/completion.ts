import type { World } from '../../cluster/index.ts';
import { completeFile, machineToolNames } from '../../programs/index.ts';
import type { Completion, ShellSession } from '../../programs/index.ts';
import { kubectlWords, orreryWords } from './kubectl-words.ts';

/** Where a line is completed. */
export interface Place {
  readonly world: World;
  readonly shell: ShellSession;
}

/** Programs of the workstation besides the tools of every machine. */
const own: readonly string[] = ['kubectl', 'orrery'];

/** Completes the last word of a line: a command, a word of kubectl's with live names, or a file; undefined for a variable. */
export function completionOf(line: string, cursor: number, place: Place): Completion | undefined {
  const before = line.slice(0, cursor);
  const command = before.slice(Math.max(...['|', ';', '&', '('].map((mark) => before.lastIndexOf(mark))) + 1).trimStart();
  const begun = /\S*$/.exec(command)?.[0] ?? '';
  if (begun.startsWith('$')) return undefined;
  const words = command.slice(0, command.length - begun.length).split(/\s+/).filter((word) => word !== '');
  const known = wordsFor(place, words, begun);
  return { from: cursor - begun.length, candidates: known ? known.filter((word) => word.startsWith(begun)) : completeFile(place.shell, begun) };
}

/** Whether a word is kubectl by another name: an alias, or one that is completed as kubectl is. */
function isKubectl({ inner }: ShellSession, program: string): boolean {
  if (program === 'kubectl' || program === 'k' || inner?.state.aliases.get(program) === 'kubectl') return true;
  return inner?.state.completions.get(program)?.includes('__start_kubectl') ?? false;
}

function wordsFor({ world, shell }: Place, words: readonly string[], begun: string): readonly string[] | undefined {
  const [program, ...rest] = words;
  if (program === undefined) return begun.includes('/') ? undefined : [...new Set([...own, ...machineToolNames])].toSorted();
  if (isKubectl(shell, program)) return kubectlWords(world, rest, begun);
  return program === 'orrery' ? orreryWords(world, rest) : undefined;
}
