// Whether the expressions that a device must fulfil can be asked of one.
// Upstream: pkg/apis/resource/validation validateCELSelector, k8s.io/dynamic-resource-allocation cel

import { boolType, compile, environment, isOpen, mapOf, objectNamed, opaque, stringType, typeText } from '../../cel/index.ts';
import type { CelType, Environment, ObjectShape } from '../../cel/index.ts';
import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { invalid, required, tooLong } from '../field-error.ts';
import type { DeviceSelector } from '../generated/types.ts';
import { checkList } from './bounded-list.ts';

const maxSelectors = 32;
const longestExpression = 10 * 1024;

/** What the type of devices is called in expressions. */
export const deviceName = 'kubernetes.DRADevice';
/** An attribute has whatever type its driver gave it. */
const attribute: CelType = { sort: 'dyn', name: 'google.protobuf.Any', of: [] };
const fields: ReadonlyMap<string, CelType> = new Map([
  ['driver', stringType],
  ['attributes', mapOf(stringType, mapOf(stringType, attribute))],
  ['capacity', mapOf(stringType, mapOf(stringType, opaque('kubernetes.Quantity')))],
  ['allowMultipleAllocations', boolType],
]);
const shape: ObjectShape = { field: (name) => fields.get(name) };
let known: Environment | undefined;
/** What such an expression may speak of; made when the first is compiled. */
export const deviceEnvironment = (): Environment => (known ??= environment([['device', objectNamed(deviceName)]], (name) => (name === deviceName ? shape : undefined)));

function checkExpression(errors: Errors, at: FieldPath, text: string): void {
  if (text.length > longestExpression) {
    errors.push(tooLong(at, longestExpression));
    return;
  }
  const { program, errors: problems } = compile(text, deviceEnvironment());
  if (!program) errors.push(invalid(at, text, `compilation failed: ${problems}`));
  else if (program.type.sort !== 'bool' && !isOpen(program.type)) {
    errors.push(invalid(at, text, `must evaluate to bool or the unknown type, not ${typeText(program.type)}`));
  }
}

/** Expressions that a device must fulfil. */
export function checkSelectors(errors: Errors, at: FieldPath, selectors: readonly DeviceSelector[] | undefined): void {
  checkList(errors, at, selectors, {
    max: maxSelectors,
    check: ({ cel }, where) => {
      if (cel) checkExpression(errors, where.child('cel', 'expression'), cel.expression);
      else errors.push(required(where.child('cel')));
    },
  });
}
