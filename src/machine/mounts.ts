import { FileError } from './file-system.ts';
import type { FileAccess, FileOwner, FileStat, FileSystem, MountPoint } from './file-system.ts';
import { normalizePath } from './path.ts';
import type { Readable } from './pipe.ts';

interface Mount {
  readonly at: string;
  readonly files: FileSystem;
  /** The directory (or file) of `files` that appears at `at`. */
  readonly from: string;
  readonly isReadOnly: boolean;
}

/** A mount of what is only made when somebody looks at it. */
class LateMount implements Mount {
  readonly at: string;
  readonly from = '/';
  readonly isReadOnly: boolean;
  private readonly make: () => FileSystem;
  private made: FileSystem | undefined = undefined;

  constructor(at: string, make: () => FileSystem, isReadOnly: boolean) {
    this.at = at;
    this.make = make;
    this.isReadOnly = isReadOnly;
  }

  get files(): FileSystem {
    return (this.made ??= this.make());
  }
}

/** A root file system with others mounted in it, as a container sees them. */
export class MountedFiles implements FileSystem {
  private readonly root: FileSystem;
  /** The deepest first, and the newest of those at one place. */
  private mounts: readonly Mount[] = [];

  constructor(root: FileSystem) {
    this.root = root;
  }

  mount(at: string, files: FileSystem, options: { readonly from?: string; readonly isReadOnly?: boolean } = {}): void {
    const { from = '/', isReadOnly = false } = options;
    this.place({ at: normalizePath(at), files, from: normalizePath(from), isReadOnly });
  }

  /** Mounts what is only made when somebody looks at it. */
  mountLate(at: string, make: () => FileSystem, isReadOnly: boolean): void {
    this.place(new LateMount(normalizePath(at), make, isReadOnly));
  }

  private place(mount: Mount): void {
    const place = this.mounts.findIndex(({ at: other }) => other.length <= mount.at.length);
    this.mounts = this.mounts.toSpliced(place < 0 ? this.mounts.length : place, 0, mount);
  }

  mountPoints(): readonly MountPoint[] {
    const places = new Map(this.mounts.map(({ at, isReadOnly, files: { memory } }) => [at, { at, isReadOnly, memory }]));
    const depth = (path: string): number => path.split('/').length;
    return [...places.values()].sort((a, b) => depth(a.at) - depth(b.at) || (a.at < b.at ? -1 : 1));
  }

  open(path: string): Readable | undefined {
    const { files, inner } = this.at(path);
    return files.open?.(inner);
  }

  read(path: string): string {
    const { files, inner } = this.at(path);
    return files.read(inner);
  }

  write(path: string, content: string, mode?: number): void {
    const { files, inner } = this.writableAt(path);
    files.write(inner, content, mode);
  }

  append(path: string, content: string): void {
    const { files, inner } = this.writableAt(path);
    files.append(inner, content);
  }

  list(path: string): readonly string[] {
    const { files, inner } = this.at(path);
    const names = new Set(files.list(inner));
    const prefix = normalizePath(path) === '/' ? '/' : `${normalizePath(path)}/`;
    for (const { at } of this.mounts) {
      const below = at.startsWith(prefix) ? at.slice(prefix.length) : '';
      if (below !== '' && !below.includes('/')) names.add(below);
    }
    return [...names].sort();
  }

  stat(path: string): FileStat {
    const { files, inner } = this.at(path);
    return files.stat(inner);
  }

  exists(path: string): boolean {
    const { files, inner } = this.at(path);
    return files.exists(inner);
  }

  makeDirectory(path: string, options?: { readonly parents?: boolean }): void {
    const { files, inner } = this.writableAt(path);
    files.makeDirectory(inner, options);
  }

  remove(path: string, options?: { readonly recursive?: boolean }): void {
    if (this.mounts.some(({ at }) => at === normalizePath(path))) throw new FileError('EBUSY', path);
    const { files, inner } = this.writableAt(path);
    files.remove(inner, options);
  }

  rename(from: string, to: string): void {
    const source = this.writableAt(from);
    const target = this.writableAt(to);
    if (source.files === target.files) {
      source.files.rename(source.inner, target.inner);
    } else {
      target.files.write(target.inner, source.files.read(source.inner));
      source.files.remove(source.inner);
    }
  }

  link(path: string, target: string): void {
    const { files, inner } = this.writableAt(path);
    files.link(inner, target);
  }

  readLink(path: string): string | undefined {
    const { files, inner } = this.at(path);
    return files.readLink?.(inner);
  }

  statLink(path: string): FileStat | undefined {
    const { files, inner } = this.at(path);
    return files.statLink?.(inner);
  }

  changeMode(path: string, mode: number): void {
    const { files, inner } = this.writableAt(path);
    files.changeMode(inner, mode);
  }

  allows(path: string, what: FileAccess): boolean {
    const { files, inner, isReadOnly } = this.at(path);
    return !(isReadOnly && what === 'write') && (files.allows?.(inner, what) ?? true);
  }

  changeOwner(path: string, owner: FileOwner): void {
    const { files, inner } = this.writableAt(path);
    files.changeOwner(inner, owner);
  }

  private at(path: string): { files: FileSystem; inner: string; isReadOnly: boolean } {
    const normal = normalizePath(path);
    for (const mount of this.mounts) {
      const { at, from, isReadOnly } = mount;
      if (normal !== at && !normal.startsWith(at === '/' ? '/' : `${at}/`)) continue;
      return { files: mount.files, inner: normalizePath(`${from}/${normal.slice(at.length)}`), isReadOnly }; // only those: some are not made yet
    }
    return { files: this.root, inner: normal, isReadOnly: false };
  }

  private writableAt(path: string): { files: FileSystem; inner: string } {
    const place = this.at(path);
    if (place.isReadOnly) throw new FileError('EROFS', path);
    return place;
  }
}
