import { FileError, Pipe, joinPath, textInput } from '../../machine/index.ts';
import type { FileSystem, Process, Readable, Sandbox, Writable } from './surroundings.ts';

/** What a file descriptor of a shell stands for. Pipes count who holds them, so that they end with their last holder. */
export interface Descriptor {
  readonly input?: Readable;
  readonly output?: Writable;
  retain?(): void;
  release?(): void;
}

/** Descriptors of a command by number. */
export type Descriptors = ReadonlyMap<number, Descriptor>;

/** A pipe between processes as its two counted ends. */
export function openPipe(): { readonly reader: Descriptor; readonly writer: Descriptor } {
  const pipe = new Pipe();
  let readers = 0;
  let writers = 0;
  return {
    reader: {
      input: pipe,
      retain: () => void readers++,
      release: () => {
        if (--readers <= 0) pipe.closeReader();
      },
    },
    writer: {
      output: pipe,
      retain: () => void writers++,
      release: () => {
        if (--writers <= 0) pipe.end();
      },
    },
  };
}

/** Swallows everything. */
export const nullOutput: Writable = {
  isTerminal: false,
  *write() {},
};

/** What stands for the name of a file that cannot be written: a program knows only that it cannot write, not where. */
export const unwritable = 'write error';

class FileOutput implements Writable {
  readonly isTerminal = false;
  private readonly files: FileSystem;
  private readonly path: string;

  constructor(files: FileSystem, path: string) {
    this.files = files;
    this.path = path;
  }

  *write(text: string): Process {
    try {
      this.files.append(this.path, text);
    } catch (error) {
      if (error instanceof FileError) throw new FileError(error.code, unwritable);
      throw error;
    }
  }
}

/** Opens a file to be written, the special ones too. Throws FileError. */
export function openOutput(sandbox: Sandbox, cwd: string, name: string, options: { readonly isAppended: boolean; readonly umask: number; readonly descriptors: Descriptors }): Descriptor {
  const path = joinPath(cwd, name);
  const special = specialFile(sandbox, path, options.descriptors);
  if (special?.output) return special;
  const { files } = sandbox;
  asNamed(name, () => {
    if (!files.exists(path)) files.write(path, '', 0o666 & ~options.umask);
    else if (options.isAppended) files.append(path, '');
    else files.write(path, '');
  });
  return { output: new FileOutput(files, path) };
}

/** Opens a file to be read, the special ones too. Throws FileError. */
export function openInput(sandbox: Sandbox, cwd: string, name: string, descriptors: Descriptors): Descriptor {
  const path = joinPath(cwd, name);
  return specialFile(sandbox, path, descriptors) ?? { input: sandbox.files.open?.(path) ?? textInput(asNamed(name, () => sandbox.files.read(path))) };
}

/** Failures tell the name as the person wrote it. */
function asNamed<Result>(name: string, operate: () => Result): Result {
  try {
    return operate();
  } catch (error) {
    if (error instanceof FileError) throw new FileError(error.code, name);
    throw error;
  }
}

function specialFile(sandbox: Sandbox, path: string, descriptors: Descriptors): Descriptor | undefined {
  if (path === '/dev/null') return { input: textInput(''), output: nullOutput };
  if (path === '/dev/stdin') return descriptors.get(0);
  if (path === '/dev/stdout' || path === '/dev/tty') return descriptors.get(1);
  if (path === '/dev/stderr') return descriptors.get(2);
  const match = /^\/(?:dev|proc\/(\d+|self))\/fd\/(\d+)$/.exec(path);
  if (!match) return undefined;
  const [, pid, number] = match;
  if (pid === undefined || pid === 'self') return descriptors.get(Number(number));
  const context = sandbox.processes.get(Number(pid))?.context;
  if (!context) return undefined;
  return number === '0' ? { input: context.stdin } : { output: number === '2' ? context.stderr : context.stdout };
}
