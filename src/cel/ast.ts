// An expression as a tree, macros already written out.

import type { Value } from './values.ts';

interface Node {
  /** Where errors about it point, in characters from the beginning. */
  readonly at: number;
}

/** Something written out: `1`, `'a'`, `true`. */
export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: Value;
}

/** A name. With `isRooted` it was written with a dot before it. */
export interface Ident extends Node {
  readonly kind: 'ident';
  readonly name: string;
}

/** `operand.field`; with `isTest` it is `has(operand.field)`. */
export interface Select extends Node {
  readonly kind: 'select';
  readonly operand: Expr;
  readonly field: string;
  readonly isTest: boolean;
}

/** A call of a function or an operator; operators have names such as `_+_`. */
export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly target: Expr | undefined;
  readonly args: readonly Expr[];
}

/** `[a, ?b]`. */
export interface ListLiteral extends Node {
  readonly kind: 'list';
  readonly items: readonly { readonly value: Expr; readonly isOptional: boolean }[];
}

/** `{a: b, ?c: d}`. */
export interface MapLiteral extends Node {
  readonly kind: 'map';
  readonly entries: readonly { readonly at: number; readonly key: Expr; readonly value: Expr; readonly isOptional: boolean }[];
}

/** `Name{field: value}`. */
export interface ObjectLiteral extends Node {
  readonly kind: 'object';
  readonly name: string;
  readonly fields: readonly { readonly at: number; readonly field: string; readonly value: Expr; readonly isOptional: boolean }[];
}

/** A loop over a list or a map, into which all macros but `has` are written out. */
export interface Comprehension extends Node {
  readonly kind: 'loop';
  readonly range: Expr;
  readonly variable: string;
  /** Then the first variable is the index or the key, and this one the value. */
  readonly variable2: string | undefined;
  readonly result: { readonly name: string; readonly initial: Expr; readonly final: Expr };
  /** The loop ends when it is false. */
  readonly condition: Expr;
  readonly step: Expr;
}

/** Any part of an expression. */
export type Expr = Call | Comprehension | Ident | ListLiteral | Literal | MapLiteral | ObjectLiteral | Select;

/** The parts right below one. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'literal':
    case 'ident':
      return [];
    case 'select':
      return [expr.operand];
    case 'call':
      return expr.target ? [expr.target, ...expr.args] : expr.args;
    case 'list':
      return expr.items.map((item) => item.value);
    case 'map':
      return expr.entries.flatMap((entry) => [entry.key, entry.value]);
    case 'object':
      return expr.fields.map((field) => field.value);
    case 'loop':
      return [expr.range, expr.result.initial, expr.condition, expr.step, expr.result.final];
  }
}

/** The name that a chain of selections writes, as `a.b.c`; undefined when it is something else. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === 'ident') return expr.name;
  if (expr.kind !== 'select' || expr.isTest) return undefined;
  const before = qualifiedName(expr.operand);
  return before === undefined ? undefined : `${before}.${expr.field}`;
}
