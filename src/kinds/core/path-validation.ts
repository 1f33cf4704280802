// What is refused in paths that lead to files.
// Upstream: pkg/apis/core/validation validatePathNoBacksteps, validateLocalDescendingPath

import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { invalid } from '../field-error.ts';

/** A path without `..`. */
export function checkNoBacksteps(errors: Errors, at: FieldPath, text: string): void {
  if (text.split('/').includes('..')) errors.push(invalid(at, text, "must not contain '..'"));
}

/** A path that stays below where it begins. */
export function checkDescendingPath(errors: Errors, at: FieldPath, text: string): void {
  if (text.startsWith('/')) errors.push(invalid(at, text, 'must be a relative path'));
  checkNoBacksteps(errors, at, text);
}
