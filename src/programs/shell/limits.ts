/** Numbers of the shell. */
export const limits = {
  /** Virtual time that a builtin or an assignment takes. */
  builtinMs: 0.2,
  /** Virtual time that starting a program takes: fork and exec. */
  programMs: 0.5,
  /** Time of cheap commands is spent together when it reaches this much. */
  debtMs: 1,
  /** Processes of one sandbox. Linux: pids.max of a container, ulimit -u of a machine. */
  processes: 1024,
  /** How long a shell tries again before it says that it cannot start a process. */
  forkRetryMs: 1000,
  /** A variable of more characters counts as memory. */
  noticedCharacters: 65_536,
  /** Characters that a shell copies in a millisecond. */
  copyCharactersPerMs: 2_000_000,
  /** Characters that all variables may have together. */
  memoryCharacters: 128 * 2 ** 20,
  /** Calls of functions and scripts within each other. */
  callDepth: 150,
} as const;
