// Running a command that a person gave behind an etcdctl command.

import { quote } from '../../base/index.ts';
import { join } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { startProgram } from '../tools/support/run.ts';
import type { Etcdctl } from './etcdctl.ts';

/** How the command ended; Go's words when it did not end well. */
export interface Execution {
  readonly status: number;
  readonly problem?: string;
}

/** Runs a command with further variables and waits for its end. */
export function* execute(etcdctl: Etcdctl, words: readonly string[], variables: Readonly<Record<string, string>>): Process<Execution> {
  const { context } = etcdctl;
  const { processes } = context.sandbox;
  const child = startProgram(context, words, { env: new Map([...context.env, ...Object.entries(variables)]) });
  if (!child) return { status: 1, problem: `exec: ${quote(words[0] ?? '')}: executable file not found in $PATH` };
  try {
    yield* join(child.process);
  } finally {
    if (!child.process.isDone) processes.signal(child.pid, 'SIGTERM');
  }
  const status = child.status ?? 0;
  return status === 0 ? { status } : { status, problem: `exit status ${status}` };
}
