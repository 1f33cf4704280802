/** A place in a text. Both count from 0, the column in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What was yanked or deleted; whole lines stand without their last line feed. */
export interface Register {
  readonly text: string;
  readonly isLinewise: boolean;
}

export type Mode = 'normal' | 'insert' | 'replace' | 'visual' | 'visual-line';

/** Whose vi: vim on machines and in large images, busybox' in small ones. Words and some habits differ. */
export type Flavour = 'vim' | 'busybox';

/** A complete command of the normal or the visual mode. */
export interface Command {
  /** The product of the counts before operator and motion. */
  readonly count?: number;
  readonly register?: string;
  /** `d`, `c`, `gu` and so on, when what follows is its reach. */
  readonly operator?: string;
  /** A motion, a text object, an action; the operator itself when it is doubled. */
  readonly name: string;
  /** The character of `f`, `r`, `m`, the text of `/` and `:`. */
  readonly argument?: string;
}

/** How much was selected, for a repetition on as much. */
export interface SelectedArea {
  readonly mode: Mode;
  readonly lines: number;
  /** Of the last line, from the anchor or from its beginning. */
  readonly columns: number;
}

/** What a change can be repeated from: its command, what was selected, and what was typed in insert mode after it. */
export interface Change {
  readonly command: Command;
  readonly area?: SelectedArea | undefined;
  readonly typed: readonly string[];
}

/** The text as it was before (or after) a change, for undo (and redo). */
export interface Snapshot {
  readonly lines: readonly string[];
  readonly cursor: Place;
  readonly number: number;
  readonly madeMs: number;
}

/** What is being typed since insert mode began. */
export interface Insertion {
  readonly command: Command;
  readonly area?: SelectedArea | undefined;
  readonly typed: readonly string[];
  /** How often it is to stand there in the end. */
  readonly count: number;
  /** Whether each time begins a line of its own, as after `o`. */
  readonly opensLines: boolean;
  /** The line whose indent came by itself and goes again when nothing follows. */
  readonly bareIndent: number | undefined;
  /** What replace mode writes over, for Backspace. */
  readonly original: string;
}

/** What `:set` sets. */
export interface Settings {
  readonly autoindent: boolean;
  readonly expandtab: boolean;
  readonly hlsearch: boolean;
  readonly ignorecase: boolean;
  readonly list: boolean;
  readonly number: boolean;
  readonly paste: boolean;
  readonly readonly: boolean;
  readonly relativenumber: boolean;
  readonly ruler: boolean;
  readonly scrolloff: number;
  readonly shiftwidth: number;
  readonly smartcase: boolean;
  readonly softtabstop: number;
  readonly syntax: boolean;
  readonly tabstop: number;
  readonly wrapscan: boolean;
}

/** What the editor asks of its surroundings; it goes on when it is told what became of it. */
export type Wish =
  | { readonly type: 'quit'; readonly status: number }
  | { readonly type: 'write'; readonly name: string; readonly lines: readonly string[]; readonly isWhole: boolean; readonly isForced: boolean; readonly isAppended: boolean; readonly then: string }
  | { readonly type: 'edit'; readonly name: string; readonly line?: number }
  | { readonly type: 'read'; readonly name: string; readonly below: number }
  | { readonly type: 'run'; readonly command: string }
  | { readonly type: 'read-output'; readonly command: string; readonly below: number }
  | { readonly type: 'filter'; readonly command: string; readonly first: number; readonly last: number };

/** An editor between two keys: everything there is to know, as data. */
export interface Editor {
  readonly flavour: Flavour;
  /** A text without any line is possible: an empty file. */
  readonly lines: readonly string[];
  readonly cursor: Place;
  /** The column of the screen to which `j` and `k` come back. */
  readonly wanted: number;
  readonly mode: Mode;
  /** Keys of a command that is not complete. */
  readonly keys: readonly string[];
  /** Where the visual selection began. */
  readonly anchor: Place;
  /** The selection before the present one, for `gv`. */
  readonly selected: { readonly mode: Mode; readonly anchor: Place; readonly cursor: Place } | undefined;
  readonly insertion: Insertion | undefined;
  readonly registers: ReadonlyMap<string, Register>;
  readonly marks: ReadonlyMap<string, Place>;
  readonly past: readonly Snapshot[];
  readonly future: readonly Snapshot[];
  readonly changes: number;
  /** Text, cursor and message when the last command was complete. */
  readonly base: { readonly lines: readonly string[]; readonly cursor: Place; readonly message: string };
  readonly lastChange: Change | undefined;
  readonly lastFind: { readonly name: string; readonly character: string } | undefined;
  readonly lastSearch: { readonly pattern: string; readonly isForward: boolean } | undefined;
  readonly lastSubstitution: { readonly pattern: string; readonly replacement: string; readonly flags: string } | undefined;
  readonly recording: { readonly register: string; readonly keys: readonly string[] } | undefined;
  /** Command lines that were entered, the newest last. */
  readonly commandHistory: readonly string[];
  readonly settings: Settings;
  /** Files given on the command line, and which of them this is. */
  readonly files: readonly string[];
  readonly fileIndex: number;
  readonly name: string | undefined;
  /** The text as the file has it. */
  readonly saved: readonly string[];
  /** A search is shown until `:nohlsearch`. */
  readonly isSearchShown: boolean;
  readonly message: string;
  readonly isError: boolean;
  /** The first line on the screen. */
  readonly top: number;
  readonly rows: number;
  readonly columns: number;
  readonly nowMs: number;
  readonly wish: Wish | undefined;
}

const start: Place = { line: 0, column: 0 };

/** Settings at the start: vim's with its defaults.vim, busybox' with none. */
export function initialSettings(flavour: Flavour): Settings {
  const isVim = flavour === 'vim';
  return {
    autoindent: false, expandtab: false, hlsearch: false, ignorecase: false, list: false, number: false, paste: false, readonly: false,
    relativenumber: false, ruler: isVim, scrolloff: isVim ? 5 : 0, shiftwidth: 8, smartcase: false, softtabstop: 0, syntax: isVim, tabstop: 8, wrapscan: true,
  };
}

/** An editor on nothing yet. */
export function newEditor(flavour: Flavour, options: { readonly rows: number; readonly columns: number; readonly files?: readonly string[] }): Editor {
  const lines: readonly string[] = [];
  return {
    flavour, lines, cursor: start, wanted: 0, mode: 'normal', keys: [], anchor: start, selected: undefined, insertion: undefined,
    registers: new Map(), marks: new Map(), past: [], future: [], changes: 0, base: { lines, cursor: start, message: '' }, lastChange: undefined, lastFind: undefined,
    lastSearch: undefined, lastSubstitution: undefined, recording: undefined, commandHistory: [], settings: initialSettings(flavour),
    files: options.files ?? [], fileIndex: 0, name: undefined, saved: lines, isSearchShown: false, message: '', isError: false, top: 0,
    rows: options.rows, columns: options.columns, nowMs: 0, wish: undefined,
  };
}

export const isModified = (editor: Editor): boolean => editor.lines !== editor.saved;
export const isVisual = ({ mode }: Editor): boolean => mode === 'visual' || mode === 'visual-line';
export const isInserting = ({ mode }: Editor): boolean => mode === 'insert' || mode === 'replace';

/** With something said in the last line. */
export function saying(editor: Editor, message: string, isError = false): Editor {
  return { ...editor, message, isError };
}

/** With a complaint in the last line; the rest of what was asked is not done. */
export function complaining(editor: Editor, message: string): Editor {
  return saying(editor, message, true);
}
