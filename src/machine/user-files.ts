// Upstream: Linux, path_resolution(7), inode(7), credentials(7)
import { FileError, setGroupBit, stickyBit } from './file-system.ts';
import type { FileAccess, FileOwner, FileStat, FileSystem } from './file-system.ts';
import { joinPath, normalizePath, parentOf } from './path.ts';
import type { Readable } from './pipe.ts';

/** Who looks at files, and which rules do not bind them. */
export interface FileUser {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** Of `CHOWN`, `DAC_OVERRIDE` and `FOWNER` those that they have; absent for none. */
  readonly capabilities?: ReadonlySet<string>;
}

/** Each permission among the three bits of one class of users. */
const bits: Readonly<Record<FileAccess, number>> = { read: 4, write: 2, execute: 1 };

/** A tree of files as somebody other than an almighty root sees it: modes and owners say what may be done, what is made is theirs. */
export class UserFiles implements FileSystem {
  private readonly files: FileSystem;
  private readonly user: FileUser;

  constructor(files: FileSystem, user: FileUser) {
    this.files = files;
    this.user = user;
  }

  mountPoints(): ReturnType<NonNullable<FileSystem['mountPoints']>> {
    return this.files.mountPoints?.() ?? [];
  }

  allows(path: string, what: FileAccess): boolean {
    return this.isWithinReach(path) && this.files.exists(path) && this.may(path, what) && (this.files.allows?.(path, what) ?? true);
  }

  open(path: string): Readable | undefined {
    const input = this.isWithinReach(path) ? this.files.open?.(path) : undefined;
    if (input) this.check(path, 'read');
    return input;
  }

  read(path: string): string {
    this.reach(path);
    if (this.files.exists(path)) this.check(path, 'read');
    return this.files.read(path);
  }

  write(path: string, content: string, mode?: number): void {
    this.change(path, () => this.files.write(path, content, mode));
  }

  append(path: string, content: string): void {
    this.change(path, () => this.files.append(path, content));
  }

  list(path: string): readonly string[] {
    this.reach(path);
    if (this.files.exists(path) && this.files.stat(path).type === 'directory') this.check(path, 'read');
    return this.files.list(path);
  }

  stat(path: string): FileStat {
    this.reach(path);
    return this.files.stat(path);
  }

  exists(path: string): boolean {
    return this.isWithinReach(path) && this.files.exists(path);
  }

  makeDirectory(path: string, options: { readonly parents?: boolean } = {}): void {
    this.reach(path);
    if (this.files.exists(path)) return this.files.makeDirectory(path, options);
    if (options.parents && normalizePath(path) !== '/') this.makeDirectory(parentOf(path), options);
    this.checkEntries(path);
    this.files.makeDirectory(path);
    this.own(path);
  }

  remove(path: string, options: { readonly recursive?: boolean } = {}): void {
    this.reach(path);
    if (this.files.exists(path)) {
      this.checkTaking(path);
      if (options.recursive) this.checkEmptying(path);
    } else {
      this.checkEntries(path);
    }
    this.files.remove(path, options);
  }

  rename(from: string, to: string): void {
    this.reach(from);
    this.reach(to);
    if (this.files.exists(from)) this.checkTaking(from);
    if (this.files.exists(to)) this.checkTaking(to);
    else this.checkEntries(to);
    this.files.rename(from, to);
  }

  link(path: string, target: string): void {
    this.reach(path);
    this.checkEntries(path);
    this.files.link(path, target);
    this.own(path);
  }

  readLink(path: string): string | undefined {
    return this.isWithinReach(path) ? this.files.readLink?.(path) : undefined;
  }

  statLink(path: string): FileStat | undefined {
    return this.isWithinReach(path) ? this.files.statLink?.(path) : undefined;
  }

  changeMode(path: string, mode: number): void {
    this.reach(path);
    if (this.files.exists(path) && !this.owns(path)) throw this.refusal('EPERM', path);
    this.files.changeMode(path, mode);
  }

  changeOwner(path: string, owner: FileOwner): void {
    this.reach(path);
    if (this.files.exists(path) && !this.has('CHOWN')) {
      const { uid, gid } = this.files.stat(path);
      const isGivenAway = owner.uid !== undefined && owner.uid !== uid;
      const isOwnGroup = owner.gid === undefined || owner.gid === gid || this.isMember(owner.gid);
      if (isGivenAway || uid !== this.user.uid || !isOwnGroup) throw this.refusal('EPERM', path);
    }
    this.files.changeOwner(path, owner);
  }

  /** Changes what stands in a file, or makes it. */
  private change(path: string, act: () => void): void {
    this.reach(path);
    if (this.files.exists(path)) {
      if (this.files.stat(path).type !== 'directory') this.check(path, 'write');
      return act();
    }
    this.checkEntries(path);
    act();
    this.own(path);
  }

  /** What was made is the user's; its group may be that of the directory that holds it. */
  private own(path: string): void {
    const { uid, gid } = this.user;
    const isOfGroup = (this.files.stat(parentOf(path)).mode & setGroupBit) !== 0;
    this.files.changeOwner(path, isOfGroup ? { uid } : { uid, gid });
  }

  /** All directories on the way must let the user through. Throws EACCES. */
  private reach(path: string): void {
    if (!this.isWithinReach(path)) throw new FileError('EACCES', path);
  }

  private isWithinReach(path: string): boolean {
    if (this.has('DAC_OVERRIDE')) return true;
    const normal = normalizePath(path);
    for (let end = normal.lastIndexOf('/'); end > 0; end = normal.lastIndexOf('/', end - 1)) {
      const directory = normal.slice(0, end);
      if (this.files.exists(directory) && this.files.stat(directory).type === 'directory' && !this.may(directory, 'execute')) return false;
    }
    return true;
  }

  /** Whether entries may be made in, and taken out of, the directory that holds the path. Throws EACCES. */
  private checkEntries(path: string): void {
    const parent = parentOf(path);
    if (!this.files.exists(parent) || this.files.stat(parent).type !== 'directory') return;
    if (!this.may(parent, 'write') || !this.may(parent, 'execute')) throw this.refusal('EACCES', path);
  }

  /** Whether an entry may be taken from where it is. Throws EACCES or EPERM. */
  private checkTaking(path: string): void {
    this.checkEntries(path);
    const parent = parentOf(path);
    if ((this.files.stat(parent).mode & stickyBit) !== 0 && !this.owns(path) && !this.owns(parent)) throw this.refusal('EPERM', path);
  }

  /** Whether all that is in a directory, and below, may be taken out of it. */
  private checkEmptying(path: string): void {
    if (this.files.readLink?.(path) !== undefined || this.files.stat(path).type !== 'directory') return;
    for (const name of this.list(path)) {
      const entry = joinPath(path, name);
      this.checkTaking(entry);
      this.checkEmptying(entry);
    }
  }

  private check(path: string, what: FileAccess): void {
    if (!this.may(path, what)) throw what === 'write' ? this.refusal('EACCES', path) : new FileError('EACCES', path);
  }

  /** Why a change is refused: where nobody may write, that is said, whoever asks. */
  private refusal(code: 'EACCES' | 'EPERM', path: string): FileError {
    return new FileError(this.files.allows?.(path, 'write') === false ? 'EROFS' : code, path);
  }

  private may(path: string, what: FileAccess): boolean {
    const { type, mode, uid, gid } = this.files.stat(path);
    if (this.has('DAC_OVERRIDE')) return what !== 'execute' || type === 'directory' || (mode & 0o111) !== 0;
    const shift = uid === this.user.uid ? 6 : this.isMember(gid) ? 3 : 0;
    return ((mode >> shift) & bits[what]) !== 0;
  }

  private owns(path: string): boolean {
    return this.has('FOWNER') || (this.files.exists(path) && this.files.stat(path).uid === this.user.uid);
  }

  private isMember(gid: number): boolean {
    return gid === this.user.gid || this.user.groups.includes(gid);
  }

  private has(capability: string): boolean {
    return this.user.capabilities?.has(capability) === true;
  }
}
