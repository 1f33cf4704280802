// Which type every part of an expression has, and which function each call means.
// Upstream: cel-go checker/checker.go

import { qualifiedName } from './ast.ts';
import type { Call, Comprehension, Expr, ListLiteral, Literal, MapLiteral, ObjectLiteral, Select } from './ast.ts';
import type { Overload } from './declarations.ts';
import { standardType } from './environment.ts';
import type { Environment } from './environment.ts';
import type { Issue } from './source.ts';
import { boolType, dynType, errorType, insideOptional, intType, isOpen, isSameType, listOf, mapOf, optionalOf, showType, stringType, typeOf } from './types.ts';
import type { CelType } from './types.ts';
import { mostGeneral, Substitutions } from './unify.ts';
import { typeOfValue } from './values.ts';

/** What a name means. */
export type Meaning = { readonly variable: string } | { readonly type: CelType };

/** What a call means. */
export interface Resolved {
  readonly name: string;
  /** Several when only the running expression can tell. */
  readonly overloads: readonly Overload[];
  /** Whether the target is no value but a part of the function's name. */
  readonly isNamespaced: boolean;
}

/** An expression with what is known of its parts. */
export interface Checked {
  readonly expr: Expr;
  readonly typeOf: (expr: Expr) => CelType;
  readonly meaningOf: (expr: Expr) => Meaning | undefined;
  readonly resolved: (call: Expr) => Resolved | undefined;
}

/** Checks an expression; with issues the rest of the answer means nothing. */
export function check(expr: Expr, environment: Environment): { readonly checked: Checked; readonly issues: readonly Issue[] } {
  const checker = new Checker(environment);
  checker.check(expr);
  return { checked: checker.result(expr), issues: checker.issues };
}

const isTime = ({ sort }: CelType): boolean => sort === 'duration' || sort === 'timestamp';

class Checker {
  readonly issues: Issue[] = [];
  readonly #environment: Environment;
  readonly #scopes: Map<string, CelType>[] = [];
  readonly #types = new Map<Expr, CelType>();
  readonly #meanings = new Map<Expr, Meaning>();
  readonly #resolved = new Map<Expr, Resolved>();
  readonly #substitutions = new Substitutions();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  result(expr: Expr): Checked {
    const types = new Map<Expr, CelType>();
    for (const [part, type] of this.#types) types.set(part, this.#substitutions.apply(type, true));
    return {
      expr,
      typeOf: (part) => types.get(part) ?? dynType,
      meaningOf: (part) => this.#meanings.get(part),
      resolved: (call) => this.#resolved.get(call),
    };
  }

  check(expr: Expr): CelType {
    const type = this.#typeOfPart(expr);
    this.#types.set(expr, type);
    return type;
  }

  #typeOfPart(expr: Expr): CelType {
    switch (expr.kind) {
      case 'literal': return this.#literal(expr);
      case 'ident': return this.#named(expr, expr.name) ?? this.#undeclared(expr.at, expr.name);
      case 'select': return this.#select(expr);
      case 'call': return this.#call(expr);
      case 'list': return this.#list(expr);
      case 'map': return this.#map(expr);
      case 'object': return this.#object(expr);
      case 'loop': return this.#loop(expr);
    }
  }

  #fail(at: number, message: string): CelType {
    this.issues.push({ at, message });
    return errorType;
  }

  #undeclared(at: number, name: string): CelType {
    return this.#fail(at, `undeclared reference to '${name}' (in container '')`);
  }

  #mismatch(at: number, expected: CelType, found: CelType): CelType {
    return this.#fail(at, `expected type '${showType(expected)}' but found '${showType(found)}'`);
  }

  #literal({ value }: Literal): CelType {
    return typeOfValue(value);
  }

  /** The type of what a name means; undefined when nothing is called so. */
  #named(expr: Expr, written: string): CelType | undefined {
    const name = written.replace(/^\./, '');
    const local = written === name ? this.#scopes.findLast((scope) => scope.has(name))?.get(name) : undefined;
    const type = local ?? this.#environment.variables.get(name);
    if (type) {
      this.#meanings.set(expr, { variable: name });
      return type;
    }
    const known = standardType(name) ?? (this.#environment.shape(name) ? { sort: 'object' as const, name, of: [] } : undefined);
    if (!known) return undefined;
    this.#meanings.set(expr, { type: known });
    return typeOf(known);
  }

  #select(expr: Select): CelType {
    const name = qualifiedName(expr);
    const whole = name === undefined ? undefined : this.#named(expr, name);
    if (whole) return whole;
    const type = this.#field(expr.at, expr.operand, expr.field, false);
    return expr.isTest ? boolType : this.#substitutions.apply(type);
  }

  #field(at: number, operand: Expr, field: string, isOptional: boolean): CelType {
    const found = this.#substitutions.apply(this.check(operand));
    const inside = insideOptional(found);
    const type = this.#fieldOf(at, inside ?? found, field);
    return inside || isOptional ? optionalOf(type) : type;
  }

  #fieldOf(at: number, target: CelType, field: string): CelType {
    if (target.sort === 'map') return target.of[1] ?? dynType;
    if (target.sort === 'object') return this.#environment.shape(target.name)?.field(field) ?? this.#fail(at, `undefined field '${field}'`);
    if (target.sort === 'parameter') {
      this.#substitutions.accepts(dynType, target);
      return dynType;
    }
    if (!isOpen(target)) this.#fail(at, `type '${showType(target)}' does not support field selection`);
    return dynType;
  }

  #call(expr: Call): CelType {
    const { name, target, args } = expr;
    if (name === '_?._') return this.#optionalField(expr);
    const argTypes = args.map((arg) => this.check(arg));
    const functions = this.#environment.functions;
    if (!target) {
      const plain = name.replace(/^\./, '');
      const forms = functions.get(plain);
      return forms ? this.#resolve(expr, plain, forms, argTypes, false) : this.#undeclared(expr.at, name);
    }
    const prefix = qualifiedName(target);
    const namespaced = prefix === undefined ? undefined : functions.get(`${prefix}.${name}`);
    if (namespaced) return this.#resolve(expr, `${prefix}.${name}`, namespaced, argTypes, true);
    const targetType = this.check(target);
    const forms = functions.get(name);
    return forms ? this.#resolve(expr, name, forms, [targetType, ...argTypes], false) : this.#undeclared(expr.at, name);
  }

  #optionalField(expr: Call): CelType {
    const [operand, field] = expr.args;
    if (!operand || field?.kind !== 'literal') return errorType;
    const name = String(field.value);
    this.#types.set(field, stringType);
    const [overload] = this.#environment.functions.get(expr.name) ?? [];
    this.#resolved.set(expr, { name: expr.name, overloads: overload ? [overload] : [], isNamespaced: false });
    return this.#substitutions.apply(this.#field(expr.at, operand, name, true));
  }

  #resolve(expr: Call, name: string, forms: readonly Overload[], argTypes: readonly CelType[], isNamespaced: boolean): CelType {
    if (name === '_&&_' || name === '_||_') return this.#logical(expr, name, forms, argTypes);
    const isMethod = expr.target !== undefined && !isNamespaced;
    const matching: Overload[] = [];
    let result: CelType | undefined;
    for (const overload of forms) {
      if (overload.isMethod !== isMethod) continue;
      const { args, result: answer } = this.#instantiate(overload);
      if (!this.#substitutions.acceptsAll(argTypes, args)) continue;
      matching.push(overload);
      const found = this.#substitutions.apply(answer);
      if (!result) result = found;
      else if (result.sort !== 'dyn' && !isSameType(found, result)) result = dynType;
    }
    if (!result) return this.#noOverload(expr.at, name, argTypes, isMethod);
    this.#resolved.set(expr, { name, overloads: matching, isNamespaced });
    return result;
  }

  #instantiate({ args, result, parameters }: Overload): { readonly args: readonly CelType[]; readonly result: CelType } {
    if (parameters.length === 0) return { args, result };
    const fresh = new Map(parameters.map((name) => [name, this.#substitutions.fresh()]));
    const replace = (type: CelType): CelType => {
      if (type.sort === 'parameter') return fresh.get(type.name) ?? type;
      return type.of.length === 0 ? type : { ...type, of: type.of.map(replace) };
    };
    return { args: args.map(replace), result: replace(result) };
  }

  #logical(expr: Call, name: string, overloads: readonly Overload[], argTypes: readonly CelType[]): CelType {
    let type = boolType;
    for (const [index, found] of argTypes.entries()) {
      if (!this.#substitutions.accepts(found, boolType)) type = this.#mismatch(expr.args[index]?.at ?? expr.at, boolType, found);
    }
    this.#resolved.set(expr, { name, overloads, isNamespaced: false });
    return type;
  }

  #noOverload(at: number, name: string, argTypes: readonly CelType[], isMethod: boolean): CelType {
    const shown = argTypes.map((type) => showType(this.#substitutions.apply(type, true)));
    const [target = '', ...rest] = shown;
    return this.#fail(at, `found no matching overload for '${name}' applied to '${isMethod ? `${target}.(${rest.join(', ')})` : `(${shown.join(', ')})`}'`);
  }

  /** The type of what stands in a list or map beside others. */
  #join(previous: CelType | undefined, type: CelType): CelType {
    if (!previous) return type;
    if (this.#substitutions.accepts(previous, type)) return mostGeneral(previous, type);
    return dynType;
  }

  #value(value: Expr, isOptional: boolean): CelType {
    const type = this.check(value);
    if (!isOptional) return type;
    const inside = insideOptional(type);
    if (!inside && type.sort !== 'dyn') this.#mismatch(value.at, optionalOf(type), type);
    return inside ?? type;
  }

  #list({ items }: ListLiteral): CelType {
    let element: CelType | undefined;
    for (const { value, isOptional } of items) element = this.#join(element, this.#value(value, isOptional));
    return listOf(element ?? this.#substitutions.fresh());
  }

  #map({ entries }: MapLiteral): CelType {
    let keys: CelType | undefined;
    let values: CelType | undefined;
    for (const { key, value, isOptional } of entries) {
      keys = this.#join(keys, this.check(key));
      values = this.#join(values, this.#value(value, isOptional));
    }
    return mapOf(keys ?? this.#substitutions.fresh(), values ?? this.#substitutions.fresh());
  }

  #object(expr: ObjectLiteral): CelType {
    const name = expr.name.replace(/^\./, '');
    const shape = this.#environment.shape(name);
    if (!shape) {
      const known = standardType(name);
      if (known) return isTime(known) ? known : this.#fail(expr.at, `'${name}' is not a message type`);
      return this.#undeclared(expr.at, name);
    }
    for (const { at, field, value, isOptional } of expr.fields) {
      const type = this.#value(value, isOptional);
      const expected = shape.field(field) ?? this.#fail(at, `undefined field '${field}'`);
      if (!this.#substitutions.accepts(expected, type)) {
        this.#fail(at, `expected type of field '${field}' is '${showType(expected)}' but provided type is '${showType(type)}'`);
      }
    }
    return { sort: 'object', name, of: [] };
  }

  #loop(expr: Comprehension): CelType {
    const { range, result } = expr;
    const rangeType = this.#substitutions.apply(this.check(range));
    const collected = this.check(result.initial);
    this.#scopes.push(new Map([[result.name, collected]]));
    this.#scopes.push(this.#variables(expr, rangeType));
    this.#expect(expr.condition, boolType);
    this.#expect(expr.step, collected);
    this.#scopes.pop();
    const type = this.check(result.final);
    this.#scopes.pop();
    return this.#substitutions.apply(type);
  }

  #variables({ range, variable, variable2 }: Comprehension, type: CelType): Map<string, CelType> {
    const [first = dynType, second = dynType] = type.of;
    const scope = (one: CelType, two: CelType): Map<string, CelType> => new Map(variable2 === undefined ? [[variable, one]] : [[variable, one], [variable2, two]]);
    if (type.sort === 'list') return variable2 === undefined ? scope(first, dynType) : scope(intType, first);
    if (type.sort === 'map') return scope(first, second);
    if (type.sort === 'parameter' || isOpen(type)) {
      this.#substitutions.accepts(dynType, type);
      return scope(dynType, dynType);
    }
    const wrong = this.#fail(range.at, `expression of type '${showType(type)}' cannot be range of a comprehension (must be list, map, or dynamic)`);
    return scope(wrong, wrong);
  }

  #expect(expr: Expr, wanted: CelType): void {
    const found = this.check(expr);
    if (!this.#substitutions.accepts(found, wanted)) this.#mismatch(expr.at, wanted, found);
  }
}
