// JSON patches (RFC 6902), as kustomizations hold them.

import { isObject } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

const steps = (path: string): readonly string[] => path.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function changed(value: unknown, path: readonly string[], operation: Operation): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return operation.value;
  if (Array.isArray(value)) {
    const index = step === '-' ? value.length : Number(step);
    if (rest.length > 0) return value.map((each: unknown, i) => (i === index ? changed(each, rest, operation) : each));
    if (operation.op === 'remove') return value.toSpliced(index, 1) as unknown[];
    return operation.op === 'add' ? (value.toSpliced(index, 0, operation.value) as unknown[]) : (value.with(index, operation.value) as unknown[]);
  }
  const object = isObject(value) ? value : {};
  if (rest.length > 0) return { ...object, [step]: changed(object[step], rest, operation) };
  if (operation.op !== 'remove') return { ...object, [step]: operation.value };
  if (object[step] === undefined) throw new CommandError(`remove operation does not apply: doc is missing key: ${operation.path}: missing value`);
  const { [step]: _, ...others } = object;
  return others;
}

/** The value after all operations. */
export function applyJsonPatch(value: unknown, operations: readonly unknown[]): unknown {
  return (operations as readonly Operation[]).reduce((current, operation) => changed(current, steps(operation.path), operation), value);
}
