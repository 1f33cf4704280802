// What the rules of a schema say about an object.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/cel/validation.go

import { deepEqual, isObject, own } from '../../base/index.ts';
import { Optional, longestMessage, none, perCallLimit, runtimeBudget, valueOfJson } from '../../cel/index.ts';
import type { Value } from '../../cel/index.ts';
import type { FieldError } from '../field-error.ts';
import { duplicate, forbidden, invalid, required, withoutValue } from '../field-error.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { correlatedItem } from './correlation.ts';
import { ruleFieldSteps } from './rule-field.ts';
import { asCelSchema, hasRules, rulesOf } from './rule-programs.ts';
import type { RuleProgram } from './rule-programs.ts';
import { elementSchema } from './pruning.ts';

/** What stood at a place before; undefined: nobody knows, or nothing did. */
export type Before = { readonly value: unknown } | undefined;

/** Everything that the rules have against a value. `before` is the object as it was, for one that is changed. */
export function validateRules(schema: JSONSchemaProps, value: unknown, before: Before, isRoot: boolean): readonly FieldError[] {
  return validated(schema, { value, before, at: '', isRoot }).errors;
}

/** What the rules would have against parts of a changed value, had these not been so before. */
export function ratchetedRules(schema: JSONSchemaProps, value: unknown, before: Before, isRoot: boolean): readonly FieldError[] {
  return validated(schema, { value, before, at: '', isRoot }).ratcheted;
}

function validated(schema: JSONSchemaProps, place: Place): Validation {
  const validation = new Validation();
  validation.check(schema, place);
  return validation;
}

interface Place {
  readonly value: unknown;
  readonly before: Before;
  readonly at: string;
  readonly isRoot: boolean;
}

class Validation {
  readonly errors: FieldError[] = [];
  readonly ratcheted: FieldError[] = [];
  #budget = runtimeBudget;

  check(schema: JSONSchemaProps, place: Place): void {
    const { value, before, at } = place;
    if (value === null || value === undefined || this.#budget < 0 || !hasRules(schema)) return;
    this.#own(schema, place);
    if (Array.isArray(value)) {
      const items = elementSchema(schema.items);
      if (items) for (const [index, item] of value.entries()) this.check(items, { value: item, before: correlatedItem(schema, before, item), at: `${at}[${index}]`, isRoot: false });
    } else if (isObject(value)) {
      const additional = elementSchema(schema.additionalProperties);
      const old = isObject(before?.value) ? before.value : undefined;
      for (const key of Object.keys(value)) {
        const property = own(schema.properties, key);
        const part = property ?? additional;
        const was = old && Object.hasOwn(old, key) ? { value: old[key] } : undefined;
        if (part) this.check(part, { value: value[key], before: was, at: property ? (at === '' ? key : `${at}.${key}`) : `${at}[${key}]`, isRoot: false });
      }
    }
  }

  #own(schema: JSONSchemaProps, place: Place): void {
    const { rules } = rulesOf(schema, place.isRoot);
    if (rules.length === 0) return;
    const { before } = place;
    const isSame = before !== undefined && deepEqual(before.value, place.value);
    const isResource = place.isRoot || schema['x-kubernetes-embedded-resource'] === true;
    const read = (value: unknown): Value => valueOfJson(value, asCelSchema(schema), isResource);
    let self: Value | undefined;
    for (const rule of rules) {
      if (this.#budget < 0) return;
      // A rule about changes has nothing to say of what is new.
      if (rule.isTransition && !before && rule.rule.optionalOldSelf !== true) continue;
      self ??= read(place.value);
      const value = self;
      const old = (): Value => {
        if (rule.rule.optionalOldSelf !== true) return before ? read(before.value) : null;
        return before ? new Optional(read(before.value)) : none;
      };
      // What has not changed was good enough before.
      const errors = isSame && !rule.isTransition ? this.ratcheted : this.errors;
      this.#run(errors, rule, schema, place, (name) => (name === 'self' ? value : name === 'oldSelf' ? old() : undefined));
    }
  }

  #run(errors: FieldError[], program: RuleProgram, schema: JSONSchemaProps, place: Place, bindings: (name: string) => Value | undefined): void {
    const { condition, rule } = program;
    if (!condition.program) {
      // Met only in defaults, which are looked at before the rules; a definition with such a rule is refused.
      this.errors.push(invalid(place.at === '' ? '<nil>' : place.at, typeName(place.value), `rule compile error: ${condition.problem}`));
      return;
    }
    const outcome = condition.program.evaluate(bindings, perCallLimit);
    this.#spend(outcome.cost);
    if (this.#budget < 0) return;
    const where = place.at === '' ? '<nil>' : place.at;
    if ('error' in outcome) {
      const why = outcome.isOverBudget
        ? `call cost exceeds limit for rule: ${rule.rule}`
        : `${outcome.error} evaluating rule: ${rule.message ? rule.message : rule.rule}`;
      errors.push(invalid(where, typeName(place.value), why));
      return;
    }
    if (outcome.value === true) return;
    errors.push(failure(program, schema, place, this.#message(program, bindings)));
  }

  #spend(cost: number): void {
    this.#budget -= cost;
    if (this.#budget < 0) this.errors.push(invalid('<nil>', '', 'validation failed due to running out of cost budget, no further validation rules will be run'));
  }

  /** What the rule says itself, or that it failed. A message that is empty, too long or of several lines is none. */
  #message({ rule, message }: RuleProgram, bindings: (name: string) => Value | undefined): string {
    const otherwise = rule.message ? rule.message : `failed rule: ${rule.rule.trim()}`;
    if (!message?.program) return otherwise;
    const outcome = message.program.evaluate(bindings, Math.min(perCallLimit, Math.max(0, this.#budget)));
    this.#spend(outcome.cost);
    if ('error' in outcome || typeof outcome.value !== 'string') return otherwise;
    const text = outcome.value.trim();
    return text === '' || text.includes('\n') || text.length > longestMessage ? otherwise : text;
  }
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** The error of a rule that does not hold. */
function failure({ rule }: RuleProgram, schema: JSONSchemaProps, { value, at }: Place, message: string): FieldError {
  const steps = rule.fieldPath ? (ruleFieldSteps(rule.fieldPath, schema) ?? '') : '';
  const path = at + steps;
  const where = path === '' ? '<nil>' : path.replace(/^\./, '');
  const shown = isObject(value) || Array.isArray(value) ? withoutValue : value;
  switch (rule.reason) {
    case 'FieldValueForbidden': return forbidden(where, message);
    case 'FieldValueRequired': return required(where, message);
    case 'FieldValueDuplicate': return duplicate(where, shown);
    default: return invalid(where, shown, message);
  }
}
