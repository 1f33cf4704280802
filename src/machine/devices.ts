// Upstream: Linux, null(4), zero(4), full(4), random(4)
import { sleep } from '../kernel/index.ts';
import type { Kernel, Process, RandomStream } from '../kernel/index.ts';
import { FileError } from './file-system.ts';
import type { FileOwner, FileStat, FileSystem } from './file-system.ts';
import { normalizePath } from './path.ts';
import { zeros } from './zeros.ts';
import type { Readable } from './pipe.ts';
import { emptyInput, textInput } from './pipe.ts';

/** One character device: what is read from it, what becomes of what is written. */
interface Device {
  readonly major: number;
  readonly minor: number;
  /** So many characters of it, or fewer. */
  readonly give?: (count: number, random: RandomStream) => string;
  readonly isFull?: boolean;
}

const bytes = String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code));
/** Contents are text here, so random bytes are those below 128. */
const anyBytes = (count: number, random: RandomStream): string => random.text(Math.min(count, 1024), bytes);

const devices: Readonly<Record<string, Device>> = {
  full: { major: 1, minor: 7, give: zeros, isFull: true },
  null: { major: 1, minor: 3 },
  random: { major: 1, minor: 8, give: anyBytes },
  tty: { major: 5, minor: 0 },
  urandom: { major: 1, minor: 9, give: anyBytes },
  zero: { major: 1, minor: 5, give: zeros },
};
const links: Readonly<Record<string, string>> = { fd: '/proc/self/fd', stderr: '/proc/self/fd/2', stdin: '/proc/self/fd/0', stdout: '/proc/self/fd/1' };
/** What a program gets by one read. */
const chunk = 131_072;
const charactersPerMs = 4_000_000;
const longestLine = 2 ** 24;

/** `/dev` over the directory of that name in another tree of files: devices, and whatever else is there. */
export class DeviceFiles implements FileSystem {
  private readonly kernel: Kernel;
  private readonly owner: string;
  private readonly root: FileSystem;

  /** @param owner whose random bytes these are: each machine and container has its own */
  constructor(kernel: Kernel, owner: string, root: FileSystem) {
    this.kernel = kernel;
    this.owner = owner;
    this.root = root;
  }

  /** A device to be read; undefined for what is an ordinary file. */
  open(path: string): Readable | undefined {
    const device = deviceAt(path);
    if (!device) return undefined;
    const { give } = device;
    return give ? new EndlessInput((count) => give(count, this.random)) : textInput('');
  }

  read(path: string): string {
    const device = deviceAt(path);
    if (!device) return this.root.read(inRoot(path));
    if (device.give) throw tooMuch();
    return '';
  }

  write(path: string, content: string, mode?: number): void {
    const device = deviceAt(path);
    if (!device) this.root.write(inRoot(path), content, mode);
    else if (device.isFull && content !== '') throw new FileError('ENOSPC', path);
  }

  append(path: string, content: string): void {
    if (deviceAt(path)) this.write(path, content);
    else this.root.append(inRoot(path), content);
  }

  list(path: string): readonly string[] {
    const isTop = normalizePath(path) === '/';
    const own = isTop && !this.root.exists('/dev') ? [] : this.root.list(inRoot(path));
    return isTop ? [...new Set([...own, ...Object.keys(devices), ...Object.keys(links)])].sort() : own;
  }

  stat(path: string): FileStat {
    const device = deviceAt(path);
    if (!device) return path === '/' && !this.root.exists('/dev') ? { type: 'directory', size: 340, mode: 0o755, uid: 0, gid: 0, modifiedMs: 0 } : this.root.stat(inRoot(path));
    return { type: 'device', size: 0, mode: 0o666, uid: 0, gid: 0, modifiedMs: 0, device: { major: device.major, minor: device.minor } };
  }

  exists(path: string): boolean {
    return normalizePath(path) === '/' || deviceAt(path) !== undefined || this.root.exists(inRoot(path));
  }

  makeDirectory(path: string, options?: { readonly parents?: boolean }): void {
    this.root.makeDirectory(inRoot(path), options);
  }

  remove(path: string, options?: { readonly recursive?: boolean }): void {
    if (deviceAt(path)) throw new FileError('EBUSY', path);
    this.root.remove(inRoot(path), options);
  }

  rename(from: string, to: string): void {
    if (deviceAt(from) || deviceAt(to)) throw new FileError('EBUSY', from);
    this.root.rename(inRoot(from), inRoot(to));
  }

  link(path: string, target: string): void {
    this.root.link(inRoot(path), target);
  }

  readLink(path: string): string | undefined {
    return links[nameOf(path)] ?? this.root.readLink?.(inRoot(path));
  }

  statLink(path: string): FileStat | undefined {
    const target = links[nameOf(path)];
    if (target === undefined) return this.root.statLink?.(inRoot(path));
    return { type: 'link', size: target.length, mode: 0o777, uid: 0, gid: 0, modifiedMs: 0, target };
  }

  changeMode(path: string, mode: number): void {
    if (!deviceAt(path)) this.root.changeMode(inRoot(path), mode);
  }

  changeOwner(path: string, owner: FileOwner): void {
    if (!deviceAt(path)) this.root.changeOwner(inRoot(path), owner);
  }

  private get random(): RandomStream {
    return this.kernel.random(`/dev/urandom ${this.owner}`);
  }
}

const nameOf = (path: string): string => normalizePath(path).slice(1);
const inRoot = (path: string): string => normalizePath(`/dev/${nameOf(path)}`);

function deviceAt(path: string): Device | undefined {
  const name = nameOf(path);
  return Object.hasOwn(devices, name) ? devices[name] : undefined;
}

/** An input that never ends. */
class EndlessInput implements Readable {
  readonly isTerminal = false;
  private readonly give: (count: number) => string;
  private rest = '';

  constructor(give: (count: number) => string) {
    this.give = give;
  }

  get readable(): Readable['readable'] {
    return emptyInput.readable;
  }

  *read(): Process<string | undefined> {
    const text = this.rest === '' ? this.give(chunk) : this.rest;
    this.rest = '';
    yield* sleep(text.length / charactersPerMs);
    return text;
  }

  /** The next line, if one comes. */
  *readLine(): Process<string | undefined> {
    let line = '';
    for (;;) {
      const text = (yield* this.read()) ?? '';
      const end = text.indexOf('\n');
      if (end < 0) {
        line += text;
        if (line.length > longestLine) throw tooMuch();
        continue;
      }
      this.rest = text.slice(end + 1);
      return line + text.slice(0, end);
    }
  }

  *readAll(): Process<string> {
    throw tooMuch();
  }
}

/** Whoever wants all of what has no end runs out of memory. */
function tooMuch(): RangeError {
  return new RangeError('Invalid string length');
}
