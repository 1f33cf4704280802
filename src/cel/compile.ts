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
  evaluate(bindings: Bindings, budget?: number): Outcome;
}

/** A program, or the errors as the API server tells them, with the place of each. */
export type Compiled = { readonly program: Program; readonly errors?: undefined } | { readonly program?: undefined; readonly errors: string };

/** Reads and checks an expression. */
export function compile(text: string, environment: Environment): Compiled {
  const { expr, issues } = parse(text);
  if (issues.length > 0) return { errors: showIssues(text, issues) };
  const { checked, issues: typeIssues } = check(expr, environment);
  if (typeIssues.length > 0) return { errors: showIssues(text, typeIssues) };
  const literals = literalIssues(checked);
  if (literals.length > 0) return { errors: showIssues(text, literals) };
  return { program: new CompiledProgram(text, checked) };
}

class CompiledProgram implements Program {
  readonly text: string;
  readonly checked: Checked;
  #plan: Plan | undefined;

  constructor(text: string, checked: Checked) {
    this.text = text;
    this.checked = checked;
  }

  get type(): CelType {
    return this.checked.typeOf(this.checked.expr);
  }

  evaluate(bindings: Bindings, budget = Infinity): Outcome {
    const run = new Run(bindings, budget);
    try {
      return { value: (this.#plan ??= plan(this.checked)).run(run), cost: run.cost };
    } catch (error) {
      if (!(error instanceof CelError) && !(error instanceof BudgetError)) throw error;
      return { error: error.message, cost: run.cost, isOverBudget: error instanceof BudgetError };
    }
  }
}
