// The files that -f names: files, directories, patterns, addresses, standard input.
// Upstream: k8s.io/cli-runtime resource builder FilenameParam

import type { Process } from '../../kernel/index.ts';
import { joinPath } from '../../machine/index.ts';
import { CommandError, operating, throwAll } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { readUrl } from './url.ts';

/** One file's text with the name that messages give it. */
export interface SourceText {
  readonly source: string;
  readonly text: string;
}

const extensions = ['.json', '.yaml', '.yml'];

/** Reads all that -f names; throws all that is wrong with the names. */
export function* readSources(kubectl: Kubectl, names: readonly string[], isRecursive: boolean): Process<readonly SourceText[]> {
  const sources: SourceText[] = [];
  const errors: Error[] = [];
  for (const name of names) {
    try {
      sources.push(...(yield* readSource(kubectl, name, isRecursive)));
    } catch (error) {
      errors.push(operating(error));
    }
  }
  throwAll(errors);
  return sources;
}

function* readSource(kubectl: Kubectl, name: string, isRecursive: boolean): Process<readonly SourceText[]> {
  if (name === '-') return [{ source: 'STDIN', text: yield* kubectl.context.stdin.readAll() }];
  if (/^https?:\/\//.test(name)) return [{ source: name, text: yield* readUrl(kubectl, name) }];
  return readPath(kubectl, name, isRecursive);
}

function readPath(kubectl: Kubectl, name: string, isRecursive: boolean): readonly SourceText[] {
  const { files } = kubectl;
  if (!files.exists(kubectl.path(name))) {
    const matches = matchPattern(kubectl, name);
    if (matches.length === 0) throw new CommandError(`the path ${JSON.stringify(name)} does not exist`);
    return matches.flatMap((match) => readPath(kubectl, match, isRecursive));
  }
  if (files.stat(kubectl.path(name)).type !== 'directory') return [{ source: name, text: files.read(kubectl.path(name)) }];
  const found = listDirectory(kubectl, name, isRecursive);
  if (found.length === 0) throw new CommandError(`error reading [${name}]: recognized file extensions are [${extensions.join(' ')}]`);
  return found.map((path) => ({ source: path, text: files.read(kubectl.path(path)) }));
}

/** A file of a folder, by the shortest way to say it. */
function joined(folder: string, entry: string): string {
  const plain = folder.replace(/^(?:\.\/)+|\/+$/g, '');
  if (plain === '' && folder.startsWith('/')) return `/${entry}`;
  return plain === '' || plain === '.' ? entry : `${plain}/${entry}`;
}

function listDirectory(kubectl: Kubectl, name: string, isRecursive: boolean): readonly string[] {
  return kubectl.files.list(kubectl.path(name)).flatMap((entry) => {
    const path = joined(name, entry);
    if (kubectl.files.stat(kubectl.path(path)).type === 'directory') return isRecursive ? listDirectory(kubectl, path, true) : [];
    return extensions.some((extension) => entry.endsWith(extension)) ? [path] : [];
  });
}

/** Files of a pattern such as `*.json`, which the shell has left to kubectl. */
function matchPattern(kubectl: Kubectl, pattern: string): readonly string[] {
  if (!/[*?[]/.test(pattern)) return [];
  const slash = pattern.lastIndexOf('/');
  const directory = slash < 0 ? '.' : pattern.slice(0, slash);
  const last = pattern.slice(slash + 1).replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]');
  const expression = new RegExp(`^${last}$`);
  const at = joinPath(kubectl.context.cwd, directory);
  if (!kubectl.files.exists(at)) return [];
  return kubectl.files.list(at).filter((entry) => expression.test(entry)).map((entry) => (slash < 0 ? entry : `${directory}/${entry}`));
}
