// What is wrong with a custom object: by its schema, its lists, its counts, and its rules.
// Upstream: k8s.io/apiextensions-apiserver pkg/registry/customresource/validator.go, strategy.go

import { goText, goType, isObject } from '../../base/index.ts';
import type { FieldError } from '../field-error.ts';
import { formatFieldError, invalid } from '../field-error.ts';
import type { CustomResourceSubresourceScale, JSONSchemaProps } from '../generated/types.ts';
import type { KubeObject } from '../object.ts';
import { stepsOf } from './custom-paths.ts';
import { validateEmbedded } from './embedded-validation.ts';
import { hasRules } from './rule-programs.ts';
import { ratchetedRules, validateRules } from './rule-validation.ts';
import { validateLists } from './list-rules.ts';
import { validateValue } from './value-validation.ts';

/** What the validation of a version's objects has to know. */
export interface CustomRules {
  readonly schema: JSONSchemaProps | undefined;
  readonly kind: string;
  readonly apiVersion: string;
  readonly scale: CustomResourceSubresourceScale | undefined;
}

/** Everything that is wrong with a new object. */
export function validateCustomObject(rules: CustomRules, object: KubeObject): readonly FieldError[] {
  return validate(rules, object, undefined);
}

/** Everything that is wrong with a changed object. */
export function validateCustomUpdate(rules: CustomRules, next: KubeObject, previous: KubeObject): readonly FieldError[] {
  return validate(rules, next, previous);
}

/** Everything that is wrong with a changed status; paths in messages begin there. */
export function validateCustomStatus({ schema, scale }: CustomRules, next: KubeObject, previous: KubeObject): readonly FieldError[] {
  const errors: FieldError[] = [];
  const statusSchema = schema?.properties?.['status'];
  if (schema && statusSchema && next.status !== undefined) {
    const found = validateValue(statusSchema, next.status, 'status' in previous ? { value: previous.status } : undefined);
    errors.push(...found.map((error) => (error.field === '<nil>' ? error : { ...error, field: error.field === '' ? 'status' : `status.${error.field}` })));
    errors.push(...validateLists(schema, contentOf(next)));
  }
  if (schema) errors.push(...ruleErrors(schema, next, previous, errors));
  if (scale) errors.push(...countErrors(next, scale.statusReplicasPath));
  return errors;
}

/** What a changed object is only warned of, because it was so before. */
export function customWarnings({ schema }: CustomRules, next: KubeObject, previous: KubeObject | undefined): readonly string[] {
  if (!schema || !previous || !hasRules(schema)) return [];
  return ratchetedRules(schema, next, { value: previous }, true).map(formatFieldError);
}

function validate(rules: CustomRules, object: KubeObject, previous: KubeObject | undefined): readonly FieldError[] {
  const { schema, scale } = rules;
  const errors: FieldError[] = [...typeErrors(rules, object)];
  if (schema) {
    const before = previous && { value: contentOf(previous) };
    const content = contentOf(object);
    errors.push(...validateValue(schema, content, before), ...validateEmbedded(schema, content), ...validateLists(schema, content));
    errors.push(...ruleErrors(schema, object, previous, errors));
  }
  if (scale) errors.push(...countErrors(object, scale.specReplicasPath), ...countErrors(object, scale.statusReplicasPath));
  return errors;
}

/** The schema says nothing of metadata, but for its rules. */
function contentOf({ metadata: _, ...content }: KubeObject): Readonly<Record<string, unknown>> {
  return content;
}

/** Errors after which a value may be nothing that rules could look at. */
const blocking: ReadonlySet<FieldError['type']> = new Set(['FieldValueNotSupported', 'FieldValueRequired', 'FieldValueTooLong', 'FieldValueTooMany', 'FieldValueTypeInvalid']);

function ruleErrors(schema: JSONSchemaProps, object: KubeObject, previous: KubeObject | undefined, found: readonly FieldError[]): readonly FieldError[] {
  if (!hasRules(schema)) return [];
  if (found.some(({ type }) => blocking.has(type))) {
    return [invalid('<nil>', undefined, 'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation')];
  }
  return validateRules(schema, object, previous && { value: previous }, true);
}

/** Custom objects say themselves what they are. */
function typeErrors({ kind, apiVersion }: CustomRules, object: KubeObject): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (object.kind !== kind) errors.push(invalid('kind', object.kind, `must be ${kind}`));
  if (object.apiVersion !== apiVersion) errors.push(invalid('apiVersion', object.apiVersion, `must be ${apiVersion}`));
  return errors;
}

const maxInt32 = 2 ** 31 - 1;

function countErrors(object: KubeObject, path: string): readonly FieldError[] {
  let found: unknown = object;
  for (const step of stepsOf(path)) {
    if (found === undefined || found === null) return [];
    if (!isObject(found)) return [inaccessible(path, found, 'map[string]interface{}')];
    found = found[step];
  }
  if (found === undefined) return [];
  if (typeof found !== 'number' || !Number.isInteger(found)) return [inaccessible(path, found, 'int64')];
  if (found < 0) return [invalid(path, found, 'should be a non-negative integer')];
  return found > maxInt32 ? [invalid(path, found, `should be less than or equal to ${maxInt32}`)] : [];
}

function inaccessible(path: string, found: unknown, wanted: string): FieldError {
  return invalid(path, 0, `${path} accessor error: ${goText(found)} is of the type ${goType(found)}, expected ${wanted}`);
}
