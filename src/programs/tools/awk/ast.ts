/** An expression of awk. */
export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regex'; readonly source: string }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'field'; readonly index: Expression }
  | { readonly type: 'element'; readonly name: string; readonly index: readonly Expression[] }
  | { readonly type: 'assign'; readonly target: Expression; readonly operator: string; readonly value: Expression }
  | { readonly type: 'conditional'; readonly condition: Expression; readonly whenTrue: Expression; readonly whenFalse: Expression }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly type: 'step'; readonly target: Expression; readonly by: number; readonly isBefore: boolean }
  | { readonly type: 'in'; readonly index: readonly Expression[]; readonly name: string }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: 'getline'; readonly target: Expression | undefined; readonly file: Expression | undefined };

/** Where `print` writes. */
export interface Target {
  readonly operator: '>' | '>>' | '|';
  readonly name: Expression;
}

/** A statement of awk. */
export type Statement =
  | { readonly type: 'expression'; readonly expression: Expression }
  | { readonly type: 'print' | 'printf'; readonly args: readonly Expression[]; readonly target: Target | undefined }
  | { readonly type: 'if'; readonly condition: Expression; readonly then: Statement; readonly otherwise: Statement | undefined }
  | { readonly type: 'while'; readonly condition: Expression; readonly body: Statement; readonly isAfter: boolean }
  | { readonly type: 'for'; readonly start: Statement | undefined; readonly condition: Expression | undefined; readonly step: Statement | undefined; readonly body: Statement }
  | { readonly type: 'for-in'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | { readonly type: 'delete'; readonly name: string; readonly index: readonly Expression[] | undefined }
  | { readonly type: 'next' | 'break' | 'continue' }
  | { readonly type: 'exit' | 'return'; readonly value: Expression | undefined };

/** A rule: when it holds for a record, its action runs. */
export interface Rule {
  readonly on: 'BEGIN' | 'END' | 'record';
  readonly pattern: Expression | undefined;
  readonly until: Expression | undefined;
  readonly action: Statement | undefined;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
  /** Whether records are to be read ahead. */
  readonly usesGetline: boolean;
}
