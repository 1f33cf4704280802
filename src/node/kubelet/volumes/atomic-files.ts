// Upstream: pkg/volume/util/atomic_writer.go
import { civilTime, twoDigits } from '../../../base/index.ts';
import { parentOf } from '../../../machine/index.ts';
import type { Disk } from '../../../machine/index.ts';

/** A file of a volume that is filled from objects. */
export interface VolumeFile {
  readonly content: string;
  readonly mode: number;
  /** Whose it is; root's when absent. */
  readonly uid?: number;
}

/** Fills a volume in one step: a directory named by the moment, `..data` that points to it, and a link for each name. */
export function writeFiles(disk: Disk, files: ReadonlyMap<string, VolumeFile>, stamp: { readonly wallMs: number; readonly suffix: string }): void {
  const directory = `..${stampText(stamp.wallMs)}.${stamp.suffix}`;
  disk.makeDirectory(`/${directory}`);
  for (const [path, file] of files) {
    const full = `/${directory}/${path}`;
    disk.makeDirectory(parentOf(full), { parents: true });
    disk.write(full, file.content, file.mode);
    if (file.uid !== undefined) disk.changeOwner(full, { uid: file.uid });
  }
  const old = disk.list('/').filter((name) => name !== directory);
  if (old.includes('..data')) disk.remove('/..data');
  disk.link('/..data', directory);
  const wanted = new Set([...files.keys()].map((path) => path.split('/')[0] ?? path));
  for (const name of old) if (name !== '..data' && !wanted.has(name)) disk.remove(`/${name}`, { recursive: true });
  for (const name of wanted) if (!old.includes(name)) disk.link(`/${name}`, `..data/${name}`);
}

function stampText(wallMs: number): string {
  const t = civilTime(wallMs);
  return [t.year, twoDigits(t.month), twoDigits(t.day), twoDigits(t.hour), twoDigits(t.minute), twoDigits(t.second)].join('_');
}
