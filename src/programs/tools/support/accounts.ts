// Upstream: passwd(5), group(5)
import type { FileSystem } from '../../../machine/index.ts';

const passwords = '/etc/passwd';
const groups = '/etc/group';

/** The name of a user; undefined when the system does not know one. */
export const userName = (files: FileSystem, uid: number): string | undefined => nameIn(files, passwords, uid);

/** The name of a group; undefined when the system does not know one. */
export const groupName = (files: FileSystem, gid: number): string | undefined => nameIn(files, groups, gid);

/** The number of a user that is given by name or number; undefined when there is none of that name. */
export const userNumber = (files: FileSystem, text: string): number | undefined => numberIn(files, passwords, text);

/** The number of a group that is given by name or number; undefined when there is none of that name. */
export const groupNumber = (files: FileSystem, text: string): number | undefined => numberIn(files, groups, text);

function nameIn(files: FileSystem, file: string, id: number): string | undefined {
  return linesOf(files, file).find(([, , number]) => number === String(id))?.[0];
}

function numberIn(files: FileSystem, file: string, text: string): number | undefined {
  const known = linesOf(files, file).find(([name]) => name === text)?.[2];
  return known !== undefined ? Number(known) : /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Every system knows root, without files even. */
function linesOf(files: FileSystem, file: string): readonly (readonly string[])[] {
  const text = files.exists(file) ? files.read(file) : 'root:x:0:0';
  return text.split('\n').map((line) => line.split(':'));
}
