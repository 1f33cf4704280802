// What an expression can cost at most, before it runs.
// Upstream: cel-go checker/cost.go

import type { Call, Comprehension, Expr, Ident, ListLiteral, MapLiteral, Select } from './ast.ts';
import type { Checked } from './check.ts';
import { callEstimate } from './call-estimate.ts';
import { either, exactly, noCost, plus, times, total, unknownSize } from './cost-range.ts';
import type { Range } from './cost-range.ts';
import { textKey } from './schema.ts';
import type { SchemaType } from './schema.ts';
import type { Program } from './compile.ts';

import { sizeOf } from './functions/conversions.ts';

/** What a program can cost: at least and at most, in the units in which running it is counted. All its variables are of the type `root`. */
export function estimateCost(program: Program, root?: SchemaType): Range {
  return new Estimator(program.checked, root).cost(program.checked.expr);
}

/** A way into the values of a variable: fields by name, `@items`, `@keys`, `@values`. */
type Path = readonly string[];

/** How large the keys and the values of a list or a map are. */
interface Parts {
  readonly keys?: Range | undefined;
  readonly values?: Range | undefined;
}

/** What is known of a variable of a loop. */
interface Local {
  readonly name: string;
  readonly path: Path | undefined;
  readonly size: Range | undefined;
  readonly parts?: Parts | undefined;
}

/** Where a value is that comes from no variable: a step from there counts for a variable's name, so does it for the real one. */
const nowhere: Path = [];

const one = exactly(1);

class Estimator {
  readonly #checked: Checked;
  readonly #root: SchemaType | undefined;
  readonly #paths = new Map<Expr, Path>();
  readonly #sizes = new Map<Expr, Range>();
  /** How large the parts are of lists and maps that are written out. */
  readonly #parts = new Map<Expr, Parts>();
  readonly #loops: Local[] = [];

  constructor(checked: Checked, root: SchemaType | undefined) {
    this.#checked = checked;
    this.#root = root;
  }

  cost(expr: Expr): Range {
    switch (expr.kind) {
      case 'literal': return noCost;
      case 'ident': return this.#ident(expr);
      case 'select': return this.#select(expr);
      case 'call': return this.#call(expr);
      case 'list': return this.#list(expr);
      case 'map': return this.#map(expr, expr);
      case 'object': return plus(total(expr.fields.map(({ value }) => this.cost(value))), exactly(40));
      case 'loop': return expr.variable === '#unused' ? this.#bind(expr) : this.#loop(expr);
    }
  }

  #list(expr: ListLiteral): Range {
    const cost = total(expr.items.map(({ value }) => this.cost(value)));
    this.#parts.set(expr, { values: this.#common(expr.items.map(({ value }) => value)) });
    this.#sizes.set(expr, exactly(expr.items.length));
    return plus(cost, exactly(10));
  }

  #map({ entries }: MapLiteral, expr: Expr): Range {
    const cost = total(entries.flatMap(({ key, value }) => [this.cost(key), this.cost(value)]));
    this.#parts.set(expr, { keys: this.#common(entries.map(({ key }) => key)), values: this.#common(entries.map(({ value }) => value)) });
    this.#sizes.set(expr, exactly(entries.length));
    return plus(cost, exactly(30));
  }

  /** The size that all of some parts have, as far as it is known. */
  #common(parts: readonly Expr[]): Range | undefined {
    const [first, ...rest] = parts.map((part) => (part.kind === 'literal' ? this.#size(part) : this.#sizes.get(part)));
    return first && rest.reduce<Range>((all, size) => (size ? either(all, size) : all), first);
  }

  #ident(expr: Ident): Range {
    const local = this.#loops.findLast(({ name }) => name === expr.name);
    if (local?.size) this.#sizes.set(expr, local.size);
    if (local?.parts) this.#parts.set(expr, local.parts);
    const path = local ? local.path : [expr.name];
    if (path) this.#paths.set(expr, path);
    return one;
  }

  #select(expr: Select): Range {
    const operand = this.cost(expr.operand);
    if (expr.isTest) return operand;
    this.#extend(expr, expr.operand, expr.field);
    const { sort } = this.#checked.typeOf(expr.operand);
    return sort === 'map' || sort === 'object' || sort === 'parameter' ? plus(operand, one) : operand;
  }

  #extend(expr: Expr, from: Expr, step: string): void {
    this.#paths.set(expr, [...(this.#paths.get(from) ?? nowhere), step]);
  }

  #call(expr: Call): Range {
    const resolved = this.#checked.resolved(expr);
    if (!resolved) return noCost;
    const target = expr.target && !resolved.isNamespaced ? expr.target : undefined;
    const targetCost = target ? this.cost(target) : noCost;
    const argCosts = expr.args.map((arg) => this.cost(arg));
    const sizeOfPart = (part: Expr): Range => this.#size(part);
    const elementSize = (part: Expr): Range => this.#elementSize(part);
    let cost: Range | undefined;
    let size: Range | undefined;
    for (const { id } of resolved.overloads) {
      const estimate = callEstimate(resolved.name, id, { expr, target, args: expr.args, argCosts, size: sizeOfPart, elementSize, typeOf: this.#checked.typeOf });
      cost = cost ? either(cost, estimate.cost) : estimate.cost;
      if (estimate.size) size = size ? either(size, estimate.size) : estimate.size;
      const [first] = expr.args;
      if (first && id === 'index_list') this.#extend(expr, first, '@items');
      if (first && id === 'index_map') this.#extend(expr, first, '@values');
    }
    if (resolved.name === 'dyn') this.#same(expr, expr.args[0]);
    if (size) this.#sizes.set(expr, size);
    return plus(targetCost, cost ?? noCost);
  }

  /** What only looks like another type is as large as before. */
  #same(expr: Expr, inside: Expr | undefined): void {
    const path = inside && this.#paths.get(inside);
    if (path) this.#paths.set(expr, path);
    else if (inside) this.#sizes.set(expr, this.#size(inside));
  }

  /** How large a value is. */
  #size(expr: Expr): Range {
    const known = this.#sizes.get(expr);
    if (known) return known;
    if (expr.kind === 'literal') {
      const { value } = expr;
      return typeof value === 'string' || value instanceof Uint8Array ? exactly(sizeOf(value)) : one;
    }
    const path = this.#paths.get(expr);
    const found = path && this.#lookUp(path);
    if (found) return { min: 0n, max: BigInt(found.maxElements) };
    return isScalar(this.#checked.typeOf(expr).sort) ? one : unknownSize;
  }

  #elementSize(list: Expr): Range {
    const path = this.#paths.get(list);
    const found = path && this.#lookUp([...path, '@items']);
    return found ? { min: 0n, max: BigInt(found.maxElements) } : unknownSize;
  }

  /** What a path leads to. Every name begins at the root, also one that is no variable: so does the real one. */
  #lookUp([, ...steps]: Path): SchemaType | undefined {
    let type = this.#root;
    for (const step of steps) {
      if (step === '@keys') type = type?.element && textKey;
      else if (step === '@items' || step === '@values') type = type?.element;
      else type = type?.field?.(step);
    }
    return type;
  }

  #bind(expr: Comprehension): Range {
    const { result } = expr;
    const value = this.cost(result.initial);
    const range = this.cost(expr.range);
    this.#loops.push({ name: result.name, path: this.#paths.get(result.initial), size: this.#sizes.get(result.initial), parts: this.#parts.get(result.initial) });
    const condition = this.cost(expr.condition);
    const body = this.cost(result.final);
    this.#loops.pop();
    const size = this.#sizes.get(result.final);
    if (size) this.#sizes.set(expr, size);
    return total([range, value, condition, body]);
  }

  #loop(expr: Comprehension): Range {
    const { range, result, variable, variable2 } = expr;
    const before = plus(this.cost(range), this.cost(result.initial));
    const path = this.#paths.get(range);
    const isList = this.#checked.typeOf(range).sort === 'list';
    const parts = this.#parts.get(range);
    const element = (step: string): Path => [...(path ?? nowhere), step];
    this.#loops.push({ name: result.name, path: undefined, size: this.#size(result.initial) });
    if (variable2 === undefined) {
      this.#loops.push({ name: variable, path: element(isList ? '@items' : '@keys'), size: isList ? parts?.values : parts?.keys });
    } else {
      this.#loops.push({ name: variable, path: isList ? undefined : element('@keys'), size: isList ? one : parts?.keys });
      this.#loops.push({ name: variable2, path: element(isList ? '@items' : '@values'), size: parts?.values });
    }
    const perElement = plus(this.cost(expr.condition), this.cost(expr.step));
    this.#loops.length -= variable2 === undefined ? 1 : 2;
    const after = this.cost(result.final);
    this.#loops.pop();
    const count = this.#size(range);
    const resultSort = this.#checked.typeOf(expr).sort;
    if (resultSort === 'list' || resultSort === 'map') this.#sizes.set(expr, count);
    return plus(plus(before, after), times(count, perElement));
  }
}

const isScalar = (sort: string): boolean => ['bool', 'double', 'duration', 'int', 'timestamp', 'uint'].includes(sort);
