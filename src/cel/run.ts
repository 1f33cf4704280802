// One run of an expression: what its names stand for, and what it cost so far.

import { BudgetError, CelError } from './values.ts';
import type { Value } from './values.ts';

/** What a selection costs, and the beginning of a chain of them. */
export const selectCost = 1;
export const listCost = 10;
export const mapCost = 30;
export const objectCost = 40;

/** What the names of an expression stand for; asked at most as often as they are used. */
export type Bindings = (name: string) => Value | undefined;

/** The state of one run. */
export class Run {
  readonly locals: (Value | CelError)[] = [];
  readonly #bindings: Bindings;
  readonly #budget: number;
  cost = 0;

  constructor(bindings: Bindings, budget: number) {
    this.#bindings = bindings;
    this.#budget = budget;
  }

  /** Adds to the cost; throws when it exceeds the budget. */
  charge(cost: number): void {
    this.cost += cost;
    if (this.cost > this.#budget) throw new BudgetError('operation cancelled: actual cost limit exceeded');
  }

  variable(name: string): Value {
    const value = this.#bindings(name);
    if (value === undefined) throw new CelError(`no such attribute(s): ${name}`);
    return value;
  }

  /** The value of a loop's variable. */
  local(index: number): Value {
    const value = this.locals[index] ?? null;
    if (value instanceof CelError) throw value;
    return value;
  }
}
