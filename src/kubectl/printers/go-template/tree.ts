// What a template is once it is read.
// Upstream: Go text/template/parse/node.go

/** A value to compute: a constant, a field of something, a variable, a call. */
export type Expression =
  | { readonly type: 'constant'; readonly value: unknown; readonly at: number; readonly text: string }
  | { readonly type: 'dot'; readonly at: number; readonly text: string }
  | { readonly type: 'field'; readonly names: readonly string[]; readonly at: number; readonly text: string }
  | { readonly type: 'variable'; readonly name: string; readonly names: readonly string[]; readonly at: number; readonly text: string }
  | { readonly type: 'chain'; readonly of: Expression; readonly names: readonly string[]; readonly at: number; readonly text: string }
  | { readonly type: 'function'; readonly name: string; readonly at: number; readonly text: string }
  | { readonly type: 'pipeline'; readonly pipeline: Pipeline; readonly at: number; readonly text: string };

/** A function or value with its arguments. */
export interface Call {
  readonly words: readonly Expression[];
  readonly at: number;
}

/** Calls of which each gets the one before as its last argument; may declare variables. */
export interface Pipeline {
  readonly at: number;
  readonly text: string;
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly calls: readonly Call[];
}

/** One node of a template. */
export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipeline: Pipeline }
  | { readonly type: 'if' | 'range' | 'with'; readonly pipeline: Pipeline; readonly body: readonly Node[]; readonly otherwise: readonly Node[] }
  | { readonly type: 'break' | 'continue' }
  | { readonly type: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined; readonly at: number; readonly text: string };

/** A template with those defined in it, and its source for messages. */
export interface Template {
  readonly nodes: readonly Node[];
  readonly defined: ReadonlyMap<string, readonly Node[]>;
  readonly source: string;
}
