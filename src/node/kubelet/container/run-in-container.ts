import { ended, race, timeout } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { Capture, emptyInput } from '../../../machine/index.ts';
import { missingProgram } from '../../runtime/container.ts';
import type { Container } from '../../runtime/container.ts';
import { limits } from '../../limits.ts';
import type { KubeletContext } from '../context.ts';

/** How a command in a container ended. */
export type CommandResult =
  | { readonly verdict: 'ended'; readonly status: number; readonly output: string }
  | { readonly verdict: 'timed-out' }
  | { readonly verdict: 'failed'; readonly message: string };

/** Runs a command in a container to its end, for probes and hooks. */
export function* runInContainer(context: KubeletContext, container: Container, command: readonly string[], timeoutMs: number): Process<CommandResult> {
  yield* context.runtime.startExec();
  const output = new Capture();
  const child = container.isRunning ? container.exec(command, { stdin: emptyInput, stdout: output, stderr: output }) : undefined;
  if (!child) return { verdict: 'failed', message: execFailure(container, context.random.text(64, '0123456789abcdef'), command[0] ?? '') };
  const winner = yield* race([ended(child.process), timeout(timeoutMs)]);
  if (winner === 0) return { verdict: 'ended', status: child.status ?? 0, output: output.text.slice(0, limits.probeOutput) };
  container.processes.killFromOutside(child.pid);
  return { verdict: 'timed-out' };
}

/** Why a command could not be started in a container, as containerd says it. */
export function execFailure(container: Container, execId: string, program: string): string {
  if (!container.isRunning) return `failed to exec in container: failed to create exec "${execId}": cannot exec in a stopped state`;
  return `failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: unable to start container process: ${missingProgram(program)}`;
}
