import { joinPath } from '../../machine/index.ts';
import { compile, isPattern, patternSource, unquotePattern } from './pattern.ts';
import type { FileSystem } from './surroundings.ts';

/** Names of files that match a pattern, sorted; none when nothing does. */
export function expandGlob(files: FileSystem, cwd: string, pattern: string): readonly string[] {
  const isAbsolute = pattern.startsWith('/');
  let found = [isAbsolute ? '/' : ''];
  const parts = pattern.split('/');
  for (const [index, part] of (isAbsolute ? parts.slice(1) : parts).entries()) {
    const isLast = index === parts.length - (isAbsolute ? 2 : 1);
    found = found.flatMap((base) => matchPart(files, cwd, base, part, isLast));
  }
  return found;
}

function matchPart(files: FileSystem, cwd: string, base: string, part: string, isLast: boolean): string[] {
  const suffix = isLast ? '' : '/';
  if (part === '') return [isLast ? base : `${base}/`];
  if (!isPattern(part)) {
    const path = base + unquotePattern(part);
    return files.exists(joinPath(cwd, path)) ? [path + suffix] : [];
  }
  const directory = joinPath(cwd, base === '' ? '.' : base);
  if (!isDirectory(files, directory)) return [];
  const expression = compile(`^(?:${patternSource(part)})$`);
  return files.list(directory)
    .filter((name) => expression.test(name) && (!name.startsWith('.') || part.startsWith('.')))
    .filter((name) => isLast || isDirectory(files, joinPath(directory, name)))
    .map((name) => base + name + suffix);
}

function isDirectory(files: FileSystem, path: string): boolean {
  return files.exists(path) && files.stat(path).type === 'directory';
}
