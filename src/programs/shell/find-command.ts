import { FileError, joinPath, normalizePath } from '../../machine/index.ts';
import type { Shell } from './shell.ts';
import type { Program } from './surroundings.ts';

/** A program, or what a shell says when there is none. */
export type FoundCommand = { readonly program: Program } | { readonly complaint: string; readonly status: number };

/** Finds the program for a command's name: by path, or along the search path. */
export function findCommand(shell: Shell, name: string): FoundCommand {
  const { dialect } = shell.state;
  if (!name.includes('/')) {
    const program = shell.sandbox.findProgram(name) ?? alongPath(shell, name);
    return program ? { program } : { complaint: dialect.notFound(name), status: 127 };
  }
  const path = joinPath(shell.state.cwd, name);
  const program = shell.sandbox.findProgram(path);
  const { files } = shell;
  if (!files.exists(path)) return program ? { program } : { complaint: dialect.noSuchFile(name), status: 127 };
  const { type, mode } = files.stat(path);
  if (type === 'directory') return { complaint: dialect.name === 'bash' ? `${name}: Is a directory` : `${name}: Permission denied`, status: 126 };
  if ((mode & 0o111) === 0) return { complaint: `${name}: Permission denied`, status: 126 };
  if (program) return { program };
  const script = scriptProgram(shell, path);
  return script ? { program: script } : { complaint: `${name}: cannot execute: required file not found`, status: 127 };
}

function alongPath(shell: Shell, name: string): Program | undefined {
  for (const directory of (shell.state.get('PATH') ?? '').split(':')) {
    const path = normalizePath(`${directory}/${name}`);
    if (!shell.files.exists(path)) continue;
    const { type, mode } = shell.files.stat(path);
    if (type === 'file' && (mode & 0o111) !== 0) return shell.sandbox.findProgram(path) ?? scriptProgram(shell, path);
  }
  return undefined;
}

/** Names of the programs along the search path, for completion. */
export function namesAlongPath({ state, files }: Pick<Shell, 'state' | 'files'>): readonly string[] {
  const directories = (state.get('PATH') ?? '').split(':').filter((directory) => files.exists(directory) && files.stat(directory).type === 'directory');
  return directories.flatMap((directory) => files.list(directory));
}

/** The program that interprets a script file: what its first line names, else `sh`. */
export function scriptProgram(shell: Pick<Shell, 'sandbox' | 'files'>, path: string): Program | undefined {
  return interpreterOf(path, shell.files, (name) => shell.sandbox.findProgram(name));
}

/** As `scriptProgram`, for whoever has files and programs but no shell. */
export function interpreterOf(path: string, files: Shell['files'], findProgram: (name: string) => Program | undefined): Program | undefined {
  let text: string;
  try {
    text = files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return undefined;
  }
  const [, interpreter = '/bin/sh', argument] = /^#!\s*(\S+)(?:[ \t]+([^\n]*\S))?/.exec(text) ?? [];
  const isEnv = interpreter.endsWith('/env') && argument !== undefined;
  const words = isEnv ? argument.split(/\s+/) : [interpreter, ...(argument === undefined ? [] : [argument])];
  const program = findProgram(words[0] ?? '');
  if (!program) return undefined;
  return (context) => {
    const called = context.argv[0] ?? '';
    return program({ ...context, argv: [...words, called.includes('/') ? called : path, ...context.argv.slice(1)] });
  };
}
