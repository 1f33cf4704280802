// What the expressions of admission policies may speak of.
// Upstream: k8s.io/apiserver pkg/admission/plugin/cel/compile.go, pkg/admission/plugin/policy/mutating

import { authorizerTypes, boolType, compile, dynType, environment, intType, listOf, mapOf, objectNamed, readDeclarations, stringType, timestampType } from '../../cel/index.ts';
import type { CelType, Compiled, Environment, ObjectShape } from '../../cel/index.ts';
import type { ParamKind, Variable } from '../generated/types.ts';

const kubernetes = (name: string): CelType => objectNamed(`kubernetes.${name}`);
const labels = mapOf(stringType, stringType);
const [kind, resource] = [kubernetes('GroupVersionKind'), kubernetes('GroupVersionResource')];

const shapes: Readonly<Record<string, Readonly<Record<string, CelType>>>> = {
  'kubernetes.AdmissionRequest': {
    kind, resource, subResource: stringType, requestKind: kind, requestResource: resource, requestSubResource: stringType,
    name: stringType, namespace: stringType, operation: stringType, userInfo: kubernetes('UserInfo'), dryRun: boolType, options: dynType,
  },
  'kubernetes.GroupVersionKind': { group: stringType, version: stringType, kind: stringType },
  'kubernetes.GroupVersionResource': { group: stringType, version: stringType, resource: stringType },
  'kubernetes.UserInfo': { username: stringType, uid: stringType, groups: listOf(stringType), extra: mapOf(stringType, listOf(stringType)) },
  'kubernetes.Namespace': { metadata: kubernetes('NamespaceMetadata'), spec: kubernetes('NamespaceSpec'), status: kubernetes('NamespaceStatus') },
  'kubernetes.NamespaceMetadata': {
    name: stringType, generateName: stringType, namespace: stringType, labels, annotations: labels, UID: stringType, creationTimestamp: timestampType,
    deletionGracePeriodSeconds: intType, deletionTimestamp: timestampType, generation: intType, resourceVersion: stringType, finalizers: listOf(stringType),
  },
  'kubernetes.NamespaceSpec': { finalizers: listOf(stringType) },
  'kubernetes.NamespaceStatus': { phase: stringType, conditions: listOf(kubernetes('NamespaceCondition')) },
  'kubernetes.NamespaceCondition': { status: stringType, type: stringType, lastTransitionTime: timestampType, message: stringType, reason: stringType },
};

/** The type of what `variables` is. */
const variablesType = 'kubernetes.variables';
/** What an apply configuration is an object of; its parts are named by the way to them: `Object.spec`. */
export const patchObjectType = 'Object';
const operationType = 'JSONPatch';
const operationFields: Readonly<Record<string, CelType>> = { op: stringType, path: stringType, from: stringType, value: dynType };
const patchFunctions = readDeclarations('jsonpatch.escapeKey g jsonpatch_escapeKey (string) string');

/** What one expression of a policy may speak of. */
export interface Scope {
  readonly hasParams: boolean;
  readonly hasAuthorizer: boolean;
  /** Types of the policy's own variables; undefined where there is no `variables`. */
  readonly variables: ReadonlyMap<string, CelType> | undefined;
  /** Whether it may make patches. */
  readonly isMutation: boolean;
}

function shapeOf(fields: Readonly<Record<string, CelType>>): ObjectShape {
  return { field: (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined) };
}

/** A field that there is not is for this type one without a type. */
const operationShape: ObjectShape = { field: (name) => operationFields[name] ?? objectNamed('') };
const anyFields: ObjectShape = { field: () => dynType };
const known = new Map(Object.entries(shapes).map(([name, fields]) => [name, shapeOf(fields)]));

/** The environment of an expression; `object` and the like may be of a known type where types are only checked for advice. */
export function policyEnvironment(scope: Scope, types: PolicyTypes = {}): Environment {
  const { variables, isMutation } = scope;
  const declared: [string, CelType][] = [
    ['object', types.object ?? dynType], ['oldObject', types.object ?? dynType], ['request', kubernetes('AdmissionRequest')], ['namespaceObject', kubernetes('Namespace')],
  ];
  if (scope.hasParams) declared.push(['params', types.params ?? dynType]);
  if (scope.hasAuthorizer) declared.push(['authorizer', authorizerTypes.authorizer], ['authorizer.requestResource', authorizerTypes.resourceCheck]);
  if (variables) declared.push(['variables', objectNamed(variablesType)]);
  const shape = (name: string): ObjectShape | undefined => {
    if (name === variablesType) return variables && { field: (field) => variables.get(field) };
    if (isMutation && name === operationType) return operationShape;
    if (isMutation && (name === patchObjectType || name.startsWith(`${patchObjectType}.`))) return anyFields;
    return known.get(name) ?? types.shape?.(name);
  };
  return environment(declared, shape, isMutation ? patchFunctions : undefined);
}

/** Types of objects that are known beforehand. */
export interface PolicyTypes {
  readonly object?: CelType;
  readonly params?: CelType;
  readonly shape?: Environment['shape'];
}

/** The results that mutations have. */
export const mutationResults = { ApplyConfiguration: objectNamed(patchObjectType), JSONPatch: listOf(objectNamed(operationType)) };

/** A variable with what came of its expression. */
export interface CompiledVariable {
  readonly name: string;
  readonly compiled: Compiled;
}

/** Compiles variables one after the other: each may use those before it. What does not compile has any type. */
export function compileVariables(variables: readonly Variable[], paramKind: ParamKind | undefined, types?: PolicyTypes): { readonly variables: readonly CompiledVariable[]; readonly types: ReadonlyMap<string, CelType> } {
  const declared = new Map<string, CelType>();
  const compiled: CompiledVariable[] = [];
  for (const { name, expression } of variables) {
    const scope: Scope = { hasParams: paramKind !== undefined, hasAuthorizer: true, variables: declared, isMutation: false };
    const result = compile(expression, policyEnvironment(scope, types));
    compiled.push({ name, compiled: result });
    declared.set(name, result.program?.type ?? dynType);
  }
  return { variables: compiled, types: declared };
}
