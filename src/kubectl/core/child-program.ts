// A program that kubectl starts in its own place: an editor, a program that compares files.

import type { Process } from '../../kernel/index.ts';
import type { Program, ProgramContext } from '../../machine/index.ts';

/** Runs it with kubectl's own streams and terminal until it ends; gives its exit status. */
export function* runChild(context: ProgramContext, program: Program, argv: readonly string[]): Process<number> {
  const { sandbox: { processes }, env, cwd, stdin, stdout, stderr, pid, terminal } = context;
  const child = processes.start({ program, argv, env: new Map(env), cwd, stdin, stdout, stderr, parent: pid, ...(terminal ? { terminal } : undefined) });
  return yield* processes.wait(child);
}
