// The fields in which two states of an object differ and that can have a manager.
// Upstream: k8s.io/apimachinery util/managedfields/internal/stripmeta.go, structuredmerge.go

import { isObject } from '../../base/index.ts';
import { valueIn } from '../said-empty.ts';
import { addedFields, changedFields } from './differences.ts';
import type { FieldModel } from './field-model.ts';
import type { FieldSet } from './field-set.ts';
import { SetBuilder, below, isMember, recursiveDifference } from './field-set.ts';
import { atomOf, memberType } from './field-type.ts';
import type { FieldsType, FieldType } from './field-type.ts';
import { fieldStep } from './path-step.ts';

/** What differs between two states of an object. */
export interface Differences {
  /** Fields that are new, or have another value. */
  readonly changed: FieldSet | undefined;
  /** Fields that are there no more. */
  readonly removed: FieldSet | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
type Compare = (type: FieldType, before: unknown, after: unknown) => FieldSet | undefined;

/**
 * What differs, without what says only which object it is, and without what the way of writing cannot change.
 * @param ignored fields that count for nothing, with all that is in them
 */
export function differencesOf({ type }: FieldModel, before: Fields, after: Fields, ignored: FieldSet | undefined): Differences {
  const atom = atomOf(type, after);
  if (atom.form !== 'fields') return { changed: undefined, removed: undefined };
  return {
    changed: compareObjects(atom, before, after, ignored, changedFields),
    removed: compareObjects(atom, after, before, ignored, addedFields),
  };
}

/** The fields of a new object. */
export function newFieldsOf({ type, empty }: FieldModel, object: Fields, ignored: FieldSet | undefined): FieldSet | undefined {
  const atom = atomOf(type, object);
  return atom.form === 'fields' ? compareObjects(atom, empty, object, ignored, newFields) : undefined;
}

/** A part of a new object, and what was found in it. */
interface SeenPart {
  readonly before: unknown;
  readonly after: unknown;
  readonly fields: FieldSet | undefined;
}

/** The last part of each type. */
const lastParts = new WeakMap<FieldType, SeenPart>();

/** As `changedFields`, but objects that come from one template, one after the other, share their spec, and it is looked at once. */
function newFields(type: FieldType, before: unknown, after: unknown): FieldSet | undefined {
  if (!isObject(after)) return changedFields(type, before, after);
  const last = lastParts.get(type);
  if (last && last.after === after && last.before === before) return last.fields;
  const fields = changedFields(type, before, after);
  lastParts.set(type, { before, after, fields });
  return fields;
}

function compareObjects(type: FieldsType, before: Fields, after: Fields, ignored: FieldSet | undefined, compare: Compare): FieldSet | undefined {
  const builder = new SetBuilder();
  for (const name in after) {
    const value = valueIn(after, name);
    if (name === 'apiVersion' || name === 'kind' || before[name] === value) continue;
    const step = fieldStep(name);
    const hidden = below(ignored, step);
    if (hidden && isMember(hidden)) continue;
    const member = memberType(type, name);
    if (!member) continue;
    const different = name === 'metadata' ? compareMetadata(member, before[name], value, compare) : compare(member, before[name], value);
    builder.add(step, hidden ? recursiveDifference(different, hidden) : different);
  }
  return builder.build(false);
}

/** What nobody manages: it says which object this is, or is the server's own. */
const identity: ReadonlySet<string> = new Set([
  'name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion',
]);

function compareMetadata(type: FieldType, before: unknown, after: unknown, compare: Compare): FieldSet | undefined {
  const atom = atomOf(type, after);
  const old = isObject(before) ? before : {};
  if (atom.form !== 'fields' || !isObject(after)) return undefined;
  const builder = new SetBuilder();
  for (const name in after) {
    if (identity.has(name) || old[name] === after[name]) continue;
    const member = memberType(atom, name);
    if (member) builder.add(fieldStep(name), compare(member, old[name], after[name]));
  }
  return builder.build(false);
}

/** A set without what nobody manages. */
export function withoutIdentity(set: FieldSet | undefined): FieldSet | undefined {
  if (!set) return undefined;
  const builder = new SetBuilder();
  for (const step of Object.keys(set)) {
    if (step === 'f:apiVersion' || step === 'f:kind') continue;
    builder.add(step, step === 'f:metadata' ? metadataWithoutIdentity(below(set, step)) : below(set, step));
  }
  return builder.build(false);
}

function metadataWithoutIdentity(set: FieldSet | undefined): FieldSet | undefined {
  const builder = new SetBuilder();
  for (const step of Object.keys(set ?? {})) if (step.startsWith('f:') && !identity.has(step.slice(2))) builder.add(step, below(set, step));
  return builder.build(false);
}
