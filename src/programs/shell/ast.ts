/** A piece of a word before expansion. */
export type WordPart =
  | { readonly type: 'text'; readonly text: string; readonly isQuoted: boolean }
  | { readonly type: 'parameter'; readonly name: string; readonly index?: string; readonly operator?: string; readonly argument?: Word; readonly isQuoted: boolean }
  | { readonly type: 'command'; readonly script: Script; readonly isQuoted: boolean }
  | { readonly type: 'process'; readonly script: Script; readonly isQuoted: boolean }
  | { readonly type: 'arithmetic'; readonly expression: Word; readonly isQuoted: boolean };

/** What becomes zero or more arguments when it is expanded. */
export type Word = readonly WordPart[];

/** Where a file descriptor goes while a command runs. */
export interface Redirection {
  readonly descriptor: number;
  readonly operator: '<' | '>' | '>>' | '>|' | '<>' | '>&' | '<&' | '&>' | '&>>' | '<<' | '<<<';
  /** A file's name, a descriptor's number, or the text of a here-document. */
  readonly target: Word;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
  readonly isAppended: boolean;
  /** `name=(…)`. */
  readonly elements?: readonly Word[];
  /** `name[…]=`. */
  readonly index?: Word;
}

export type Command =
  | { readonly type: 'simple'; readonly assignments: readonly Assignment[]; readonly words: readonly Word[]; readonly redirections: readonly Redirection[]; readonly line: number }
  | { readonly type: 'group' | 'subshell'; readonly body: Script; readonly redirections: readonly Redirection[] }
  | { readonly type: 'if'; readonly branches: readonly { readonly condition: Script; readonly body: Script }[]; readonly otherwise?: Script; readonly redirections: readonly Redirection[] }
  | { readonly type: 'while' | 'until'; readonly condition: Script; readonly body: Script; readonly redirections: readonly Redirection[] }
  | { readonly type: 'for'; readonly name: string; readonly words?: readonly Word[]; readonly body: Script; readonly redirections: readonly Redirection[] }
  | { readonly type: 'case'; readonly subject: Word; readonly clauses: readonly { readonly patterns: readonly Word[]; readonly body: Script }[]; readonly redirections: readonly Redirection[] }
  | { readonly type: 'function'; readonly name: string; readonly body: Command }
  | { readonly type: 'arithmetic'; readonly expression: Word; readonly redirections: readonly Redirection[] }
  | { readonly type: 'arithmetic-for'; readonly parts: readonly [Word, Word, Word]; readonly body: Script; readonly redirections: readonly Redirection[] }
  | { readonly type: 'test'; readonly words: readonly Word[]; readonly redirections: readonly Redirection[] };

/** Commands joined by pipes. */
export interface Pipeline {
  readonly commands: readonly Command[];
  readonly isNegated: boolean;
}

/** Pipelines joined by `&&` and `||`. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  readonly isBackground: boolean;
  /** As written, for `jobs`. */
  readonly source: string;
}

export type Script = readonly AndOr[];
