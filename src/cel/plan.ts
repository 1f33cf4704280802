// A checked expression as functions that run it, counting what it costs.
// Upstream: cel-go interpreter/planner.go, interpreter/runtimecost.go

import type { Call, Comprehension, Expr, ListLiteral, MapLiteral, ObjectLiteral, Select } from './ast.ts';
import type { Checked } from './check.ts';
import { isEqual } from './compare.ts';
import { attempt, callPlan } from './call.ts';
import { showAny } from './functions/format.ts';
import { field, indexAt, present } from './qualify.ts';
import { listCost, mapCost, objectCost, selectCost } from './run.ts';
import type { Run } from './run.ts';
import { CelError, CelList, Duration, EntryMap, isMap, keyId, none, Optional, Timestamp, TypeValue, typeOfValue } from './values.ts';
import type { CelMap, Value } from './values.ts';

/** How a part of an expression is run. */
export interface Plan {
  /** Its value, with all that it costs. */
  readonly run: (run: Run) => Value;
  /** The same without what it costs to begin a chain of selections; such chains are begun once, however long. */
  readonly chain?: (run: Run) => Value;
  /** What beginning the chain costs. */
  readonly begin?: number;
  /** Its value when that is the same in every run. */
  readonly constant?: Value;
}

const constantPlan = (value: Value): Plan => ({ run: () => value, constant: value });

function chainPlan(chain: (run: Run) => Value, begin: number = selectCost): Plan {
  return {
    chain, begin,
    run: (run) => {
      run.charge(begin);
      return chain(run);
    },
  };
}

/** Plans an expression; variables of its loops are kept in places that are known now. */
export function plan(checked: Checked): Plan {
  return new Planner(checked).plan(checked.expr);
}

class Planner {
  readonly #checked: Checked;
  readonly #locals: string[] = [];

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  plan(expr: Expr): Plan {
    switch (expr.kind) {
      case 'literal': return constantPlan(expr.value);
      case 'ident': return this.#name(expr, expr.name);
      case 'select': return this.#checked.meaningOf(expr) ? this.#name(expr, '') : this.#select(expr);
      case 'call': return this.#call(expr);
      case 'list': return this.#list(expr);
      case 'map': return this.#map(expr);
      case 'object': return this.#object(expr);
      case 'loop': return this.#loop(expr);
    }
  }

  #name(expr: Expr, written: string): Plan {
    const meaning = this.#checked.meaningOf(expr);
    if (meaning && 'type' in meaning) return constantPlan(new TypeValue(meaning.type));
    const name = meaning?.variable ?? written;
    const local = this.#locals.lastIndexOf(name);
    if (local >= 0) return chainPlan((run) => run.local(local));
    return chainPlan((run) => run.variable(name));
  }

  /** A chain that goes on from any expression. */
  #chainOf(expr: Expr): { readonly chain: (run: Run) => Value; readonly begin: number } {
    const planned = this.plan(expr);
    return { chain: planned.chain ?? planned.run, begin: planned.begin ?? selectCost };
  }

  #select(expr: Select): Plan {
    const { chain, begin } = this.#chainOf(expr.operand);
    const name = expr.field;
    if (expr.isTest) {
      return {
        run: (run) => {
          run.charge(begin);
          return present(chain(run), name);
        },
      };
    }
    return chainPlan((run) => {
      const value = chain(run);
      if (value instanceof Optional) return optionalField(run, value, name);
      run.charge(selectCost);
      return field(value, name);
    }, begin);
  }

  #call(expr: Call): Plan {
    const [first, second, third] = expr.args;
    switch (expr.name) {
      case '_&&_':
      case '_||_':
        if (first && second) return this.#logical(first, second, expr.name === '_||_');
        break;
      case '_?_:_':
        if (first && second && third) return this.#conditional(first, second, third);
        break;
      case '_[_]':
      case '_[?_]':
        if (first && second) return this.#index(first, second, expr.name === '_[?_]');
        break;
      case '_?._':
        if (first && second?.kind === 'literal') return this.#optionalSelect(first, String(second.value));
        break;
      case '@not_strictly_false':
        if (first) return this.#unlessFalse(first);
        break;
      case '@in':
        if (first && second) return this.#contains(expr, first, second);
        break;
      case 'or':
      case 'orValue':
        if (expr.target && first) return this.#otherwise(expr.target, first, expr.name === 'orValue');
        break;
    }
    return this.#function(expr);
  }

  #function(expr: Call): Plan {
    const resolved = this.#checked.resolved(expr);
    if (!resolved) throw new CelError(`unplanned call of ${expr.name}`);
    const target = expr.target && !resolved.isNamespaced ? [expr.target] : [];
    return callPlan(resolved, [...target, ...expr.args].map((arg) => this.plan(arg)));
  }

  /** An error on one side does not matter when the other side decides. */
  #logical(left: Expr, right: Expr, decides: boolean): Plan {
    const [first, second] = [this.plan(left), this.plan(right)];
    return {
      run: (run) => {
        const a = attempt(first, run);
        if (a === decides) return decides;
        const b = attempt(second, run);
        if (b === decides) return decides;
        if (a instanceof CelError) throw a;
        if (b instanceof CelError) throw b;
        if (typeof a !== 'boolean' || typeof b !== 'boolean') throw new CelError('no such overload');
        return !decides;
      },
    };
  }

  /** An error is no reason to end a loop. */
  #unlessFalse(operand: Expr): Plan {
    const value = this.plan(operand);
    return {
      run: (run) => {
        const found = attempt(value, run);
        run.charge(selectCost);
        return found !== false;
      },
    };
  }

  #conditional(test: Expr, then: Expr, otherwise: Expr): Plan {
    const condition = this.plan(test);
    const [yes, no] = [this.plan(then), this.plan(otherwise)];
    const [ifTrue, ifFalse] = [yes.chain ?? yes.run, no.chain ?? no.run];
    return chainPlan((run) => {
      const value = condition.run(run);
      if (typeof value !== 'boolean') throw new CelError('no such overload');
      return value ? ifTrue(run) : ifFalse(run);
    }, 0);
  }

  #index(operand: Expr, index: Expr, isOptional: boolean): Plan {
    const { chain, begin } = this.#chainOf(operand);
    const planned = this.plan(index);
    // A key that is itself a chain does not begin another one.
    const at = planned.chain ?? planned.run;
    return chainPlan((run) => {
      const value = chain(run);
      const key = at(run);
      if (value instanceof Optional || isOptional) return optionalIndex(run, value, key);
      run.charge(selectCost);
      return indexAt(value, key);
    }, begin);
  }

  #optionalSelect(operand: Expr, name: string): Plan {
    const { chain, begin } = this.#chainOf(operand);
    return chainPlan((run) => optionalField(run, chain(run), name), begin);
  }

  /** A list of constants is looked up at once. */
  #contains(expr: Call, item: Expr, collection: Expr): Plan {
    const list = this.plan(collection);
    const { constant } = list;
    if (!(constant instanceof CelList) || !constant.items.every((value) => keyId(value) !== undefined)) return this.#function(expr);
    const wanted = this.plan(item);
    return { run: (run) => {
      const value = wanted.run(run);
      return constant.items.some((other) => isEqual(value, other));
    } };
  }

  #otherwise(target: Expr, other: Expr, isValue: boolean): Plan {
    const [first, second] = [this.plan(target), this.plan(other)];
    return { run: (run) => {
      const value = first.run(run);
      if (!(value instanceof Optional)) throw new CelError('no such overload');
      if (value.value === undefined) return second.run(run);
      return isValue ? value.value : value;
    } };
  }

  #list({ items }: ListLiteral): Plan {
    const plans = items.map(({ value, isOptional }) => ({ planned: this.plan(value), isOptional }));
    if (plans.every(({ planned, isOptional }) => !isOptional && planned.constant !== undefined)) {
      return constantPlan(new CelList(plans.map(({ planned }) => planned.constant ?? null)));
    }
    return {
      run: (run) => {
        const values: Value[] = [];
        return made(run, listCost, () => {
          for (const { planned, isOptional } of plans) {
            const value = planned.run(run);
            const inside = isOptional ? insideOf(value) : value;
            if (inside !== undefined) values.push(inside);
          }
          return new CelList(values);
        });
      },
    };
  }

  #map({ entries }: MapLiteral): Plan {
    const plans = entries.map(({ key, value, isOptional }) => ({ key: this.plan(key), value: this.plan(value), isOptional }));
    const make = (run: Run): EntryMap => {
      const written = new Map<string, readonly [Value, Value]>();
      for (const { key, value, isOptional } of plans) {
        const name = key.run(run);
        const inside = isOptional ? insideOf(value.run(run)) : value.run(run);
        if (inside !== undefined) written.set(mapKey(name), [name, inside]);
      }
      return new EntryMap(written);
    };
    if (plans.every(({ key, value, isOptional }) => !isOptional && key.constant !== undefined && value.constant !== undefined)) {
      return constantPlan(new EntryMap(new Map(plans.map(({ key, value }) => [mapKey(key.constant ?? null), [key.constant ?? null, value.constant ?? null]]))));
    }
    return { run: (run) => made(run, mapCost, () => make(run)) };
  }

  #object(expr: ObjectLiteral): Plan {
    const plans = expr.fields.map(({ field: name, value, isOptional }) => ({ name, planned: this.plan(value), isOptional }));
    const typeName = expr.name.replace(/^\./, '');
    const time = times[typeName];
    if (time) {
      return {
        run: (run) => {
          run.charge(objectCost);
          return time;
        },
      };
    }
    return {
      run: (run) => made(run, objectCost, () => {
        const fields = new Map<string, readonly [Value, Value]>();
        for (const { name, planned, isOptional } of plans) {
          const value = planned.run(run);
          const inside = isOptional ? insideOf(value) : value;
          if (inside !== undefined) fields.set(`s${name}`, [name, inside]);
        }
        return new EntryMap(fields, typeName);
      }),
    };
  }

  #loop(expr: Comprehension): Plan {
    const { result, variable, variable2 } = expr;
    const range = this.plan(expr.range);
    const initial = this.plan(result.initial);
    const resultAt = this.#locals.push(result.name) - 1;
    const first = this.#locals.push(variable) - 1;
    const second = variable2 === undefined ? -1 : this.#locals.push(variable2) - 1;
    const [condition, step] = [this.plan(expr.condition), this.plan(expr.step)];
    this.#locals.length = resultAt + 1;
    const final = this.plan(result.final);
    this.#locals.length = resultAt;
    return { run: (run) => {
      const { locals } = run;
      const over = range.run(run);
      let collected: Value | CelError = attempt(initial, run);
      for (const [key, value] of pairs(over, second >= 0)) {
        set(locals, resultAt, collected);
        locals[first] = key;
        if (second >= 0) locals[second] = value;
        if (condition.run(run) === false) break;
        collected = attempt(step, run);
      }
      set(locals, resultAt, collected);
      return final.run(run);
    } };
  }
}

const times: Readonly<Record<string, Value>> = { 'google.protobuf.Duration': new Duration(0n), 'google.protobuf.Timestamp': new Timestamp(0n) };

/** A local whose value is an error: only who reads it fails. */
function set(locals: (Value | CelError)[], index: number, value: Value | CelError): void {
  locals[index] = value;
}

/** What is written twice counts once, whatever it is. */
function mapKey(key: Value): string {
  return keyId(key) ?? `o${showAny(key)}`;
}

/** Makes something, which costs as much when it fails. */
function made(run: Run, cost: number, make: () => Value): Value {
  try {
    return make();
  } finally {
    run.charge(cost);
  }
}

function charged(run: Run, value: Value): Value {
  run.charge(selectCost);
  return value;
}

function insideOf(value: Value): Value | undefined {
  if (!(value instanceof Optional)) throw new CelError(`cannot initialize optional entry from non-optional value`);
  return value.value;
}

function optionalField(run: Run, from: Value, name: string): Value {
  const value = from instanceof Optional ? from.value : from;
  if (value === undefined) return none;
  if (!isMap(value)) throw new CelError('no such overload');
  const found = value.field(name);
  return found === undefined ? none : new Optional(charged(run, found));
}

function optionalIndex(run: Run, from: Value, key: Value): Value {
  const value = from instanceof Optional ? from.value : from;
  if (value === undefined) return none;
  if (value instanceof CelList) {
    const index = typeof key === 'bigint' ? Number(key) : -1;
    const item = value.items[index];
    return item === undefined ? none : new Optional(charged(run, item));
  }
  if (!isMap(value)) throw new CelError('no such overload');
  const found = value.get(key);
  return found === undefined ? none : new Optional(charged(run, found));
}

function* pairs(over: Value, withKeys: boolean): Generator<readonly [Value, Value]> {
  if (over instanceof CelList) {
    let index = 0n;
    for (const item of over.items) yield withKeys ? [index++, item] : [item, item];
    return;
  }
  if (!isMap(over)) throw new CelError(`got '${goTypeName(over)}', expected iterable type`);
  yield* entriesOf(over);
}

const goTypeNames: Readonly<Record<string, string>> = {
  bool: 'types.Bool', bytes: 'types.Bytes', double: 'types.Double', duration: 'types.Duration', int: 'types.Int', null: 'types.Null', string: 'types.String', timestamp: 'types.Timestamp', type: '*types.Type', uint: 'types.Uint',
};

/** What the real evaluator calls a value in an error that speaks of its own insides. */
function goTypeName(value: Value): string {
  const { sort, name } = typeOfValue(value);
  return goTypeNames[sort] ?? name;
}

function* entriesOf(map: CelMap): Generator<readonly [Value, Value]> {
  for (const key of map.keys()) yield [key, map.get(key) ?? null];
}
