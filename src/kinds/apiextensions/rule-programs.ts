// The rules of a schema, made ready to run: what `self` is, what a rule says, what it may cost.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/cel/compilation.go

import { compile, environment, estimateCost, optionalOf, schemaType } from '../../cel/index.ts';
import type { Environment, Program, SchemaType, Shapes } from '../../cel/index.ts';
import type { JSONSchemaProps, ValidationRule } from '../generated/types.ts';
import { elementSchema } from './pruning.ts';

/** An expression that was compiled, or why it was not. */
export type Compilation = { readonly program: Program; readonly problem?: undefined } | { readonly program?: undefined; readonly problem: string };

/** One rule. */
export interface RuleProgram {
  readonly rule: ValidationRule;
  readonly condition: Compilation;
  /** What is said when it fails, where the rule makes that up itself. */
  readonly message: Compilation | undefined;
  /** Whether it compares with what was there before. */
  readonly isTransition: boolean;
}

/** The rules that stand at one place of a schema. */
export interface SchemaRules {
  /** What `self` is; undefined when expressions cannot see such values. */
  readonly self: SchemaType | undefined;
  readonly rules: readonly RuleProgram[];
}

const made = new WeakMap<JSONSchemaProps, SchemaRules>();

/** The rules of a schema, not those of its parts. Compiled once. */
export function rulesOf(schema: JSONSchemaProps, isRoot: boolean): SchemaRules {
  let rules = made.get(schema);
  if (!rules) made.set(schema, (rules = makeRules(schema, isRoot)));
  return rules;
}

const nothing: SchemaRules = { self: undefined, rules: [] };

function makeRules(schema: JSONSchemaProps, isRoot: boolean): SchemaRules {
  const written = schema['x-kubernetes-validations'] ?? [];
  if (written.length === 0) return nothing;
  const shapes: Shapes = new Map();
  const self = schemaType(asCelSchema(schema), 'selfType', shapes, isRoot || schema['x-kubernetes-embedded-resource'] === true);
  if (!self) return { self, rules: [] };
  const shape: Environment['shape'] = (name) => shapes.get(name);
  return { self, rules: written.map((rule) => ruleProgram(rule, self, shape)) };
}

/** Expressions see as much of a schema as they know. */
export function asCelSchema(schema: JSONSchemaProps): Parameters<typeof schemaType>[0] {
  return schema as Parameters<typeof schemaType>[0];
}

function ruleProgram(rule: ValidationRule, self: SchemaType, shape: Environment['shape']): RuleProgram {
  const alone = environment([['self', self.type]], shape);
  const before = rule.optionalOldSelf === true ? optionalOf(self.type) : self.type;
  const both = environment([['self', self.type], ['oldSelf', before]], shape);
  const isTransition = mentionsOldSelf(rule.rule, alone, both);
  return {
    rule,
    isTransition,
    condition: compiled(rule.rule, both, 'bool', { failure: 'compilation failed', wrongType: 'cel expression must evaluate to a bool' }),
    message: rule.messageExpression
      ? compiled(rule.messageExpression, both, 'string', { failure: 'messageExpression compilation failed', wrongType: 'messageExpression must evaluate to a string' })
      : undefined,
  };
}

/** Whether a rule needs what was there before: without it, it is none. */
function mentionsOldSelf(text: string, alone: Environment, both: Environment): boolean {
  return text.includes('oldSelf') && compile(text, alone).program === undefined && compile(text, both).program !== undefined;
}

function compiled(text: string, known: Environment, sort: 'bool' | 'string', words: { readonly failure: string; readonly wrongType: string }): Compilation {
  const { program, errors } = compile(text, known);
  if (!program) return { problem: `${words.failure}: ${errors}` };
  return program.type.sort === sort ? { program } : { problem: words.wrongType };
}

const maxRequestBytes = 3_145_728; // MaxRequestSizeBytes

/** How often a rule can run at most, as far as the size of a request limits it. */
export function mostRuns({ minSize }: SchemaType): bigint {
  return BigInt(Math.floor(maxRequestBytes / (minSize + 1)));
}

/** What an expression of a schema can cost at most, each time. */
export function costOf(program: Program, self: SchemaType): bigint {
  return estimateCost(program, self).max;
}

/** Whether a schema or one of its parts has rules. */
export function hasRules(schema: JSONSchemaProps): boolean {
  const known = withRules.get(schema);
  if (known !== undefined) return known;
  const parts = [elementSchema(schema.items), elementSchema(schema.additionalProperties), ...Object.values(schema.properties ?? {})];
  const has = (schema['x-kubernetes-validations']?.length ?? 0) > 0 || parts.some((part) => part !== undefined && hasRules(part));
  withRules.set(schema, has);
  return has;
}

const withRules = new WeakMap<JSONSchemaProps, boolean>();
