// What an expression may speak of.

import { standardFunctions } from './declarations.ts';
import type { Functions } from './declarations.ts';
import { boolType, bytesType, doubleType, durationType, dynType, intType, listOf, mapOf, nullType, stringType, timestampType, typeOf, uintType } from './types.ts';
import type { CelType } from './types.ts';

/** The fields of objects of a type. */
export interface ObjectShape {
  /** The type of a field, undefined when there is no such field. */
  field(name: string): CelType | undefined;
}

/** Variables, types of objects and functions beyond those that all expressions have. */
export interface Environment {
  readonly variables: ReadonlyMap<string, CelType>;
  /** The shape of objects by the name of their type. */
  shape(typeName: string): ObjectShape | undefined;
  readonly functions: Functions;
}

const standardTypes = new Map<string, CelType>([
  boolType, bytesType, doubleType, durationType, intType, listOf(dynType), mapOf(dynType, dynType), nullType, stringType, timestampType, uintType, typeOf(dynType),
].map((type) => [type.name, type]));

/** The type that a name stands for in expressions: `int`, `google.protobuf.Duration`. */
export const standardType = (name: string): CelType | undefined => standardTypes.get(name);

/** An environment of these variables; shapes and functions only where there are some. */
export function environment(
  variables: Iterable<readonly [string, CelType]>,
  shape: Environment['shape'] = () => undefined,
  functions: Functions = new Map(),
): Environment {
  const all = functions.size === 0 ? standardFunctions() : new Map([...standardFunctions(), ...functions]);
  return { variables: new Map(variables), shape, functions: all };
}
