// What can be called, by name.

import { declarationLines } from './declaration-lines.ts';
import { readType, splitTypes } from './types.ts';
import type { CelType } from './types.ts';

/** One form of a function. */
export interface Overload {
  /** How costs and implementations know it. */
  readonly id: string;
  readonly isMethod: boolean;
  /** Of a method the target is the first. */
  readonly args: readonly CelType[];
  readonly result: CelType;
  readonly parameters: readonly string[];
}

/** Functions by name, each with its forms. */
export type Functions = ReadonlyMap<string, readonly Overload[]>;

function parametersIn(type: CelType): readonly string[] {
  return type.sort === 'parameter' ? [type.name] : type.of.flatMap(parametersIn);
}

/** Reads lines such as `size g size_string (string) int`. */
export function readDeclarations(lines: string): Functions {
  const functions = new Map<string, Overload[]>();
  for (const line of lines.split('\n')) {
    const [, name, kind, id, args, result] = /^(\S+) ([gm]) (\S+) \((.*)\) (.+)$/.exec(line) ?? [];
    if (name === undefined || id === undefined || result === undefined) continue;
    const types = splitTypes(args ?? '').map(readType);
    const overload: Overload = {
      id, isMethod: kind === 'm', args: types, result: readType(result), parameters: [...new Set([...types, readType(result)].flatMap(parametersIn))],
    };
    const forms = functions.get(name);
    if (forms) forms.push(overload);
    else functions.set(name, [overload]);
  }
  return functions;
}

let standard: Functions | undefined;

/** What every expression of the API can call. */
export function standardFunctions(): Functions {
  return (standard ??= readDeclarations(declarationLines));
}
