// Upstream: proc(5)
import { FileError, normalizePath } from '../../machine/index.ts';
import type { FileStat, FileSystem, ProcessTable, SeenProcess } from '../../machine/index.ts';
import { capabilitiesOf, capabilityMask } from './capabilities.ts';
import type { Powers } from './capabilities.ts';

/** `/proc` of a container: its processes as files, made when they are read. */
export class ProcFiles implements FileSystem {
  private readonly processes: ProcessTable;
  private readonly powers: Powers;
  private readonly isRoot: boolean;

  constructor(processes: ProcessTable, powers: Powers, isRoot: boolean) {
    this.processes = processes;
    this.powers = powers;
    this.isRoot = isRoot;
  }

  read(path: string): string {
    const [pid, file] = this.parts(path);
    const child = this.process(pid);
    if (!child || file === undefined) throw new FileError(this.exists(path) ? 'EISDIR' : 'ENOENT', path);
    if (file === 'cmdline') return child.argv.map((part) => `${part}\0`).join('');
    if (file === 'comm') return `${commandName(child.argv)}\n`;
    if (file === 'status') return this.status(child.pid, child.parent, commandName(child.argv));
    throw new FileError('ENOENT', path);
  }

  list(path: string): readonly string[] {
    const [pid, file] = this.parts(path);
    if (pid === undefined) return this.processes.seen().map((process) => String(process.pid));
    if (!this.exists(path)) throw new FileError('ENOENT', path);
    if (file !== undefined) throw new FileError('ENOTDIR', path);
    return files;
  }

  exists(path: string): boolean {
    const [pid, file, more] = this.parts(path);
    if (pid === undefined) return true;
    return this.process(pid) !== undefined && (file === undefined || files.includes(file)) && more === undefined;
  }

  stat(path: string): FileStat {
    if (!this.exists(path)) throw new FileError('ENOENT', path);
    const isFile = this.parts(path).length === 2;
    return { type: isFile ? 'file' : 'directory', size: 0, mode: isFile ? 0o444 : 0o555, uid: 0, gid: 0, modifiedMs: 0 };
  }

  write(path: string): void {
    throw new FileError('EROFS', path);
  }

  append(path: string): void {
    throw new FileError('EROFS', path);
  }

  makeDirectory(path: string): void {
    throw new FileError('EROFS', path);
  }

  remove(path: string): void {
    throw new FileError('EROFS', path);
  }

  rename(from: string): void {
    throw new FileError('EROFS', from);
  }

  link(path: string): void {
    throw new FileError('EROFS', path);
  }

  changeMode(path: string): void {
    throw new FileError('EROFS', path);
  }

  changeOwner(path: string): void {
    throw new FileError('EROFS', path);
  }

  private process(pid: string | undefined): SeenProcess | undefined {
    return this.processes.seen().find((process) => process.pid === Number(pid));
  }

  private parts(path: string): readonly string[] {
    return normalizePath(path).split('/').filter((part) => part !== '');
  }

  private status(pid: number, parent: number, name: string): string {
    const bounding = capabilityMask(capabilitiesOf(this.powers));
    const effective = this.isRoot ? bounding : '0'.repeat(16);
    const fields: readonly (readonly [string, string | number])[] = [
      ['Name', name], ['State', 'S (sleeping)'], ['Pid', pid], ['PPid', parent], ['CapInh', '0'.repeat(16)], ['CapPrm', effective],
      ['CapEff', effective], ['CapBnd', bounding], ['CapAmb', '0'.repeat(16)], ['NoNewPrivs', this.powers.mayGainPrivileges ? 0 : 1],
    ];
    return fields.map(([field, value]) => `${field}:\t${value}\n`).join('');
  }
}

const files: readonly string[] = ['cmdline', 'comm', 'status'];

function commandName(argv: readonly string[]): string {
  return (argv[0] ?? '').split('/').at(-1) ?? '';
}
