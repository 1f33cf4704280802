// Upstream: proc(5)
import { own } from '../../base/index.ts';
import { FileError, normalizePath } from '../../machine/index.ts';
import type { FileOwner, FileStat, FileSystem, ProcessTable, Readable, SeenProcess } from '../../machine/index.ts';
import { capabilitiesOf, capabilityMask } from './capabilities.ts';
import type { ContainerUser, Powers } from './capabilities.ts';

/** `/proc` of a container: the machine and its processes as files, made when they are read; the root of each process leads to its own tree. */
export class ProcFiles implements FileSystem {
  private readonly processes: ProcessTable;
  private readonly powers: Powers;
  private readonly user: ContainerUser;
  private readonly system: Readonly<Record<string, () => string>>;
  private readonly mounts: () => string;

  constructor(processes: ProcessTable, powers: Powers, user: ContainerUser, system: Readonly<Record<string, () => string>>, mounts: () => string) {
    this.system = system;
    this.mounts = mounts;
    this.processes = processes;
    this.powers = powers;
    this.user = user;
  }

  open(path: string): Readable | undefined {
    const inside = this.behindRoot(path);
    return inside?.files.open?.(inside.path);
  }

  read(path: string): string {
    const inside = this.behindRoot(path);
    if (inside) return inside.files.read(inside.path);
    const ofSystem = this.systemFile(path);
    if (ofSystem) return ofSystem();
    const [pid, file] = this.parts(path);
    const child = this.process(pid);
    if (!child || file === undefined) throw new FileError(this.exists(path) ? 'EISDIR' : 'ENOENT', path);
    if (file === 'mounts') return this.mounts();
    if (file === 'cmdline') return child.argv.map((part) => `${part}\0`).join('');
    if (file === 'comm') return `${commandName(child.argv)}\n`;
    if (file === 'status') return this.status(child.pid, child.parent, commandName(child.argv));
    throw new FileError('ENOENT', path);
  }

  list(path: string): readonly string[] {
    const inside = this.behindRoot(path);
    if (inside) return inside.files.list(inside.path);
    const [pid, file] = this.parts(path);
    if (pid === undefined) return [...this.processes.seen().map((process) => String(process.pid)), ...Object.keys(this.system), 'mounts'];
    if (!this.exists(path)) throw new FileError('ENOENT', path);
    if (file !== undefined) throw new FileError('ENOTDIR', path);
    return files;
  }

  exists(path: string): boolean {
    const inside = this.behindRoot(path);
    if (inside) return inside.files.exists(inside.path);
    if (this.systemFile(path)) return true;
    const [pid, file, more] = this.parts(path);
    if (pid === undefined) return true;
    return this.process(pid) !== undefined && (file === undefined || files.includes(file)) && more === undefined;
  }

  stat(path: string): FileStat {
    const inside = this.behindRoot(path);
    if (inside) return inside.files.stat(inside.path);
    if (!this.exists(path)) throw new FileError('ENOENT', path);
    const isFile = this.parts(path).length === 2 || this.systemFile(path) !== undefined;
    return { type: isFile ? 'file' : 'directory', size: 0, mode: isFile ? 0o444 : 0o555, uid: 0, gid: 0, modifiedMs: 0 };
  }

  write(path: string, content: string, mode?: number): void {
    const inside = this.mustBeBehindRoot(path);
    inside.files.write(inside.path, content, mode);
  }

  append(path: string, content: string): void {
    const inside = this.mustBeBehindRoot(path);
    inside.files.append(inside.path, content);
  }

  makeDirectory(path: string, options?: { readonly parents?: boolean }): void {
    const inside = this.mustBeBehindRoot(path);
    inside.files.makeDirectory(inside.path, options);
  }

  remove(path: string, options?: { readonly recursive?: boolean }): void {
    const inside = this.mustBeBehindRoot(path);
    inside.files.remove(inside.path, options);
  }

  rename(from: string, to: string): void {
    const source = this.mustBeBehindRoot(from);
    const target = this.mustBeBehindRoot(to);
    if (source.files !== target.files) throw new FileError('EROFS', from);
    source.files.rename(source.path, target.path);
  }

  link(path: string, target: string): void {
    const inside = this.mustBeBehindRoot(path);
    inside.files.link(inside.path, target);
  }

  readLink(path: string): string | undefined {
    const inside = this.behindRoot(path);
    return inside?.files.readLink?.(inside.path);
  }

  changeMode(path: string, mode: number): void {
    const inside = this.mustBeBehindRoot(path);
    inside.files.changeMode(inside.path, mode);
  }

  changeOwner(path: string, owner: FileOwner): void {
    const inside = this.mustBeBehindRoot(path);
    inside.files.changeOwner(inside.path, owner);
  }

  /** Where `/PID/root/…` leads: the tree of files that the process sees. */
  private behindRoot(path: string): { readonly files: FileSystem; readonly path: string } | undefined {
    const [pid, file, ...rest] = this.parts(path);
    const child = file === 'root' ? this.processes.get(Number(pid)) : undefined;
    return child && { files: child.context.sandbox.files, path: `/${rest.join('/')}` };
  }

  /** The same, for what changes something. Throws EROFS elsewhere. */
  private mustBeBehindRoot(path: string): { readonly files: FileSystem; readonly path: string } {
    const inside = this.behindRoot(path);
    if (!inside) throw new FileError('EROFS', path);
    return inside;
  }

  private systemFile(path: string): (() => string) | undefined {
    const [name = '', more] = this.parts(path);
    if (more !== undefined) return undefined;
    return name === 'mounts' ? this.mounts : own(this.system, name);
  }

  private process(pid: string | undefined): SeenProcess | undefined {
    return this.processes.see(Number(pid));
  }

  private parts(path: string): readonly string[] {
    return normalizePath(path).split('/').filter((part) => part !== '');
  }

  private status(pid: number, parent: number, name: string): string {
    const bounding = capabilityMask(capabilitiesOf(this.powers));
    const { uid, gid, groups } = this.user;
    const { mayGainPrivileges, areCallsFiltered } = this.powers;
    const effective = uid === 0 ? bounding : '0'.repeat(16);
    const four = (id: number): string => Array<number>(4).fill(id).join('\t'); // real, effective, saved, of files
    const fields: readonly (readonly [string, string | number])[] = [
      ['Name', name], ['Umask', '0022'], ['State', 'S (sleeping)'], ['Tgid', pid], ['Ngid', 0], ['Pid', pid], ['PPid', parent], ['TracerPid', 0],
      ['Uid', four(uid)], ['Gid', four(gid)], ['FDSize', 64], ['Groups', groups.map((group) => `${group} `).join('')], ['Threads', 1], ['CapInh', '0'.repeat(16)], ['CapPrm', effective],
      ['CapEff', effective], ['CapBnd', bounding], ['CapAmb', '0'.repeat(16)], ['NoNewPrivs', mayGainPrivileges ? 0 : 1],
      ['Seccomp', areCallsFiltered ? 2 : 0], ['Seccomp_filters', areCallsFiltered ? 1 : 0],
    ];
    return fields.map(([field, value]) => `${field}:\t${value}\n`).join('');
  }
}

const files: readonly string[] = ['cmdline', 'comm', 'mounts', 'status'];

function commandName(argv: readonly string[]): string {
  return (argv[0] ?? '').split('/').at(-1) ?? '';
}
