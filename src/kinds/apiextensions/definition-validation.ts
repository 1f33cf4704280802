// What is wrong with a CustomResourceDefinition.
// Upstream: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation

import { deepEqual, goJson } from '../../base/index.ts';
import { addInvalid, checkImmutable } from '../checks.ts';
import type { Errors } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, notSupported, path, printed, required } from '../field-error.ts';
import type {
  CustomResourceDefinition, CustomResourceDefinitionNames, CustomResourceDefinitionSpec, CustomResourceDefinitionVersion, JSONSchemaProps,
} from '../generated/types.ts';
import { goValue } from '../go-struct.ts';
import { isDns1035Label, isDnsSubdomain } from '../names.ts';
import { isUnsaid } from '../unsaid-list.ts';
import { checkConversion } from './conversion-validation.ts';
import { schemasIn } from './convertible.ts';
import { approvalAnnotation, isEstablished, isProtectedGroup } from './definition-state.ts';
import { checkSchema } from './schema-validation.ts';
import { checkColumns, checkSelectableFields, checkSubresources } from './version-validation.ts';

const spec = path('spec');
const status = path('status');

/** What is wrong with a new definition. */
export function validateDefinition(definition: CustomResourceDefinition): readonly FieldError[] {
  return validate(definition, undefined);
}

/** What is wrong with a changed definition; a schema that has not changed was checked. */
export function validateDefinitionUpdate(next: CustomResourceDefinition, previous: CustomResourceDefinition): readonly FieldError[] {
  const errors: Errors = [...validate(next, previous)];
  if (!isEstablished(previous)) return errors;
  checkImmutable(errors, spec.child('group'), next.spec.group, previous.spec.group);
  checkImmutable(errors, spec.child('scope'), next.spec.scope, previous.spec.scope);
  checkImmutable(errors, spec.child('names', 'kind'), next.spec.names.kind, previous.spec.names.kind);
  checkImmutable(errors, spec.child('names', 'plural'), next.spec.names.plural, previous.spec.names.plural);
  // A definition whose name no longer fits has been told what is immutable already.
  return errors.filter(({ field, type }) => field !== 'metadata.name' || type !== 'FieldValueInvalid');
}

/** What is wrong with a changed status. */
export function validateDefinitionStatus({ status: { acceptedNames } }: CustomResourceDefinition): readonly FieldError[] {
  const errors: Errors = [];
  checkNames(errors, status.child('acceptedNames'), acceptedNames);
  return errors;
}

function validate(definition: CustomResourceDefinition, previous: CustomResourceDefinition | undefined): readonly FieldError[] {
  const errors: Errors = [];
  const { metadata, spec: { group, names } } = definition;
  if (metadata.name !== '' && metadata.name !== `${names.plural}.${group}`) errors.push(invalid(path('metadata', 'name'), metadata.name, 'must be spec.names.plural+"."+spec.group'));
  checkSpec(errors, definition.spec, previous?.spec);
  checkNames(errors, status.child('acceptedNames'), definition.status.acceptedNames);
  checkStoredVersions(errors, definition);
  const approval = definition.metadata.annotations?.[approvalAnnotation];
  if (!previous || approval !== previous.metadata.annotations?.[approvalAnnotation]) checkApproval(errors, definition);
  if (definition.spec.preserveUnknownFields === true) {
    errors.push(invalid(spec.child('preserveUnknownFields'), true, 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead'));
  }
  return errors;
}

// The spec.

/** What all versions have in common is spoken of as if it stood once, above them. */
interface Hoisted {
  readonly schema: boolean;
  readonly subresources: boolean;
  readonly columns: boolean;
  readonly selectable: boolean;
}

function hoisted(versions: readonly CustomResourceDefinitionVersion[]): Hoisted {
  const [first] = versions;
  const isCommon = (field: keyof CustomResourceDefinitionVersion): boolean => versions.every((version) => deepEqual(version[field], first?.[field]));
  return { schema: isCommon('schema'), subresources: isCommon('subresources'), columns: isCommon('additionalPrinterColumns'), selectable: isCommon('selectableFields') };
}

function checkSpec(errors: Errors, definition: CustomResourceDefinitionSpec, previous: CustomResourceDefinitionSpec | undefined): void {
  const { group, scope, names, conversion } = definition;
  const versions = definition.versions ?? [];
  const [first] = versions;
  if (!group) errors.push(required(spec.child('group')));
  else if (isDnsSubdomain(group).length > 0) addInvalid(errors, spec.child('group'), group, isDnsSubdomain(group));
  else if (!group.includes('.')) errors.push(invalid(spec.child('group'), group, 'should be a domain with at least one dot'));
  if (!scope) errors.push(required(spec.child('scope')));
  else if (scope !== 'Cluster' && scope !== 'Namespaced') errors.push(notSupported(spec.child('scope'), scope, ['Cluster', 'Namespaced']));
  if (definition.preserveUnknownFields === true && versions.some(({ schema }) => schema?.openAPIV3Schema && hasDefaults(schema.openAPIV3Schema))) {
    errors.push(invalid(spec.child('preserveUnknownFields'), true, 'must be false in order to use defaults in the schema'));
  }
  const common = hoisted(versions);
  for (const [index, version] of versions.entries()) {
    if (!version.schema?.openAPIV3Schema) errors.push(required(spec.child('versions').index(index).child('schema', 'openAPIV3Schema')));
  }
  for (const [index, version] of versions.entries()) {
    checkVersion(errors, spec.child('versions').index(index), version, { common, before: previous?.versions.find(({ name }) => name === version.name) });
  }
  checkVersionsTogether(errors, definition, common);
  if (first?.name) addInvalid(errors, spec.child('version'), first.name, isDns1035Label(first.name));
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) if (!names[field]) errors.push(required(spec.child('names', field)));
  checkNames(errors, spec.child('names'), names);
  if (first) checkHoisted(errors, first, common, previous?.versions[0]);
  checkConversion(errors, spec.child('conversion'), conversion, definition.preserveUnknownFields === true);
}

const hasDefaults = (schema: JSONSchemaProps): boolean => schema.default !== undefined || schemasIn(schema).some(hasDefaults);

function checkHoisted(errors: Errors, version: CustomResourceDefinitionVersion, common: Hoisted, before: CustomResourceDefinitionVersion | undefined): void {
  const { schema, subresources, additionalPrinterColumns, selectableFields } = version;
  const openapi = schema?.openAPIV3Schema;
  if (common.schema && openapi && !deepEqual(openapi, before?.schema?.openAPIV3Schema)) errors.push(...checkSchema(openapi, spec.child('validation', 'openAPIV3Schema'), subresources?.status !== undefined));
  if (common.subresources) checkSubresources(errors, spec.child('subresources'), subresources);
  if (common.columns) checkColumns(errors, spec.child('additionalPrinterColumns'), additionalPrinterColumns);
  if (common.selectable) checkSelectableFields(errors, spec.child('selectableFields'), selectableFields, openapi);
}

function checkVersion(
  errors: Errors,
  at: FieldPath,
  version: CustomResourceDefinitionVersion,
  { common, before }: { readonly common: Hoisted; readonly before: CustomResourceDefinitionVersion | undefined },
): void {
  const { name, schema, subresources, additionalPrinterColumns, selectableFields, deprecated, deprecationWarning } = version;
  addInvalid(errors, at.child('name'), name, isDns1035Label(name));
  if (deprecationWarning !== undefined) checkDeprecationWarning(errors, at.child('deprecationWarning'), deprecationWarning, deprecated === true);
  const openapi = schema?.openAPIV3Schema;
  if (!common.schema && openapi && !deepEqual(openapi, before?.schema?.openAPIV3Schema)) errors.push(...checkSchema(openapi, at.child('schema', 'openAPIV3Schema'), subresources?.status !== undefined));
  if (!common.subresources) checkSubresources(errors, at.child('subresources'), subresources);
  if (!common.columns) checkColumns(errors, at.child('additionalPrinterColumns'), additionalPrinterColumns);
  if (!common.selectable) checkSelectableFields(errors, at.child('selectableFields'), selectableFields, openapi);
}

function checkDeprecationWarning(errors: Errors, at: FieldPath, warning: string, isDeprecated: boolean): void {
  if (!isDeprecated) {
    errors.push(invalid(at, warning, 'can only be set for deprecated versions'));
    return;
  }
  if (warning === '') errors.push(invalid(at, warning, 'must not be an empty string'));
  if (warning.length > 256) errors.push(invalid(at, warning, 'must be <= 256 characters long'));
  const odd = [...warning].findIndex((character) => /[^\P{C}]/u.test(character) || /[\u00A0\u2028\u2029]/.test(character));
  if (odd >= 0) errors.push(invalid(at, warning, `must only contain printable UTF-8 characters; non-printable character found at index ${odd}`));
}

function checkVersionsTogether(errors: Errors, { versions }: CustomResourceDefinitionSpec, common: Hoisted): void {
  const at = spec.child('versions');
  const list = versions ?? [];
  const told = (): unknown => printed(goJson(versions && !isUnsaid(versions) ? versions.map((version) => internalVersion(version, common)) : null, { keepsOrder: true }));
  if (new Set(list.map(({ name }) => name)).size < list.length) errors.push(invalid(at, told(), 'must contain unique version names'));
  if (list.filter(({ storage }) => storage).length !== 1) errors.push(invalid(at, told(), 'must have exactly one version marked as storage version'));
}

/** A version as Go holds it: what it has in common with the others stands elsewhere. */
function internalVersion(version: CustomResourceDefinitionVersion, common: Hoisted): unknown {
  const { schema, subresources, additionalPrinterColumns, selectableFields, ...rest } = version;
  return goValue('v1.CustomResourceDefinitionVersion', {
    ...rest,
    ...(common.schema || !schema ? {} : { schema }),
    ...(common.subresources || !subresources ? {} : { subresources }),
    ...(common.columns || !additionalPrinterColumns ? {} : { additionalPrinterColumns }),
    ...(common.selectable || !selectableFields ? {} : { selectableFields }),
  });
}

// Names.

function checkNames(errors: Errors, at: FieldPath, names: CustomResourceDefinitionNames): void {
  const { plural, singular, kind, listKind, shortNames = [], categories = [] } = names;
  checkLabel(errors, at.child('plural'), plural);
  checkLabel(errors, at.child('singular'), singular);
  checkMixedLabel(errors, at.child('kind'), kind);
  checkMixedLabel(errors, at.child('listKind'), listKind);
  for (const [index, name] of shortNames.entries()) addInvalid(errors, at.child('shortNames').index(index), name, isDns1035Label(name));
  if (kind && kind === listKind) errors.push(invalid(at.child('listKind'), listKind, 'kind and listKind may not be the same'));
  for (const [index, name] of categories.entries()) addInvalid(errors, at.child('categories').index(index), name, isDns1035Label(name));
}

function checkLabel(errors: Errors, at: FieldPath, name: string | undefined): void {
  if (name) addInvalid(errors, at, name, isDns1035Label(name));
}

function checkMixedLabel(errors: Errors, at: FieldPath, name: string | undefined): void {
  if (!name) return;
  addInvalid(errors, at, name, isDns1035Label(name.toLowerCase()).map((why) => `may have mixed case, but should otherwise match: ${why}`));
}

// What was stored, and who may define what.

function checkStoredVersions(errors: Errors, { spec: { versions = [] }, status: { storedVersions } }: CustomResourceDefinition): void {
  const at = status.child('storedVersions');
  const stored = storedVersions ?? [];
  if (stored.length === 0) {
    errors.push(invalid(at, printed('null'), 'must have at least one stored version'));
    return;
  }
  // Each name counts for one version.
  const left = new Map(stored.map((version, index) => [version, index]));
  for (const { name, storage } of versions) {
    if (storage && !left.has(name)) errors.push(invalid(at, stored, `must have the storage version ${name}`));
    left.delete(name);
  }
  for (const [version, index] of left) {
    errors.push(invalid(at.index(index), version,
      `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`));
  }
}

const approvalPage = 'see https://github.com/kubernetes/enhancements/pull/1111';

/** Groups of the project itself need somebody's approval. */
function checkApproval(errors: Errors, { metadata, spec: { group = '' } }: CustomResourceDefinition): void {
  if (!isProtectedGroup(group)) return;
  const at = path('metadata', 'annotations').key(approvalAnnotation);
  const said = metadata.annotations?.[approvalAnnotation] ?? '';
  if (said === '') {
    errors.push(required(at, `protected groups must have approval annotation "${approvalAnnotation}", ${approvalPage}`));
  } else if (!said.startsWith('unapproved') && !/^[a-z][a-z0-9+.-]*:\/\/[^/\s]+/i.test(said)) {
    errors.push(invalid(at, said, `protected groups must have approval annotation "${approvalAnnotation}" with either a URL or a reason starting with "unapproved", ${approvalPage}`));
  }
}

