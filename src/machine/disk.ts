import { FewMap } from '../base/index.ts';
import { Signal } from '../kernel/index.ts';
import { FileError, setGroupBit } from './file-system.ts';
import type { FileOwner, FileStat, FileSystem } from './file-system.ts';
import { joinPath, normalizePath, parentOf } from './path.ts';
import { isZeros, zeros } from './zeros.ts';

/** What every entry of a directory has. */
interface NodeFacts {
  mode: number;
  uid: number;
  gid: number;
  modifiedMs: number;
}
interface FileNode extends NodeFacts {
  readonly type: 'file';
  content: string;
  /** Zero bytes behind the content: what is written from /dev/zero takes room on the disk, and none here. */
  zeros: number;
}
interface LinkNode extends NodeFacts {
  readonly type: 'link';
  readonly target: string;
}
interface DirectoryNode extends NodeFacts {
  readonly type: 'directory';
  readonly entries: FewMap<string, Node>;
}
type Node = FileNode | LinkNode | DirectoryNode;

const greatestLinkDepth = 16;
/** Characters that one file can hold beside its zeros. */
const greatestContent = 2 ** 28;

/** Bytes that a full disk counts; shared by all file systems on it. */
export class DiskSpace {
  readonly capacity: number;
  used = 0;
  private ballast = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Takes (or gives back) bytes; throws ENOSPC beyond the capacity. */
  take(bytes: number, path: string): void {
    if (bytes > 0 && this.used + bytes > this.capacity) throw new FileError('ENOSPC', path);
    this.used += bytes;
  }

  /** Something takes all the room that is left, until `empty`. */
  fill(): void {
    this.ballast += this.capacity - this.used;
    this.used = this.capacity;
  }

  /** What `fill` has put there is gone. */
  empty(): void {
    this.used -= this.ballast;
    this.ballast = 0;
  }
}

/** A tree of files in memory that outlives the processes which use it: a machine's disk, a volume, a container's layer. */
export class Disk implements FileSystem {
  readonly space: DiskSpace;
  isReadOnly = false;
  private readonly root: DirectoryNode;
  private readonly now: () => number;
  private watched: Map<string, Signal> | undefined;

  /** @param now virtual time in milliseconds, for modification times */
  constructor(now: () => number, space = new DiskSpace(100 * 2 ** 30)) {
    this.now = now;
    this.space = space;
    this.root = directory(now(), undefined);
  }

  /** What is notified when something in a directory, or below it, has changed. */
  watch(directory: string): Signal {
    const watched = (this.watched ??= new Map<string, Signal>());
    const place = normalizePath(directory);
    let signal = watched.get(place);
    if (!signal) watched.set(place, (signal = new Signal(`a change in ${place}`)));
    return signal;
  }

  private changed(path: string): void {
    if (!this.watched) return;
    const normal = normalizePath(path);
    for (const [directory, signal] of this.watched) if (normal.startsWith(`${directory}/`) || directory.startsWith(`${normal}/`) || normal === directory) signal.notify();
  }

  read(path: string): string {
    const node = this.find(path);
    if (node.type === 'directory') throw new FileError('EISDIR', path);
    return node.type === 'file' ? wholeText(node, path) : '';
  }

  write(path: string, content: string, mode = 0o644): void {
    const existing = this.tryFind(path);
    if (existing?.type === 'directory') throw new FileError('EISDIR', path);
    this.checkWritable(path);
    if (existing?.type === 'file') {
      this.space.take(content.length - lengthOf(existing), path);
      existing.content = content;
      existing.zeros = 0;
      existing.modifiedMs = this.now();
      this.changed(path);
      return;
    }
    const { parent, name } = this.place(path);
    this.space.take(content.length, path);
    parent.entries.set(name, { type: 'file', content, zeros: 0, mode, uid: 0, gid: groupIn(parent), modifiedMs: this.now() });
    this.changed(path);
  }

  append(path: string, content: string): void {
    const existing = this.tryFind(path);
    if (existing?.type !== 'file') return this.write(path, content);
    this.checkWritable(path);
    const areZeros = isZeros(content);
    const before = areZeros || existing.zeros === 0 ? existing.content : wholeText(existing, path);
    if (!areZeros && before.length + content.length > greatestContent) throw new FileError('EFBIG', path);
    this.space.take(content.length, path);
    existing.content = areZeros ? before : before + content;
    existing.zeros = areZeros ? existing.zeros + content.length : 0;
    existing.modifiedMs = this.now();
    this.changed(path);
  }

  list(path: string): readonly string[] {
    const node = this.find(path);
    if (node.type !== 'directory') throw new FileError('ENOTDIR', path);
    return [...node.entries.keys()].sort();
  }

  stat(path: string): FileStat {
    const node = this.find(path);
    const size = node.type === 'file' ? lengthOf(node) : 4096;
    return { type: node.type, size, mode: node.mode, uid: node.uid, gid: node.gid, modifiedMs: node.modifiedMs };
  }

  exists(path: string): boolean {
    return this.tryFind(path) !== undefined;
  }

  makeDirectory(path: string, options: { readonly parents?: boolean } = {}): void {
    const existing = this.tryFind(path);
    if (existing) {
      if (options.parents && existing.type === 'directory') return;
      throw new FileError('EEXIST', path);
    }
    this.checkWritable(path);
    if (options.parents) this.makeDirectory(parentOf(path), options);
    const { parent, name } = this.place(path);
    parent.entries.set(name, directory(this.now(), parent));
  }

  remove(path: string, options: { readonly recursive?: boolean } = {}): void {
    const { parent: { entries }, name } = this.place(path);
    const node = entries.get(name);
    if (!node) throw new FileError('ENOENT', path);
    this.checkWritable(path);
    if (node.type === 'directory' && node.entries.size > 0 && !options.recursive) throw new FileError('ENOTEMPTY', path);
    this.space.take(-sizeOf(node), path);
    entries.delete(name);
    this.changed(path);
  }

  rename(from: string, to: string): void {
    this.checkWritable(to);
    const source = this.place(from);
    const node = source.parent.entries.get(source.name);
    if (!node) throw new FileError('ENOENT', from);
    const target = this.place(to);
    const replaced = target.parent.entries.get(target.name);
    if (replaced?.type === 'directory') throw new FileError('EISDIR', to);
    if (replaced) this.space.take(-sizeOf(replaced), to);
    source.parent.entries.delete(source.name);
    target.parent.entries.set(target.name, node);
    this.changed(from);
    this.changed(to);
  }

  link(path: string, target: string): void {
    this.checkWritable(path);
    const { parent, name } = this.place(path);
    if (parent.entries.has(name)) throw new FileError('EEXIST', path);
    parent.entries.set(name, { type: 'link', target, mode: 0o777, uid: 0, gid: groupIn(parent), modifiedMs: this.now() });
    this.changed(path);
  }

  readLink(path: string): string | undefined {
    return this.linkAt(path)?.target;
  }

  statLink(path: string): FileStat | undefined {
    const node = this.linkAt(path);
    return node && { type: 'link', size: node.target.length, mode: node.mode, uid: node.uid, gid: node.gid, modifiedMs: node.modifiedMs, target: node.target };
  }

  private linkAt(path: string): LinkNode | undefined {
    const normal = normalizePath(path);
    const parent = this.tryFind(parentOf(normal));
    const node = parent?.type === 'directory' ? parent.entries.get(normal.slice(normal.lastIndexOf('/') + 1)) : undefined;
    return node?.type === 'link' ? node : undefined;
  }

  changeMode(path: string, mode: number): void {
    this.checkWritable(path);
    this.find(path).mode = mode;
  }

  changeOwner(path: string, { uid, gid }: FileOwner): void {
    this.checkWritable(path);
    const node = this.linkAt(path) ?? this.find(path);
    if (uid !== undefined) node.uid = uid;
    if (gid !== undefined) node.gid = gid;
  }

  private checkWritable(path: string): void {
    if (this.isReadOnly) throw new FileError('EROFS', path);
  }

  private find(path: string): Node {
    const node = this.tryFind(path);
    if (!node) throw new FileError('ENOENT', path);
    return node;
  }

  private tryFind(path: string, depth = 0): Node | undefined {
    const normal = normalizePath(path);
    let node: Node | undefined = this.root;
    for (let begin = 1, end = 0; begin < normal.length; begin = end + 1) {
      if (node?.type !== 'directory') return undefined;
      const slash = normal.indexOf('/', begin);
      end = slash < 0 ? normal.length : slash;
      node = node.entries.get(normal.slice(begin, end));
      if (node?.type === 'link') {
        if (depth >= greatestLinkDepth) return undefined;
        node = this.tryFind(joinPath(normal.slice(0, begin), node.target), depth + 1);
      }
    }
    return node;
  }

  /** The directory that holds (or will hold) the path, and the last name. */
  private place(path: string): { readonly parent: DirectoryNode; readonly name: string } {
    const normal = normalizePath(path);
    const parent = this.tryFind(parentOf(normal));
    if (!parent) throw new FileError('ENOENT', path);
    if (parent.type !== 'directory') throw new FileError('ENOTDIR', path);
    const name = normal.slice(normal.lastIndexOf('/') + 1);
    if (name === '') throw new FileError('EBUSY', path);
    return { parent, name };
  }
}

function lengthOf({ content, zeros }: FileNode): number {
  return content.length + zeros;
}

/** All that stands in a file. Throws ENOMEM when that is more than a program could hold. */
function wholeText(file: FileNode, path: string): string {
  if (lengthOf(file) > greatestContent) throw new FileError('ENOMEM', path);
  return file.zeros === 0 ? file.content : file.content + zeros(file.zeros);
}

function groupIn(parent: DirectoryNode): number {
  return (parent.mode & setGroupBit) === 0 ? 0 : parent.gid;
}

function directory(nowMs: number, parent: DirectoryNode | undefined): DirectoryNode {
  const groupMode = parent ? parent.mode & setGroupBit : 0;
  return { type: 'directory', entries: new FewMap(), mode: 0o755 | groupMode, uid: 0, gid: parent ? groupIn(parent) : 0, modifiedMs: nowMs };
}

function sizeOf(node: Node): number {
  if (node.type === 'file') return lengthOf(node);
  if (node.type === 'link') return 0;
  let size = 0;
  for (const entry of node.entries.values()) size += sizeOf(entry);
  return size;
}
