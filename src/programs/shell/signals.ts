import type { Descriptors } from './descriptors.ts';
import type { Shell } from './shell.ts';
import type { Process, UnixSignal } from './surroundings.ts';

/** Thrown into a builtin that waits when Ctrl-C comes. */
export class Interrupted extends Error {}

/** Sets what a signal does: a command, nothing (empty), or its default (undefined). */
export function setTrap(shell: Shell, signal: string, command: string | undefined): void {
  if (command === undefined) shell.state.traps.delete(signal);
  else shell.state.traps.set(signal, command);
  if (signal === 'EXIT' || signal === 'ERR' || signal === 'DEBUG') return;
  const unixSignal = signal as UnixSignal; // checked by the builtin
  if (command === undefined) shell.context.traps.delete(unixSignal);
  else shell.context.traps.set(unixSignal, () => void (command !== '' && shell.pendingTraps.push(command)));
}

/** Runs the commands of signals that came meanwhile. */
export function* runTraps(shell: Shell, io: Descriptors): Process {
  for (let command = shell.pendingTraps.shift(); command !== undefined && !shell.flow; command = shell.pendingTraps.shift()) {
    const { status } = shell.state;
    yield* shell.runText(command, io);
    if (!shell.flow) shell.state.status = status;
  }
}

/** Leaves everything that runs, as by Ctrl-C. */
export function interrupt(shell: Shell): void {
  for (const child of shell.foreground) shell.sandbox.processes.interrupt(child.pid);
  shell.flow = { type: 'interrupt' };
  shell.state.status = 130;
  shell.interrupted.notify();
  const process = shell.sandbox.processes.get(shell.pid)?.process;
  if (shell.isInBuiltin && shell.foreground.size === 0 && process?.state === 'waiting') process.interrupt(new Interrupted());
}
