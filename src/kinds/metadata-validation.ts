// What metadata may say, of new and of changed objects of every kind.
// Upstream: k8s.io/apimachinery api/validation

import { compareText, goJson, quote, utf8Length } from '../base/index.ts';
import type { FieldError } from './field-error.ts';
import { FieldPath, forbidden, invalid, path, printed, required, tooLong } from './field-error.ts';
import type { ManagedFieldsEntry, ObjectMetaInput, OwnerReference } from './generated/types.ts';
import type { NameValidator } from './names.ts';
import { isDnsLabel, isLabelValue, isQualifiedName } from './names.ts';

/** The most that the annotations of an object may hold, keys and values together. */
export const maxAnnotationBytes = 262_144; // TotalAnnotationSizeLimitB

/** What the metadata of a kind is checked against. */
export interface MetadataRules {
  readonly namespaced: boolean;
  readonly validateName: NameValidator;
}

/** What is wrong with the metadata of a new object. */
export function validateMetadata(metadata: ObjectMetaInput, rules: MetadataRules, at = path('metadata')): FieldError[] {
  const errors: FieldError[] = [];
  const { name = '', generateName = '', generation = 0 } = metadata;
  if (generateName !== '') addAll(errors, at.child('generateName'), generateName, rules.validateName(generateName, true));
  if (name === '') errors.push(required(at.child('name'), 'name or generateName is required'));
  else addAll(errors, at.child('name'), name, rules.validateName(name, false));
  validateNamespace(errors, metadata.namespace ?? '', rules.namespaced, at.child('namespace'));
  if (generation < 0) errors.push(invalid(at.child('generation'), generation, 'must be greater than or equal to 0'));
  addMaps(errors, metadata, undefined, at);
  if (metadata.finalizers) errors.push(...validateFinalizers(metadata.finalizers, at.child('finalizers')));
  return errors;
}

/** What is wrong with changed labels, annotations and owners. */
export function validateMetadataMaps(next: ObjectMetaInput, previous: ObjectMetaInput): FieldError[] {
  const errors: FieldError[] = [];
  addMaps(errors, next, previous, path('metadata'));
  return errors;
}

/** Labels, annotations and owners: what new and changed objects are checked for alike. What has not changed was checked. */
function addMaps(errors: FieldError[], next: ObjectMetaInput, previous: ObjectMetaInput | undefined, at: FieldPath): void {
  const { labels, annotations, ownerReferences, managedFields } = next;
  if (labels && labels !== previous?.labels) errors.push(...validateLabels(labels, at.child('labels')));
  if (annotations && annotations !== previous?.annotations) errors.push(...validateAnnotations(annotations, at.child('annotations')));
  if (ownerReferences && ownerReferences !== previous?.ownerReferences) errors.push(...validateOwnerReferences(ownerReferences, at.child('ownerReferences')));
  if (managedFields && managedFields !== previous?.managedFields) errors.push(...validateManagers(managedFields, at.child('managedFields')));
}

/** What is wrong with changed metadata: what may not change, then its maps. */
export function validateMetadataUpdate(next: ObjectMetaInput, previous: ObjectMetaInput): FieldError[] {
  return [...validateMetadataKept(next, previous), ...validateMetadataMaps(next, previous)];
}

/** What is wrong with changed metadata because it may not change. */
export function validateMetadataKept(next: ObjectMetaInput, previous: ObjectMetaInput): FieldError[] {
  const errors: FieldError[] = [];
  const at = path('metadata');
  if (previous.deletionTimestamp !== undefined) {
    const added = (next.finalizers ?? []).filter((finalizer) => !previous.finalizers?.includes(finalizer));
    if (added.length > 0) {
      const list = added.map(quote).join(', ');
      errors.push(forbidden(at.child('finalizers'), `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`));
    }
  }
  if (!next.resourceVersion) errors.push(invalid(at.child('resourceVersion'), '', 'must be specified for an update'));
  if ((next.generation ?? 0) < (previous.generation ?? 0)) {
    errors.push(invalid(at.child('generation'), next.generation ?? 0, 'must not be decremented'));
  }
  for (const [field, empty] of immutableFields) {
    if (next[field] !== previous[field]) errors.push(invalid(at.child(field), next[field] ?? empty, 'field is immutable'));
  }
  return errors;
}

const immutableFields = [
  ['name', ''], ['namespace', ''], ['uid', ''], ['creationTimestamp', null], ['deletionTimestamp', null], ['deletionGracePeriodSeconds', null],
] as const;

function addAll(errors: FieldError[], at: FieldPath, value: unknown, messages: readonly string[]): void {
  for (const message of messages) errors.push(invalid(at, value, message));
}

function validateNamespace(errors: FieldError[], namespace: string, namespaced: boolean, at: FieldPath): void {
  if (!namespaced) {
    if (namespace !== '') errors.push(forbidden(at, 'not allowed on this type'));
  } else if (namespace === '') {
    errors.push(required(at));
  } else {
    addAll(errors, at, namespace, isDnsLabel(namespace));
  }
}

/** What is wrong with labels, keys and values. */
export function validateLabels(labels: Readonly<Record<string, string>> | undefined, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (labels === undefined) return errors;
  for (const key of Object.keys(labels).sort(compareText)) {
    addAll(errors, at, key, isQualifiedName(key));
    addAll(errors, at, labels[key], isLabelValue(labels[key] ?? ''));
  }
  return errors;
}

/** What is wrong with annotations: their keys, and their size. */
export function validateAnnotations(annotations: Readonly<Record<string, string>> | undefined, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (annotations === undefined) return errors;
  let bytes = 0;
  for (const key of Object.keys(annotations).sort(compareText)) {
    addAll(errors, at, key, isQualifiedName(key.toLowerCase()));
    bytes += utf8Length(key) + utf8Length(annotations[key] ?? '');
  }
  if (bytes > maxAnnotationBytes) errors.push(tooLong(at, maxAnnotationBytes));
  return errors;
}

/** An owner reference as Go prints it, field by field in the order of its type. */
function printReference({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference): string {
  return goJsonInOrder({ apiVersion, kind, name, uid, controller, blockOwnerDeletion });
}

const goJsonInOrder = (fields: Readonly<Record<string, unknown>>): string =>
  `{${Object.entries(fields).filter(([, value]) => value !== undefined).map(([key, value]) => `${goJson(key)}:${goJson(value)}`).join(',')}}`;

function validateOwnerReferences(references: readonly OwnerReference[], at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  let controller: OwnerReference | undefined;
  for (const reference of references) {
    const { apiVersion, kind, name, uid } = reference;
    if (apiVersion === '' || apiVersion.split('/').length > 2) errors.push(invalid(at.child('apiVersion'), apiVersion, 'version must not be empty'));
    for (const [field, value] of [['kind', kind], ['name', name], ['uid', uid]] as const) {
      if (value === '') errors.push(invalid(at.child(field), value, 'must not be empty'));
    }
    if (kind === 'Event' && apiVersion === 'v1') {
      errors.push(invalid(at, printed(printReference(reference)), '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (reference.controller !== true) continue;
    if (controller) {
      errors.push(invalid(at, printed(`[${references.map(printReference).join(',')}]`),
        `Only one reference can have Controller set to true. Found "true" in references for ${controller.kind}/${controller.name} and ${kind}/${name}`));
    }
    controller = reference;
  }
  return errors;
}

/** What is wrong with the names of finalizers. */
export function validateFinalizers(finalizers: readonly string[], at = path('metadata', 'finalizers')): FieldError[] {
  const errors: FieldError[] = [];
  for (const finalizer of finalizers) addAll(errors, at, finalizer, isQualifiedName(finalizer));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(at, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}

const longestManager = 128; // FieldManagerMaxLength

/** Managers that make no sense have not come so far; only their names are looked at. */
function validateManagers(entries: readonly ManagedFieldsEntry[], at: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (let index = 0; index < entries.length; index++) {
    if ((entries[index]?.manager?.length ?? 0) > longestManager) errors.push(tooLong(at.index(index).child('manager'), longestManager));
  }
  return errors;
}
