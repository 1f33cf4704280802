import { FileError, parentOf } from '../../../machine/index.ts';
import type { Sandbox } from '../../../machine/index.ts';

/** Refuses a user other than root to write where not everybody may. Throws FileError. */
export function checkMayWrite({ files, user }: Sandbox, path: string, name = path): void {
  if (!user || user.uid === 0) return;
  const parent = parentOf(path);
  if (!files.exists(parent) || (files.stat(parent).mode & 0o002) !== 0) return;
  if (files.exists(path) && files.stat(path).type !== 'directory' && (files.stat(path).mode & 0o002) !== 0) return;
  throw new FileError('EACCES', name);
}
