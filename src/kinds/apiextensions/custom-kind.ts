// The kinds that a CustomResourceDefinition stands for: one for each version, all of the same objects.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/customresource_handler.go, pkg/registry/customresource/strategy.go

import { deepEqual, isObject, sortKeys } from '../../base/index.ts';
import { withSaidManagers } from '../decode.ts';
import type { Decoded } from '../decode.ts';
import type { AnyKind, KindView, ScaleSubresource } from '../define-kind.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionVersion, CustomResourceSubresourceScale, JSONSchemaProps } from '../generated/types.ts';
import { whyNotApplied } from '../managed-fields/check-applied.ts';
import { customFieldModel } from '../managed-fields/field-model.ts';
import { validateDnsSubdomainName } from '../names.ts';
import { apiVersionOf } from '../object.ts';
import type { KubeObject } from '../object.ts';
import { customColumns } from './custom-columns.ts';
import { stepsOf, valueAt, withValueAt } from './custom-paths.ts';
import { customWarnings, validateCustomObject, validateCustomStatus, validateCustomUpdate } from './custom-validation.ts';
import { withDefaults, withoutMisplacedNulls } from './defaulting.ts';
import { isEstablished } from './definition-state.ts';
import { prune } from './pruning.ts';

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The kinds of a definition. */
export interface CustomKinds {
  /** In which its objects are stored, whether it is served or not. */
  readonly stored: AnyKind;
  /** Those that requests can name, in the definition's order. */
  readonly served: readonly AnyKind[];
}

/** The kinds of a definition that is established; undefined for any other. */
export function customKinds(definition: CustomResourceDefinition): CustomKinds | undefined {
  const { versions } = definition.spec;
  const storage = versions.find((version) => version.storage);
  if (!storage || !isEstablished(definition)) return undefined;
  const stored = kindOf(definition, storage, storage.name);
  const served = versions.filter((version) => version.served).map((version) => (version === storage ? stored : spokenKind(definition, version, storage.name)));
  return { stored, served };
}

/** A version that is not the stored one: what it does is its own, and its objects are written in the other's name. */
function spokenKind(definition: CustomResourceDefinition, version: CustomResourceDefinitionVersion, storage: string): AnyKind {
  const { group } = definition.spec;
  const of = kindOf(definition, version, storage);
  const spoken = kindOf(definition, version, version.name);
  const schema = version.schema?.openAPIV3Schema;
  const view: KindView = {
    of,
    found: (object) => asObject(prune(schema, asFields(object)).value),
    toStored: (input) => ({ ...input, apiVersion: apiVersionOf({ group, version: storage }) }),
    fromStored: (object) => asObject(prune(schema, asFields({ ...object, apiVersion: spoken.apiVersion })).value),
  };
  return { ...spoken, view };
}

/** What a version's objects are, called by the name of one version or another. */
function kindOf(definition: CustomResourceDefinition, version: CustomResourceDefinitionVersion, named: string): AnyKind {
  const { group, scope } = definition.spec;
  const { plural, singular = '', kind, listKind = `${kind}List`, shortNames = [], categories = [] } = definition.status.acceptedNames;
  const { status, scale } = version.subresources ?? {};
  const schema = version.schema?.openAPIV3Schema;
  const model = customFieldModel(schema);
  const hasStatus = status !== undefined;
  const gvk = { group, version: named, kind };
  const rules = { schema, kind, apiVersion: apiVersionOf(gvk), hasStatus, scale };
  return {
    ...gvk,
    apiVersion: apiVersionOf(gvk),
    gvk,
    gvr: { group, version: named, resource: plural },
    plural, singular, listKind, shortNames, categories, verbs, hasStatus,
    namespaced: scope === 'Namespaced',
    isStored: true,
    subresources: [...(hasStatus ? ['status'] : []), ...(scale ? ['scale'] : [])],
    definition: '',
    custom: { definition: definition.metadata.name, schema: schema ?? { type: 'object' } },
    fieldModel: { ...model, problem: (object) => whyNotApplied(model.type, object) },
    registryPath: `${group}/${plural}`,
    allowUnconditionalUpdate: false,
    allowCreateOnUpdate: false,
    defaultPropagation: 'Background',
    validateName: validateDnsSubdomainName,
    ...(version.deprecated === true ? { deprecation: version.deprecationWarning ?? defaultDeprecation(definition, version) } : {}),
    columns: customColumns(version.additionalPrinterColumns),
    selectableFields: selectableFields(version),
    ...(scale ? { scale: scaleOf(scale) } : {}),
    read: (value) => readCustom(schema, withoutMisplacedNulls(schema, value)),
    readMerged: (value) => readCustom(schema, value),
    defaults: (input) => asDefaulted(withDefaults(schema, input.metadata ? input : { ...input, metadata: {} })),
    fromStorage: (object) => asObject(sortKeys(prune(schema, asFields(withDefaults(schema, withoutMisplacedNulls(schema, object)))).value)),
    generation: (next, previous) => !deepEqual(counted(next, hasStatus), counted(previous, hasStatus)),
    prepareForCreate: (object) => (hasStatus ? withoutStatus(object) : object),
    prepareForStatusUpdate: (next, previous) => withStatusOf(previous, next),
    validateCreate: (object) => validateCustomObject(rules, object),
    validateUpdate: (next, previous) => validateCustomUpdate(rules, next, previous),
    validateStatusUpdate: (next, previous) => validateCustomStatus(rules, next, previous),
    warnings: (next, previous) => customWarnings(rules, next, previous),
  };
}

const asFields = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});
/** Pruning and defaulting leave type and metadata as they are. */
const asObject = (value: unknown): KubeObject => value as KubeObject;
const asDefaulted = (value: unknown): ReturnType<AnyKind['defaults']> => value as ReturnType<AnyKind['defaults']>;

/** What a client wrote, without what the schema does not know; keys are in the order in which Go writes maps. */
function readCustom(schema: JSONSchemaProps | undefined, value: unknown): Decoded {
  const pruned = prune(schema, asFields(value));
  return { value: withSaidManagers(pruned.value, value), unknownFields: pruned.unknownFields };
}

function withoutStatus(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object;
  return rest;
}

/** The object as it was, with the status of another, and who manages what of that. */
function withStatusOf(previous: KubeObject, { metadata: { managedFields }, status }: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = previous.metadata;
  const object = { ...previous, metadata: managedFields === undefined ? metadata : { ...metadata, managedFields } };
  return status === undefined ? withoutStatus(object) : { ...object, status };
}

/** What changes of are counted: all but metadata, and the status where that has a door of its own. */
function counted(object: KubeObject, hasStatus: boolean): object {
  const { metadata: _, ...rest } = object;
  return hasStatus ? withoutStatus(rest as KubeObject) : rest;
}

/** What is said of a deprecated version that says nothing itself: which better one there is. */
function defaultDeprecation({ spec }: CustomResourceDefinition, { name }: CustomResourceDefinitionVersion): string {
  const better = spec.versions.find((each) => each.served && each.deprecated !== true && each.name !== name);
  return `${spec.group}/${name} ${spec.names.kind} is deprecated${better ? `; use ${spec.group}/${better.name} ${spec.names.kind}` : ''}`;
}

function selectableFields({ selectableFields: fields = [] }: CustomResourceDefinitionVersion): NonNullable<AnyKind['selectableFields']> {
  return Object.fromEntries(fields.map(({ jsonPath }) => {
    const steps = stepsOf(jsonPath);
    return [steps.join('.'), (object: KubeObject) => textOf(valueAt(object, steps))];
  }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function scaleOf({ specReplicasPath, statusReplicasPath, labelSelectorPath }: CustomResourceSubresourceScale): ScaleSubresource<KubeObject> {
  const [spec, status, selector] = [specReplicasPath, statusReplicasPath, labelSelectorPath ?? ''].map(stepsOf);
  const count = (object: KubeObject, steps: readonly string[] = []): number | undefined => {
    const value = valueAt(object, steps);
    return typeof value === 'number' ? Math.trunc(value) : undefined;
  };
  return {
    replicas: (object) => count(object, spec),
    currentReplicas: (object) => count(object, status) ?? 0,
    selector: (object) => (labelSelectorPath === undefined ? '' : textOf(valueAt(object, selector ?? []))),
    withReplicas: (object, replicas) => withValueAt(object, spec ?? [], replicas),
    path: specReplicasPath,
  };
}


