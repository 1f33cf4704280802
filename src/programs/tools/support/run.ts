import { join } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { joinPath } from '../../../machine/index.ts';
import type { Child, Program, ProgramContext, Readable } from '../../../machine/index.ts';
import { interpreterOf } from '../../shell/find-command.ts';
import type { Tool } from './tool.ts';

/** What is different for a program that a tool starts. */
export interface RunOptions {
  readonly env?: Map<string, string>;
  readonly stdin?: Readable;
}

/** The program of a command's name: known, or a script among the files. */
function programOf({ sandbox, cwd }: ProgramContext, name: string): Program | undefined {
  const path = joinPath(cwd, name);
  const known = sandbox.findProgram(name.includes('/') ? path : name);
  if (known || !name.includes('/')) return known;
  return sandbox.files.exists(path) ? interpreterOf(path, sandbox.files, sandbox.findProgram) : undefined;
}

/** Starts a program beside the one that runs; undefined when there is none of that name. */
export function startProgram(context: ProgramContext, command: readonly string[], options: RunOptions = {}): Child | undefined {
  const program = programOf(context, command[0] ?? '');
  if (!program) return undefined;
  return context.sandbox.processes.start({
    program, argv: command, env: options.env ?? new Map(context.env), cwd: context.cwd, parent: context.pid,
    stdin: options.stdin ?? context.stdin, stdout: context.stdout, stderr: context.stderr, ...(context.terminal ? { terminal: context.terminal } : {}),
  });
}

/** Runs a program and waits for it; 127 when there is none of that name. */
export function* runProgram(tool: Tool, command: readonly string[], options: RunOptions = {}): Process<number> {
  yield* tool.flush();
  const child = startProgram(tool.context, command, options);
  if (!child) {
    const name = command[0] ?? '';
    return yield* tool.fail(tool.isBusybox ? `can't execute '${name}': No such file or directory` : tool.name === 'timeout' ? `failed to run command '${name}': No such file or directory` : `${tool.name === 'env' ? `'${name}'` : name}: No such file or directory`, 127);
  }
  try {
    yield* join(child.process);
  } finally {
    if (!child.process.isDone) context(tool).signal(child.pid, 'SIGTERM');
  }
  return child.status ?? 0;
}

function context(tool: Tool): Tool['context']['sandbox']['processes'] {
  return tool.context.sandbox.processes;
}
