// Calls of functions: which form is meant, what it does, what it costs.

import type { Resolved } from './check.ts';
import type { Overload } from './declarations.ts';
import { implementations } from './functions/implementations.ts';
import { callCost } from './runtime-cost.ts';
import type { Run } from './run.ts';
import { CelError, typeOfValue } from './values.ts';
import type { Value } from './values.ts';
import type { CelType } from './types.ts';
import type { Plan } from './plan.ts';

/** How a call is run. */
export function callPlan(resolved: Resolved, args: readonly Plan[]): Plan {
  const { overloads } = resolved;
  const [only] = overloads;
  // Where several forms are possible, the cost is that of none in particular.
  const costOf = overloads.length === 1 && only ? only.id : '';
  const call = (values: readonly Value[]): Value => apply(resolved, values);
  if (isConstantConversion(resolved, args)) return constantCall(call, args);
  return {
    run: (run: Run) => {
      const values: Value[] = [];
      for (const arg of args) values.push(arg.run(run));
      const result = call(values);
      run.charge(callCost(costOf, values, result));
      return result;
    },
  };
}

const conversionNames = new Set(['bool', 'bytes', 'double', 'duration', 'dyn', 'int', 'string', 'timestamp', 'uint']);

function isConstantConversion({ name }: Resolved, args: readonly Plan[]): boolean {
  return conversionNames.has(name) && args.length === 1 && args[0]?.constant !== undefined;
}

/** Conversions of constants are done once, and cost nothing. */
function constantCall(call: (values: readonly Value[]) => Value, args: readonly Plan[]): Plan {
  try {
    const value = call(args.map((arg) => arg.constant ?? null));
    return { run: () => value, constant: value };
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return { run: () => {
      throw error;
    } };
  }
}

function fits(value: Value, type: CelType): boolean {
  if (type.sort === 'dyn' || type.sort === 'parameter') return true;
  const found = typeOfValue(value);
  return found.sort === type.sort && (type.sort !== 'opaque' || found.name === type.name);
}

function apply({ name, overloads }: Resolved, values: readonly Value[]): Value {
  const overload = overloads.length === 1 ? overloads[0] : overloads.find((form) => accepts(form, values));
  const implementation = overload && implementations()[overload.id];
  if (!overload || !implementation || !accepts(overload, values)) throw noSuchOverload(name, values);
  return implementation(values);
}

function accepts({ args }: Overload, values: readonly Value[]): boolean {
  return args.length === values.length && args.every((type, index) => fits(values[index] ?? null, type));
}

function noSuchOverload(name: string, values: readonly Value[]): CelError {
  return new CelError(`no such overload: ${name}(${values.map((value) => typeOfValue(value).name).join(', ')})`);
}
