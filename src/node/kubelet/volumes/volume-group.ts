// Upstream: pkg/volume/volume_linux.go SetVolumeOwnership
import { joinPath, setGroupBit } from '../../../machine/index.ts';
import type { FileSystem } from '../../../machine/index.ts';

/** What the group may do then: read and, where anybody may write, write; in directories, what is made there is the group's too. */
const [readable, writable, directoryBits] = [0o440, 0o660, setGroupBit | 0o110];

/** Gives a volume, or what is below a path of it, to the group of the Pod's fsGroup. */
export function giveToGroup(files: FileSystem, path: string, gid: number, isReadOnly: boolean): void {
  files.changeOwner(path, { gid });
  if (files.readLink?.(path) !== undefined) return;
  const { mode, type } = files.stat(path);
  files.changeMode(path, mode | (isReadOnly ? readable : writable) | (type === 'directory' ? directoryBits : 0));
  if (type === 'directory') for (const name of files.list(path)) giveToGroup(files, joinPath(path, name), gid, isReadOnly);
}
