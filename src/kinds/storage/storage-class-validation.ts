// What is refused in StorageClasses.
// Upstream: pkg/apis/storage/validation ValidateStorageClass, pkg/apis/core/validation ValidateTopologySelectorTerm

import { deepEqual, goJson } from '../../base/index.ts';
import { saidIn } from '../said-empty.ts';
import type { Errors } from '../checks.ts';
import { checkImmutable, checkQualifiedName, checkSupported } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { duplicate, invalid, path, printed, required, tooLong } from '../field-error.ts';
import type { StorageClass, TopologySelectorTerm } from '../generated/types.ts';

type Parameters = Readonly<Record<string, string>>;

const maxParameters = 512; // maxProvisionerParameterLen
const maxParameterBytes = 256 * 1024; // maxProvisionerParameterSize

/** Who makes volumes: a qualified name, in any case of letters. */
export function checkDriver(errors: Errors, at: FieldPath, name: string): void {
  if (name === '') errors.push(required(at));
  else checkQualifiedName(errors, at, name.toLowerCase());
}

/** What a driver is told. */
export function checkParameters(errors: Errors, at: FieldPath, parameters: Parameters): void {
  const entries = Object.entries(parameters);
  if (entries.length > maxParameters) errors.push({ ...tooLong(at, maxParameters), body: `Too long: may not be more than ${maxParameters} bytes` });
  if (entries.some(([key]) => key === '')) errors.push(invalid(at, '', 'field can not be empty.'));
  if (entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0) > maxParameterBytes) errors.push(tooLong(at, maxParameterBytes));
}

type Topology = ReadonlyMap<string, ReadonlySet<string>>;

function checkTerm(errors: Errors, at: FieldPath, { matchLabelExpressions = [] }: TopologySelectorTerm): Topology {
  const topology = new Map<string, ReadonlySet<string>>();
  for (const [index, { key = '', values = [] }] of matchLabelExpressions.entries()) {
    const where = at.child('matchLabelExpressions').index(index);
    const known = new Set<string>();
    if (values.length === 0) errors.push(required(where.child('values')));
    for (const [at2, value] of values.entries()) {
      if (known.has(value)) errors.push(duplicate(where.child('values').index(at2), value));
      known.add(value);
    }
    checkQualifiedName(errors, where.child('key'), key);
    if (topology.has(key)) errors.push(duplicate(where.child('key'), key));
    topology.set(key, known);
  }
  return topology;
}

function checkTopologies(errors: Errors, at: FieldPath, terms: readonly TopologySelectorTerm[]): void {
  const seen: string[] = [];
  for (const [index, term] of terms.entries()) {
    const topology = checkTerm(errors, at.index(index), term);
    const text = goJson(Object.fromEntries([...topology].map(([key, values]) => [key, [...values].sort()])));
    // Told once for each that was there before; a term that says nothing is taken for one.
    const before = seen.filter((other) => other === text).length;
    for (let n = topology.size === 0 ? Math.max(before, 1) : before; n > 0; n--) errors.push(duplicate(at.index(index).child('matchLabelExpressions'), ''));
    seen.push(text);
  }
}

/** Errors of a new StorageClass. */
export function validateStorageClass(storageClass: StorageClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { provisioner, parameters = {}, reclaimPolicy, volumeBindingMode, allowedTopologies = [] } = storageClass;
  checkDriver(errors, path('provisioner'), provisioner);
  checkParameters(errors, path('parameters'), parameters);
  if (reclaimPolicy) checkSupported(errors, path('reclaimPolicy'), reclaimPolicy, ['Delete', 'Retain']);
  checkSupported(errors, path('volumeBindingMode'), volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']);
  checkTopologies(errors, path('allowedTopologies'), allowedTopologies);
  return errors;
}

/** Errors of a changed StorageClass: volumes were made by what it says. */
export function validateStorageClassUpdate(next: StorageClass, previous: StorageClass): readonly FieldError[] {
  const errors: FieldError[] = [...validateStorageClass(next)];
  if (!deepEqual(next.parameters ?? {}, previous.parameters ?? {})) {
    checkImmutable(errors, path('parameters'), next.parameters, previous.parameters, printed(goJson(saidIn(next, 'parameters'))));
  }
  checkImmutable(errors, path('provisioner'), next.provisioner, previous.provisioner);
  checkImmutable(errors, path('reclaimPolicy'), next.reclaimPolicy, previous.reclaimPolicy);
  checkImmutable(errors, path('volumeBindingMode'), next.volumeBindingMode, previous.volumeBindingMode);
  return errors;
}
