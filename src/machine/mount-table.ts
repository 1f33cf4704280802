// Upstream: mount(8), proc_pid_mounts(5)
import type { FileSystem } from './file-system.ts';

/** One line of what is mounted. */
export interface MountEntry {
  readonly device: string;
  readonly at: string;
  readonly type: string;
  readonly options: string;
}

/** What is mounted in a tree of files; without `rootDevice` it is a container's. */
export function mountTable(files: FileSystem, rootDevice: string | undefined): readonly MountEntry[] {
  const root: MountEntry = rootDevice === undefined
    ? { device: 'overlay', at: '/', type: 'overlay', options: 'rw,relatime' }
    : { device: rootDevice, at: '/', type: 'ext4', options: 'rw,relatime' };
  return [root, ...(files.mountPoints?.() ?? []).map(({ at, isReadOnly, memoryBytes }): MountEntry => {
    const way = isReadOnly ? 'ro' : 'rw';
    if (at === '/proc') return { device: 'proc', at, type: 'proc', options: 'rw,nosuid,nodev,noexec,relatime' };
    if (at === '/dev') return rootDevice === undefined ? { device: 'tmpfs', at, type: 'tmpfs', options: 'rw,nosuid,size=65536k,mode=755' } : { device: 'udev', at, type: 'devtmpfs', options: 'rw,nosuid,relatime' };
    if (at === '/dev/shm') return { device: 'shm', at, type: 'tmpfs', options: 'rw,relatime,size=65536k' };
    if (memoryBytes !== undefined) return { device: 'tmpfs', at, type: 'tmpfs', options: `${way},relatime,size=${Math.floor(memoryBytes / 1024)}k,noswap` };
    return { device: '/dev/vda1', at, type: 'ext4', options: `${way},relatime` };
  })];
}

/** The same as `/proc/mounts`. */
export function mountLines(files: FileSystem, rootDevice: string | undefined): string {
  return mountTable(files, rootDevice).map(({ device, at, type, options }) => `${device} ${at} ${type} ${options} 0 0\n`).join('');
}
