import type { Descriptors } from '../descriptors.ts';
import { complainOfBuiltin } from '../report.ts';
import type { Shell } from '../shell.ts';
import type { Process, Readable, Writable } from '../surroundings.ts';

/** What a builtin is called with. */
export interface BuiltinCall {
  readonly shell: Shell;
  readonly name: string;
  /** Without the name. */
  readonly args: readonly string[];
  readonly io: Descriptors;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** A command that the shell carries out itself. */
export type Builtin = (call: BuiltinCall) => Process<number>;

/** Writes a complaint of the builtin and gives the status. */
export function* refuse({ shell, io, name }: BuiltinCall, message: string, status = 1): Process<number> {
  yield* complainOfBuiltin(shell, io, name, message);
  return status;
}
