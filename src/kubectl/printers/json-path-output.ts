// What stands behind `-o jsonpath=`, and what kubectl says when it is wrong.

import { JsonPathError, compileJsonPath, goSyntax, quote } from '../../base/index.ts';
import type { JsonPath } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';

/** Compiles what stands behind `-o jsonpath=`; throws what kubectl says. */
export function compileForOutput(template: string, allowMissing: boolean): JsonPath {
  try {
    return compileJsonPath(template, allowMissing);
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CommandError(`error parsing jsonpath ${template}, ${error.message}`);
  }
}

/** Runs a template; throws kubectl's long explanation when it fails. */
export function runForOutput<T>(template: string, data: unknown, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CommandError(
      `error executing jsonpath ${quote(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n`
      + `\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(data)}\n\n\n`,
    );
  }
}
