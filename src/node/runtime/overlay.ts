import { Disk, FileError, joinPath, normalizePath, parentOf } from '../../machine/index.ts';
import type { DiskSpace, FileAccess, FileOwner, FileStat, FileSystem } from '../../machine/index.ts';

/**
 * A container's root: an image's files, which many share and nobody changes, under a layer of the container's own that
 * comes into being with the first write.
 */
export class OverlayFiles implements FileSystem {
  isReadOnly = false;
  private readonly lower: FileSystem;
  private readonly makeUpper: () => Disk;
  private upper: Disk | undefined;
  /** Paths of the lower layer that are removed or replaced, with all below them. */
  private hidden: Set<string> | undefined;

  constructor(lower: FileSystem, now: () => number, space: () => DiskSpace) {
    this.lower = lower;
    this.makeUpper = () => new Disk(now, space());
  }

  read(path: string): string {
    return this.holding(path).read(path);
  }

  write(path: string, content: string, mode?: number): void {
    const upper = this.writable(path);
    const isCovered = !upper.exists(path) && this.isInLower(path);
    upper.write(path, content, mode);
    if (isCovered) this.takeFacts(upper, path);
  }

  append(path: string, content: string): void {
    this.copyUp(path).append(path, content);
  }

  list(path: string): readonly string[] {
    const isInUpper = this.upper?.exists(path) ?? false;
    if (!this.isInLower(path)) return this.holding(path).list(path);
    const names = new Set(isInUpper ? this.upper?.list(path) : []);
    for (const name of this.lower.list(path)) if (!this.isHidden(joinPath(path, name))) names.add(name);
    return [...names].sort();
  }

  stat(path: string): FileStat {
    return this.holding(path).stat(path);
  }

  exists(path: string): boolean {
    return (this.upper?.exists(path) ?? false) || this.isInLower(path);
  }

  makeDirectory(path: string, options: { readonly parents?: boolean } = {}): void {
    if (this.exists(path)) {
      if (options.parents && this.stat(path).type === 'directory') return;
      throw new FileError('EEXIST', path);
    }
    if (options.parents && parentOf(path) !== '/') this.makeDirectory(parentOf(path), options);
    this.writable(path).makeDirectory(path);
  }

  remove(path: string, options: { readonly recursive?: boolean } = {}): void {
    if (!this.exists(path)) throw new FileError('ENOENT', path);
    this.checkWritable(path);
    if (this.stat(path).type === 'directory' && !options.recursive && this.list(path).length > 0) throw new FileError('ENOTEMPTY', path);
    if (this.upper?.exists(path)) this.upper.remove(path, { recursive: true });
    if (this.isInLower(path)) (this.hidden ??= new Set()).add(normalizePath(path));
  }

  rename(from: string, to: string): void {
    if (this.stat(from).type === 'directory' && this.isInLower(from)) {
      this.copyTree(from, to);
    } else {
      const upper = this.copyUp(from);
      this.writable(to);
      upper.rename(from, to);
    }
    if (this.exists(from)) this.remove(from, { recursive: true });
  }

  link(path: string, target: string): void {
    if (this.isInLower(path)) throw new FileError('EEXIST', path);
    this.writable(path).link(path, target);
  }

  readLink(path: string): string | undefined {
    return this.upper?.readLink(path) ?? (this.isHidden(path) ? undefined : this.lower.readLink?.(path));
  }

  statLink(path: string): FileStat | undefined {
    return this.upper?.statLink(path) ?? (this.isHidden(path) ? undefined : this.lower.statLink?.(path));
  }

  changeMode(path: string, mode: number): void {
    this.copyUp(path).changeMode(path, mode);
  }

  allows(_path: string, what: FileAccess): boolean {
    return !(this.isReadOnly && what === 'write');
  }

  changeOwner(path: string, owner: FileOwner): void {
    this.copyUp(path).changeOwner(path, owner);
  }

  private copyTree(from: string, to: string): void {
    if (this.stat(from).type !== 'directory') return this.write(to, this.read(from), this.stat(from).mode);
    this.makeDirectory(to, { parents: true });
    for (const name of this.list(from)) this.copyTree(joinPath(from, name), joinPath(to, name));
  }

  private holding(path: string): FileSystem {
    if (this.upper?.exists(path)) return this.upper;
    if (this.isInLower(path)) return this.lower;
    throw new FileError('ENOENT', path);
  }

  private isInLower(path: string): boolean {
    return !this.isHidden(path) && this.lower.exists(path);
  }

  private isHidden(path: string): boolean {
    if (!this.hidden) return false;
    for (let at = normalizePath(path); at !== '/'; at = parentOf(at)) if (this.hidden.has(at)) return true;
    return false;
  }

  private checkWritable(path: string): void {
    if (this.isReadOnly) throw new FileError('EROFS', path);
  }

  /** The upper layer, with the directory that holds the path. */
  private writable(path: string): Disk {
    this.checkWritable(path);
    const parent = parentOf(path);
    if (!this.exists(parent)) throw new FileError('ENOENT', path);
    if (this.stat(parent).type !== 'directory') throw new FileError('ENOTDIR', path);
    const upper = (this.upper ??= this.makeUpper());
    this.copyDirectory(upper, parent);
    return upper;
  }

  /** The upper layer, with a copy of the file when only the image has it. */
  private copyUp(path: string): Disk {
    const upper = this.writable(path);
    if (upper.exists(path) || !this.isInLower(path)) return upper;
    if (this.lower.stat(path).type === 'directory') upper.makeDirectory(path);
    else upper.write(path, this.lower.read(path));
    this.takeFacts(upper, path);
    return upper;
  }

  /** Makes a directory in the upper layer, with those that hold it, as they are in the image. */
  private copyDirectory(upper: Disk, path: string): void {
    if (upper.exists(path)) return;
    this.copyDirectory(upper, parentOf(path));
    upper.makeDirectory(path);
    if (this.isInLower(path)) this.takeFacts(upper, path);
  }

  /** What was copied up belongs to whom it belonged, and may be used as it could. */
  private takeFacts(upper: Disk, path: string): void {
    const { mode, uid, gid } = this.lower.stat(path);
    upper.changeMode(path, mode);
    upper.changeOwner(path, { uid, gid });
  }
}
