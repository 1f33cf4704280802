// What is wrong with the rules of a schema.
// Upstream: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation (x-kubernetes-validations), cel_validation.go

import { compareText, goJson } from '../../base/index.ts';
import { ruleEstimateLimit, schemaEstimateLimit } from '../../cel/index.ts';
import type { Program, SchemaType } from '../../cel/index.ts';
import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { forbidden, internalError, invalid, notSupported, printed, required } from '../field-error.ts';
import type { JSONSchemaProps, ValidationRule } from '../generated/types.ts';
import { goValue } from '../go-struct.ts';
import { isConvertible } from './convertible.ts';
import { costOf, mostRuns, rulesOf } from './rule-programs.ts';
import type { Compilation, RuleProgram } from './rule-programs.ts';
import { elementSchema } from './pruning.ts';
import { ruleFieldSteps } from './rule-field.ts';

/** What an expression somewhere in the schema can cost in all. */
interface Expense {
  readonly at: FieldPath;
  readonly cost: bigint;
}

/** Where in a schema: how often a value can stand there, and within what nobody knows which value was there before. */
interface Place {
  readonly at: FieldPath;
  readonly isRoot: boolean;
  /** Undefined: as often as fits into a request. */
  readonly most: bigint | undefined;
  readonly uncorrelated: FieldPath | undefined;
}

/** What is gathered on the way through a schema. */
interface Findings {
  readonly errors: Errors;
  readonly expenses: Expense[];
  readonly faulty: ReadonlySet<JSONSchemaProps>;
}

const mostExpensive = 4;
/** What costs a hundredth of all that may be spent is not what makes it too much. */
const leastTold = schemaEstimateLimit / 100n;

/** Compiles all rules of a schema but those of its `faulty` parts, and looks at what they may cost together. */
export function checkRules(errors: Errors, faulty: ReadonlySet<JSONSchemaProps>, schema: JSONSchemaProps, at: FieldPath): void {
  const expenses: Expense[] = [];
  check({ errors, faulty, expenses }, schema, { at, isRoot: true, most: 1n, uncorrelated: undefined });
  const total = expenses.reduce((sum, { cost }) => sum + cost, 0n);
  if (total <= schemaEstimateLimit) return;
  for (const expense of expenses.filter(({ cost }) => cost > leastTold).sort((a, b) => (a.cost > b.cost ? -1 : a.cost < b.cost ? 1 : 0)).slice(0, mostExpensive)) {
    errors.push(forbidden(expense.at, 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema'));
  }
  errors.push(forbidden(at, tooDear('x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema', total, schemaEstimateLimit)));
}

/** The rules of the parts come before the schema's own. */
function check(findings: Findings, schema: JSONSchemaProps, place: Place): void {
  const { at, most } = place;
  const times = (limit: number | undefined): bigint | undefined => (limit === undefined || most === undefined ? undefined : most * BigInt(limit));
  const { properties = {} } = schema;
  for (const name of Object.keys(properties).sort(compareText)) {
    const property = properties[name];
    if (property) check(findings, property, { ...place, at: at.child('properties').key(name), isRoot: false });
  }
  const additional = elementSchema(schema.additionalProperties);
  if (additional) check(findings, additional, { ...place, at: at.child('additionalProperties'), isRoot: false, most: times(schema.maxProperties) });
  const items = elementSchema(schema.items);
  const isMap = schema['x-kubernetes-list-type'] === 'map';
  if (items) check(findings, items, { at: at.child('items'), isRoot: false, most: times(schema.maxItems), uncorrelated: place.uncorrelated ?? (isMap ? undefined : at) });
  if (!findings.faulty.has(schema)) checkOwn(findings, schema, place);
}

function checkOwn({ errors, expenses }: Findings, schema: JSONSchemaProps, place: Place): void {
  const written = schema['x-kubernetes-validations'] ?? [];
  if (written.length === 0) return;
  const where = place.at.child('x-kubernetes-validations');
  const { self, rules } = rulesOf(schema, place.isRoot);
  if (!self) {
    errors.push(internalError(where, 'internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations'));
    return;
  }
  for (const [index, rule] of rules.entries()) checkCompiled(errors, expenses, rule, { self, place, at: where.index(index) });
}

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** What is wrong with the rules of a schema, not those of its parts, before they are read. */
export function checkWrittenRules(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  const written = schema['x-kubernetes-validations'] ?? [];
  for (const [index, rule] of written.entries()) checkWritten(errors, rule, schema, at.child('x-kubernetes-validations').index(index));
}

function checkWritten(errors: Errors, rule: ValidationRule, schema: JSONSchemaProps, at: FieldPath): void {
  const { message = '', messageExpression = '', reason, fieldPath = '' } = rule;
  if (rule.rule.trim() === '') errors.push(required(at.child('rule'), 'rule is not specified'));
  else if (message !== '' && message.trim() === '') errors.push(invalid(at.child('message'), message, 'must be non-empty if specified'));
  else if (message.includes('\n')) errors.push(invalid(at.child('message'), message, 'must not contain line breaks'));
  else if (message === '' && messageExpression === '' && rule.rule.includes('\n')) {
    errors.push(required(at.child('message'), 'message must be specified if rule contains line breaks'));
  }
  if (messageExpression !== '' && messageExpression.trim() === '') errors.push(required(at.child('messageExpression'), 'messageExpression must be non-empty if specified'));
  if (reason !== undefined && !reasons.includes(reason)) errors.push(notSupported(at.child('reason'), reason, reasons));
  if (fieldPath !== '' && fieldPath.trim() === '') errors.push(invalid(at.child('fieldPath'), fieldPath, 'must be non-empty if specified'));
  // Paths are looked for in the structural schema, if there is one.
  if (fieldPath !== '' && isConvertible(schema) && !ruleFieldSteps(fieldPath, schema)) errors.push(invalid(at.child('fieldPath'), fieldPath, 'must be a valid path'));
}

function checkCompiled(errors: Errors, expenses: Expense[], program: RuleProgram, { self, place, at }: { readonly self: SchemaType; readonly place: Place; readonly at: FieldPath }): void {
  const { rule, condition, message, isTransition } = program;
  const told = printed(goJson(goValue('v1.ValidationRule', rule), { keepsOrder: true }));
  const spend = (where: FieldPath, name: string, expression: Program, times: bigint): void => {
    const cost = costOf(expression, self) * times;
    if (cost > ruleEstimateLimit) errors.push(forbidden(where, tooDear(name, cost, ruleEstimateLimit)));
    expenses.push({ at: where, cost });
  };
  const look = (where: FieldPath, name: string, { program: expression, problem }: Compilation, times: bigint): void => {
    if (problem === undefined) spend(where, name, expression, times);
    else errors.push(invalid(where, told, problem));
  };
  look(at.child('rule'), 'estimated rule cost', condition, place.most ?? mostRuns(self));
  if (message && condition.problem === undefined) look(at.child('messageExpression'), 'estimated messageExpression cost', message, 1n);
  if (rule.optionalOldSelf !== undefined && !isTransition) {
    errors.push(invalid(at.child('optionalOldSelf'), rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule'));
  }
  if (isTransition && place.uncorrelated) {
    errors.push(invalid(at.child('rule'), rule.rule, `oldSelf cannot be used on the uncorrelatable portion of the schema within ${String(place.uncorrelated)}`));
  }
}

function tooDear(what: string, cost: bigint, limit: bigint): string {
  const factor = Number(cost) / Number(limit);
  const told = factor > 100 ? 'more than 100' : factor < 1.5 ? factor.toFixed(6) : factor.toFixed(1);
  return `${what} exceeds budget by factor of ${told}x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
}
