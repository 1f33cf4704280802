/**
 * The terminal is inside the world: the line discipline (echo, editing, history, completion, Ctrl-C, Ctrl-D, Ctrl-R) is the
 * worker's. The page sends what xterm's `onData` gives, byte for byte, and writes what it receives; it never echoes.
 */
export interface TerminalTab {
  readonly id: string;
  /** The host or container it is on: `workstation`, `worker-2`, `web-…-9rlbc`. */
  readonly title: string;
  /** A command runs in the foreground. */
  readonly busy: boolean;
  /** The shell has ended; input is ignored. */
  readonly ended: boolean;
}

/** Output of one tab, raw as a terminal reads it (`\r\n`, escape sequences). */
export interface TerminalOutput {
  readonly tab: string;
  readonly data: string;
  /** The tab's screen starts afresh before this: sent after a jump in time. */
  readonly clear?: true;
}
