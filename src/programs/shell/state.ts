import type { Command } from './ast.ts';
import type { Dialect } from './dialect.ts';

/** A shell's variable. An indexed array keeps its elements beside the first one's value. */
export interface Variable {
  readonly value: string;
  readonly isExported: boolean;
  readonly isReadOnly: boolean;
  readonly elements?: readonly string[];
}

/** Options of `set`. */
export interface ShellOptions {
  readonly exitOnError: boolean;
  readonly trace: boolean;
  readonly refuseUnset: boolean;
  readonly pipeFail: boolean;
  readonly noGlob: boolean;
  readonly noExecute: boolean;
}

const noOptions: ShellOptions = { exitOnError: false, trace: false, refuseUnset: false, pipeFail: false, noGlob: false, noExecute: false };

/** What a shell remembers from one command to the next; a subshell begins with a copy. */
export class ShellState {
  readonly dialect: Dialect;
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, Command>;
  readonly aliases: Map<string, string>;
  /** How the words behind a command are completed, as `complete` was told it. */
  readonly completions: Map<string, string>;
  /** Commands for signals and EXIT. */
  readonly traps: Map<string, string>;
  /** `$0`. */
  name: string;
  positional: readonly string[] = [];
  options = noOptions;
  cwd: string;
  status = 0;
  /** `$$`: a subshell keeps its parent's. */
  shellPid = 0;
  lastBackgroundPid: number | undefined;
  umask = 0o022;
  isInteractive = false;
  /** How complaints of builtins number the first line: busybox counts the lines of a script from 1, those of `-c` from 0. */
  firstLine = 1;
  /** bash does not look at aliases in scripts. */
  expandsAliases = true;
  startedMs = 0;
  private exported: Map<string, string> | undefined;

  constructor(options: { readonly dialect: Dialect; readonly name: string; readonly cwd: string; readonly from?: ShellState }) {
    const { from } = options;
    this.dialect = options.dialect;
    this.name = options.name;
    this.cwd = options.cwd;
    this.variables = new Map(from?.variables);
    this.functions = new Map(from?.functions);
    this.aliases = new Map(from?.aliases);
    this.completions = new Map(from?.completions);
    this.traps = new Map();
  }

  /** A copy for a subshell; traps are not inherited. */
  fork(): ShellState {
    const copy = new ShellState({ dialect: this.dialect, name: this.name, cwd: this.cwd, from: this });
    copy.positional = this.positional;
    copy.options = this.options;
    copy.status = this.status;
    copy.shellPid = this.shellPid;
    copy.lastBackgroundPid = this.lastBackgroundPid;
    copy.umask = this.umask;
    copy.firstLine = this.firstLine;
    copy.startedMs = this.startedMs;
    return copy;
  }

  get(name: string): string | undefined {
    return this.variables.get(name)?.value;
  }

  set(name: string, value: string, more: { readonly isExported?: boolean; readonly isReadOnly?: boolean; readonly elements?: readonly string[] } = {}): void {
    const before = this.variables.get(name);
    const variable = {
      value,
      isExported: more.isExported ?? before?.isExported ?? false,
      isReadOnly: more.isReadOnly ?? before?.isReadOnly ?? false,
      ...(more.elements ? { elements: more.elements } : {}),
    };
    this.variables.set(name, variable);
    if (variable.isExported || before?.isExported) this.exported = undefined;
  }

  unset(name: string): void {
    if (this.variables.get(name)?.isExported) this.exported = undefined;
    this.variables.delete(name);
  }

  /** Puts a variable back as it was. */
  restore(name: string, before: Variable | undefined): void {
    this.exported = undefined;
    if (before) this.variables.set(name, before);
    else this.variables.delete(name);
  }

  /** A fresh environment for a program. */
  environment(): Map<string, string> {
    if (!this.exported) {
      this.exported = new Map();
      for (const [name, { value, isExported }] of this.variables) if (isExported) this.exported.set(name, value);
    }
    return new Map(this.exported);
  }
}
