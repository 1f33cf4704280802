// Upstream: tmpfs(5)
import type { DiskSpace } from './disk.ts';
import { Disk } from './disk.ts';
import { stickyBit } from './file-system.ts';
import type { FileStat, Room } from './file-system.ts';

/** Files that are kept in memory. To its root everybody may write, where only owners remove what is theirs. */
export class MemoryDisk extends Disk {
  constructor(now: () => number, space: DiskSpace) {
    super(now, space);
    this.changeMode('/', stickyBit | 0o777);
  }

  get memory(): Room {
    return this.space;
  }

  override stat(path: string): FileStat {
    const found = super.stat(path);
    return found.type === 'directory' ? { ...found, size: 40 + 20 * this.list(path).length } : found;
  }
}
