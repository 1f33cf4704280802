// From the text of an expression to something that runs.

import type { Checked } from './check.ts';
import { check } from './check.ts';
import type { Environment } from './environment.ts';
import { literalIssues } from './check-literals.ts';
import { parse } from './parse.ts';
import { plan } from './plan.ts';
import type { Plan } from './plan.ts';
import { Run } from './run.ts';
import type { Bindings } from './run.ts';
import { showIssues } from './source.ts';
import type { Issue } from './source.ts';
import type { CelType } from './types.ts';
import { BudgetError, CelError } from './values.ts';
import type { Value } from './values.ts';

/** What a run came to: a value, or why there is none; and what it cost. */
export type Outcome =
  | { readonly value: Value; readonly cost: number }
  | { readonly error: string; readonly cost: number; readonly isOverBudget: boolean };

/** An expression that can be run. */
export interface Program {
  readonly text: string;
  readonly type: CelType;
  readonly checked: Checked;
  /** Runs it; over the budget it ends with an error. */
  readonly evaluate: (bindings: Bindings, budget?: number) => Outcome;
}

/** A program, or the errors as the API server tells them, with the place of each; or why a checked expression cannot run. */
export type Compiled =
  | { readonly program: Program; readonly errors?: undefined }
  | { readonly program?: undefined; readonly errors: string; readonly stage: 'compilation' | 'instantiation' };

/** Reads and checks an expression. */
export function compile(text: string, environment: Environment): Compiled {
  const { expr, issues } = parse(text);
  const failed = (found: readonly Issue[]): Compiled => ({ errors: showIssues(text, found), stage: 'compilation' });
  if (issues.length > 0) return failed(issues);
  const { checked, issues: typeIssues } = check(expr, environment);
  if (typeIssues.length > 0) return failed(typeIssues);
  const literals = literalIssues(checked);
  if (literals.length > 0) return failed(literals);
  try {
    return { program: programOf(text, checked, plan(checked)) };
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return { errors: error.message, stage: 'instantiation' };
  }
}

function programOf(text: string, checked: Checked, planned: Plan): Program {
  return { text, checked, type: checked.typeOf(checked.expr), evaluate: (bindings, budget = Infinity) => evaluate(planned, new Run(bindings, budget)) };
}

function evaluate(planned: Plan, run: Run): Outcome {
  try {
    return { value: planned.run(run), cost: run.cost };
  } catch (error) {
    if (!(error instanceof CelError) && !(error instanceof BudgetError)) throw error;
    return { error: error.message, cost: run.cost, isOverBudget: error instanceof BudgetError };
  }
}
