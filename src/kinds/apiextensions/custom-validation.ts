// What is wrong with a custom object: by its schema, its lists, its counts, and its rules.
// Upstream: k8s.io/apiextensions-apiserver pkg/registry/customresource/validator.go, strategy.go

import type { FieldError } from '../field-error.ts';
import { invalid } from '../field-error.ts';
import type { CustomResourceSubresourceScale, JSONSchemaProps } from '../generated/types.ts';
import type { KubeObject } from '../object.ts';
import { stepsOf, valueAt } from './custom-paths.ts';
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
  const { schema, scale } = rules;
  const errors: FieldError[] = [...typeErrors(rules, object)];
  if (schema) {
    const { metadata: _, ...content } = object;
    errors.push(...validateValue(schema, content), ...validateLists(schema, content));
  }
  if (scale) errors.push(...countErrors(object, scale.specReplicasPath), ...countErrors(object, scale.statusReplicasPath));
  return errors;
}

/** Everything that is wrong with a changed object. */
export function validateCustomUpdate(rules: CustomRules, next: KubeObject, _previous: KubeObject): readonly FieldError[] {
  return validateCustomObject(rules, next);
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
  const count = valueAt(object, stepsOf(path));
  if (typeof count !== 'number') return [];
  if (count < 0) return [invalid(path, count, 'should be a non-negative integer')];
  return count > maxInt32 ? [invalid(path, count, `should be less than or equal to ${maxInt32}`)] : [];
}
