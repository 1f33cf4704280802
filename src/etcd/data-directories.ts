import { FileError, joinPath } from '../machine/index.ts';
import type { DiskSpace, FileSystem } from '../machine/index.ts';
import { DataDirectory } from './data-directory.ts';

/** Where the mark of a data directory stands in it; what the real file of this name holds is in the DataDirectory. */
const markPath = 'member/wal/0000000000000000-0000000000000000.wal';

/**
 * The data directories on the disks of a world. A directory's place is a file with a mark, so that it moves, is removed and
 * is put back with `mv` and `rm` as any other.
 */
export class DataDirectories {
  private readonly marked = new Map<string, DataDirectory>();

  /** What stands at the path; a new one is put there when nothing does. Throws FileError. */
  open(files: FileSystem, path: string, space: DiskSpace): DataDirectory {
    return this.find(files, path) ?? this.put(files, path, new DataDirectory(space));
  }

  /** What stands at the path, if anything does. */
  find(files: FileSystem, path: string): DataDirectory | undefined {
    try {
      return this.marked.get(files.read(joinPath(path, markPath)));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return undefined;
    }
  }

  /** Puts a directory at the path, in place of what stood there. Throws FileError. */
  put(files: FileSystem, path: string, directory: DataDirectory): DataDirectory {
    const mark = `etcd write-ahead log ${this.marked.size + 1}\n`;
    const file = joinPath(path, markPath);
    files.makeDirectory(joinPath(path, 'member/wal'), { parents: true });
    files.write(file, mark, 0o600);
    this.marked.set(mark, directory);
    return directory;
  }
}
