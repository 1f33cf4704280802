// Mistakes in what is written out: texts that are no time, no regular expression, no format.
// Upstream: cel-go cel/validator.go, ext/formatting_v2.go

import { partsOf } from './ast.ts';
import type { Call, Expr } from './ast.ts';
import type { Checked } from './check.ts';
import { isMoment, readDuration, readTimestamp } from './functions/moments.ts';
import { formatIssue } from './functions/format-check.ts';
import { readRegex } from './functions/regex.ts';
import type { Issue } from './source.ts';
import type { Value } from './values.ts';
import { insideOptional, isSameType, showType } from './types.ts';

/** What is wrong with the literals of a checked expression. */
export function literalIssues(checked: Checked): readonly Issue[] {
  const issues: Issue[] = [];
  const visit = (expr: Expr, mayMix: boolean): void => {
    if (expr.kind === 'call') issues.push(...callIssues(expr, checked));
    if (!mayMix) issues.push(...mixtures(expr, checked));
    // What is formatted may be of any types.
    const mixes = mayMix || (expr.kind === 'call' && expr.name === 'format');
    for (const part of partsOf(expr)) visit(part, mixes);
  };
  visit(checked.expr, false);
  return issues;
}

/** The elements of one list are of one type, and so are the keys and the values of one map. */
function mixtures(expr: Expr, checked: Checked): readonly Issue[] {
  if (expr.kind === 'list') return different(expr.items, checked);
  if (expr.kind !== 'map') return [];
  const keys = expr.entries.map(({ key }) => ({ value: key, isOptional: false }));
  const issues = different(keys, checked);
  return issues.length > 0 ? issues : different(expr.entries, checked);
}

function different(parts: readonly { readonly value: Expr; readonly isOptional: boolean }[], checked: Checked): readonly Issue[] {
  const [first, ...rest] = parts.map(({ value, isOptional }) => {
    const type = checked.typeOf(value);
    return { at: value.at, type: isOptional ? (insideOptional(type) ?? type) : type };
  });
  const other = first && rest.find(({ type }) => !isSameType(type, first.type));
  return first && other ? [{ at: other.at, message: `expected type '${showType(first.type)}' but found '${showType(other.type)}'` }] : [];
}

const validators: Readonly<Record<string, (value: Value) => boolean>> = {
  duration: (value) => typeof value === 'string' && readDuration(value) !== undefined,
  timestamp: (value) => (typeof value === 'bigint' ? isMoment(value * 1_000_000_000n) : typeof value !== 'string' || readTimestamp(value) !== undefined),
  matches: (value) => typeof value !== 'string' || typeof readRegex(value) !== 'string',
};

function callIssues(call: Call, checked: Checked): readonly Issue[] {
  const { name, target, args } = call;
  const isValid = validators[name];
  // Of a function with two arguments the second is the pattern.
  const literal = args.at(-1);
  if (isValid && literal?.kind === 'literal' && !isValid(literal.value)) {
    return [{ at: literal.at, message: `invalid ${name} argument` }];
  }
  if (name !== 'format' || target?.kind !== 'literal' || typeof target.value !== 'string') return [];
  const issue = formatIssue(call.at, target.value, args[0], checked);
  return issue ? [issue] : [];
}
