// Calls of functions: which form is meant, what it does, what it costs.

import type { Resolved } from './check.ts';
import type { Overload } from './declarations.ts';
import { implementations } from './functions/implementations.ts';
import { readRegex } from './functions/regex.ts';
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
  checkPattern(resolved, args);
  if (isConstantConversion(resolved, args)) return constantCall(call, args);
  return { run: (run) => callOnce(run, args, call, (values, result) => callCost(resolved.name, costOf, values, result)) };
}

/** A call that fails costs as much as another, also when it is an argument that failed. */
function callOnce(run: Run, args: readonly Plan[], call: (values: readonly Value[]) => Value, costOf: (values: readonly Value[], result: Value | undefined) => number): Value {
  const values: Value[] = [];
  let failure: CelError | undefined;
  for (const arg of args) {
    const value = attempt(arg, run);
    if (value instanceof CelError) failure ??= value;
    values.push(value instanceof CelError ? null : value);
    if (failure && args.length > 2) throw failure;
  }
  const result = failure ?? outcome(call, values);
  run.charge(costOf(values, result instanceof CelError ? undefined : result));
  if (result instanceof CelError) throw result;
  return result;
}

function outcome(call: (values: readonly Value[]) => Value, values: readonly Value[]): Value | CelError {
  try {
    return call(values);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return error;
  }
}

/** What a part comes to, an error of it being a value like others. */
export function attempt(part: Plan, run: Run): Value | CelError {
  try {
    return part.run(run);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return error;
  }
}

const conversionNames = new Set(['bool', 'bytes', 'double', 'duration', 'dyn', 'int', 'string', 'timestamp', 'type', 'uint']);

function isConstantConversion({ name }: Resolved, args: readonly Plan[]): boolean {
  return conversionNames.has(name) && args.length === 1 && args[0]?.constant !== undefined;
}

/** Conversions of constants are done once, and cost nothing; one that fails makes the whole expression useless. */
function constantCall(call: (values: readonly Value[]) => Value, args: readonly Plan[]): Plan {
  const value = call(args.map((arg) => arg.constant ?? null));
  return { run: () => value, constant: value };
}

const withPattern = new Set(['find', 'findAll', 'matches']);

/** Patterns that are constant are read before anything runs. */
function checkPattern({ name }: Resolved, args: readonly Plan[]): void {
  const pattern = withPattern.has(name) ? args[1]?.constant : undefined;
  const regex = typeof pattern === 'string' ? readRegex(pattern) : undefined;
  if (typeof regex === 'string') throw new CelError(regex);
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


const onTheirOwn = new Set(['format', 'sum', 'min', 'max', 'isSorted', 'indexOf', 'lastIndexOf']);

/** Operators and methods with one form say less than functions that look for a form themselves. */
function noSuchOverload(name: string, values: readonly Value[]): CelError {
  if (name === 'size') return new CelError('no such overload: size');
  if (!onTheirOwn.has(name)) return new CelError('no such overload');
  return new CelError(`no such overload: ${name}(${values.map((value) => typeOfValue(value).name).join(', ')})`);
}
