// Upstream: mount(8), proc_pid_mounts(5)
import type { FileSystem, MountPoint, Room } from './file-system.ts';

/** One line of what is mounted. */
export interface MountEntry {
  readonly device: string;
  readonly at: string;
  readonly type: string;
  readonly options: string;
  /** What there is and what is taken; undefined for the machine's disk, and for what is no file system of files. */
  readonly room?: Room;
}

/** What is mounted in a tree of files; without `rootDevice` it is a container's. */
export function mountTable(files: FileSystem, rootDevice: string | undefined): readonly MountEntry[] {
  const root: MountEntry = rootDevice === undefined
    ? { device: 'overlay', at: '/', type: 'overlay', options: 'rw,relatime' }
    : { device: rootDevice, at: '/', type: 'ext4', options: 'rw,relatime' };
  const points = files.mountPoints?.() ?? [];
  const first = points.filter(({ at }) => at === '/proc' || at === '/dev').toReversed();
  const others = points.filter((point) => !first.includes(point));
  return [root, ...[...first, ...others].map((point) => entryOf(point, rootDevice))];
}

function entryOf({ at, isReadOnly, memory }: MountPoint, rootDevice: string | undefined): MountEntry {
  const way = isReadOnly ? 'ro' : 'rw';
  if (at === '/proc' || at === '/proc/sys') return { device: 'proc', at, type: 'proc', options: `${way},nosuid,nodev,noexec,relatime` };
  if (at === '/dev') return rootDevice === undefined ? { device: 'tmpfs', at, type: 'tmpfs', options: 'rw,nosuid,size=65536k,mode=755', room: { capacity: 65_536 * 1024, used: 0 } } : { device: 'udev', at, type: 'devtmpfs', options: 'rw,nosuid,relatime' };
  if (memory && at === '/dev/shm') return { device: 'shm', at, type: 'tmpfs', options: 'rw,relatime,size=65536k', room: memory };
  if (memory) return { device: 'tmpfs', at, type: 'tmpfs', options: `${way},relatime,size=${Math.floor(memory.capacity / 1024)}k,noswap`, room: memory };
  return { device: '/dev/vda1', at, type: 'ext4', options: `${way},relatime` };
}

/** The same as `/proc/mounts`. */
export function mountLines(files: FileSystem, rootDevice: string | undefined): string {
  return mountTable(files, rootDevice).map(({ device, at, type, options }) => `${device} ${at} ${type} ${options} 0 0\n`).join('');
}
