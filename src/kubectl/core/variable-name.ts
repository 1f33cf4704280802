// What a variable may be called that kubectl itself puts into an object.
// Upstream: k8s.io/apimachinery pkg/util/validation IsEnvVarName

import { quote } from '../../base/index.ts';
import { isStrictEnvVarName } from '../../kinds/index.ts';
import { CommandError } from './errors.ts';

/** Throws a CommandError when no variable may have that name. */
export function needVariableName(name: string): void {
  const wrong = isStrictEnvVarName(name);
  if (wrong.length > 0) throw new CommandError(`${quote(name)} is not a valid key name: ${wrong.join(';')}`);
}
