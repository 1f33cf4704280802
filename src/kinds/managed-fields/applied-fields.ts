// Which fields a configuration speaks of, and so claims.
// Upstream: sigs.k8s.io/structured-merge-diff typed (tofieldset), fieldpath EnsureNamedFieldsAreMembers

import { isObject } from '../../base/index.ts';
import type { FieldsType, FieldType, ListType } from './field-type.ts';
import { atomOf } from './field-type.ts';
import type { FieldSet } from './field-set.ts';
import { SetBuilder, below, isMember, leaf } from './field-set.ts';
import { fieldName, fieldStep, itemStep, self } from './path-step.ts';

/** The fields of a value: its plain parts, the items of its lists, and the entries of its maps. */
export function fieldsOf(type: FieldType, value: unknown): FieldSet | undefined {
  if (value === undefined) return undefined;
  const atom = atomOf(type, value);
  if (atom.form === 'scalar' || value === null || atom.relation === 'atomic') return leaf;
  return atom.form === 'list' ? fieldsOfItems(atom, value) : fieldsOfEntries(atom, value);
}

/** A list without items claims nothing. */
function fieldsOfItems(type: ListType, value: unknown): FieldSet | undefined {
  if (!Array.isArray(value)) return undefined;
  const builder = new SetBuilder();
  for (const item of value) {
    const step = itemStep(type, item);
    if (step !== undefined) builder.add(step, type.relation === 'set' ? leaf : memberOf(fieldsOf(type.item, item)));
  }
  return builder.build(false);
}

/** Entries of a map come and go, and so are claimed themselves; the fields of a struct are always there. */
function fieldsOfEntries(type: FieldsType, value: unknown): FieldSet | undefined {
  if (!isObject(value)) return undefined;
  const builder = new SetBuilder();
  let isEmpty = true;
  for (const name in value) {
    if (value[name] === undefined) continue;
    isEmpty = false;
    const named = type.named(name);
    const member = named ?? type.others;
    const fields = member && fieldsOf(member, value[name]);
    builder.add(fieldStep(name), named ? fields : memberOf(fields));
  }
  return isEmpty ? leaf : builder.build(false);
}

/** The same with the element itself. */
function memberOf(fields: FieldSet | undefined): FieldSet {
  if (!fields || isMember(fields)) return fields ?? leaf;
  const builder = new SetBuilder();
  for (const step of Object.keys(fields)) builder.add(step, below(fields, step));
  return builder.build(true) ?? leaf;
}

/** The set with every field of a struct that leads to a member: whoever has something in it has the field itself too. */
export function withNamedFields(type: FieldType, set: FieldSet | undefined): FieldSet | undefined {
  if (!set || set === leaf || type.form === 'scalar') return set;
  const builder = new SetBuilder();
  for (const step of Object.keys(set)) {
    if (step === self) continue;
    const name = fieldName(step);
    const named = name !== undefined && type.form === 'fields' ? type.named(name) : undefined;
    const inner = named ?? (name === undefined ? (type.form === 'list' ? type.item : undefined) : type.form === 'fields' ? type.others : undefined);
    const completed = withNamedFields(inner ?? { form: 'deduced' }, below(set, step));
    builder.add(step, named ? memberOf(completed) : completed);
  }
  return builder.build(isMember(set));
}
