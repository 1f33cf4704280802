/** Something done to a world from outside, at a moment of it: together with seed and topology, all there is to a run. */
export interface Input {
  /** The number of the event before which it came. */
  readonly event: number;
  readonly atMs: number;
  readonly action: InputAction;
}

/** What can be done from outside. */
export type InputAction =
  /** A command of the workstation's session shell. */
  | { readonly type: 'run'; readonly command: string }
  /** A file written into the session shell's directory. */
  | { readonly type: 'write'; readonly path: string; readonly text: string }
  /** Keys into a terminal. */
  | { readonly type: 'terminal.open'; readonly tab: string; readonly machine: string; readonly container?: string; readonly columns: number; readonly rows: number }
  | { readonly type: 'terminal.resize'; readonly tab: string; readonly columns: number; readonly rows: number }
  | { readonly type: 'terminal.input'; readonly tab: string; readonly data: string }
  | { readonly type: 'terminal.close'; readonly tab: string }
  /** A situation is set up: from here on a person watches. Nothing happens in the world. */
  | { readonly type: 'opened' }
  /** A fault, as the `orrery` command's words. */
  | { readonly type: 'fault'; readonly words: readonly string[] };

/** The inputs of a run in order. */
export class InputLog {
  private readonly list: Input[] = [];

  get all(): readonly Input[] {
    return this.list;
  }

  add(input: Input): void {
    this.list.push(input);
  }
}
