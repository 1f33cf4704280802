// What a command is: its names, its flags, its help texts, and what it does.

import type { Process } from '../../kernel/index.ts';
import type { FlagSpec } from './flag.ts';
import type { Kubectl } from './kubectl.ts';

/** One command of kubectl, or one command below another. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line, as the list of commands shows it. */
  readonly short: string;
  /** All that its help says, where that is not made of the rest. */
  readonly help?: string;
  /** What follows the command's path in the usage line. */
  readonly usage: string;
  readonly flags?: readonly FlagSpec[];
  /** The names of flags without which nothing is run. */
  readonly required?: readonly string[];
  /** Flags that are known only where this variable of the environment is `true`. */
  readonly alphaFlags?: { readonly variable: string; readonly flags: readonly FlagSpec[] };
  readonly commands?: readonly Command[];
  /** Where the help of one that only holds others goes when no other is named: usually to standard error, as a failure. */
  readonly helpsOn?: 'output' | 'output, as no failure';
  readonly isHidden?: boolean;
  /** The status of a failed run, where it is not 1; such a command also tells of wrong flags as of any other wrong use. */
  readonly failureStatus?: number;
  /** What it does; without it, a command only holds others. */
  readonly run?: (kubectl: Kubectl, args: readonly string[]) => Process;
}

/** A command with the names by which it was reached: `kubectl create service`. */
export interface FoundCommand {
  readonly command: Command;
  readonly path: string;
}
