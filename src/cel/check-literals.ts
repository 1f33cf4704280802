// Mistakes in what is written out: texts that are no time, no regular expression, no format.
// Upstream: cel-go cel/validator.go, ext/formatting_v2.go

import { partsOf } from './ast.ts';
import type { Call, Expr } from './ast.ts';
import type { Checked } from './check.ts';
import { readDuration, readTimestamp } from './functions/moments.ts';
import { formatIssue } from './functions/format-check.ts';
import { compileRegex } from './functions/regex.ts';
import type { Issue } from './source.ts';

/** What is wrong with the literals of a checked expression. */
export function literalIssues(checked: Checked): readonly Issue[] {
  const issues: Issue[] = [];
  const visit = (expr: Expr): void => {
    if (expr.kind === 'call') issues.push(...callIssues(expr, checked));
    for (const part of partsOf(expr)) visit(part);
  };
  visit(checked.expr);
  return issues;
}

const validators: Readonly<Record<string, (text: string) => boolean>> = {
  duration: (text) => readDuration(text) !== undefined,
  timestamp: (text) => readTimestamp(text) !== undefined,
  matches: (text) => compileRegex(text) !== undefined,
};

function callIssues(call: Call, checked: Checked): readonly Issue[] {
  const { name, target, args } = call;
  const isValid = validators[name];
  // Of a function with two arguments the second is the pattern.
  const literal = args.at(-1);
  if (isValid && literal?.kind === 'literal' && typeof literal.value === 'string' && !isValid(literal.value)) {
    return [{ at: literal.at, message: `invalid ${name} argument` }];
  }
  if (name !== 'format' || target?.kind !== 'literal' || typeof target.value !== 'string') return [];
  const issue = formatIssue(target.value, args[0], checked);
  return issue ? [issue] : [];
}
