// What mutations make of an object: apply configurations and JSON patches that expressions came to.
// Upstream: k8s.io/apiserver pkg/admission/plugin/policy/mutating/patch

import { deepEqual, isObject } from '../../../base/index.ts';
import { CelError, CelList, isMap, jsonOfValue } from '../../../cel/index.ts';
import type { CelMap, Value } from '../../../cel/index.ts';
import { checkApplied, mergeApplied, patchObjectType } from '../../../kinds/every-later.ts';
import { applyJsonPatch, decode, DecodeError, PatchError } from '../../../kinds/index.ts';
import type { AnyKind, KubeInput, KubeObject } from '../../../kinds/index.ts';
import { internalError } from '../../failures.ts';
import { modelOf } from '../../managed-fields/account.ts';

/** Why a patch cannot be made; the policy decides what follows from it. */
export class PolicyPatchError extends Error {}

/** The object with an apply configuration in it. */
export function applied(kind: AnyKind, object: KubeObject, configuration: CelMap): KubeObject {
  checkNames(configuration, patchObjectType);
  const { type } = modelOf(kind);
  const config = jsonOf(configuration);
  const [problem] = checkApplied(type, config);
  if (problem !== undefined) throw new PolicyPatchError(`error applying patch: failed to convert patch object to typed object: ${problem}`);
  return decoded(kind, object, mergeApplied(type, object, config));
}

/** Objects of an apply configuration are named by the way to them. */
function checkNames(value: Value, way: string): void {
  if (value instanceof CelList) {
    for (const item of value.items) checkNames(item, way);
    return;
  }
  if (!isMap(value)) return;
  const { objectName } = value;
  if (objectName !== undefined && objectName !== way) {
    throw new PolicyPatchError(`type mismatch: unexpected type name "${objectName}", expected "${way}", which matches field name path from root Object type`);
  }
  for (const key of value.keys()) checkNames(value.get(key) ?? null, objectName === undefined ? way : `${way}.${String(key)}`);
}

/** The object after the operations of a JSON patch; one of them that only tests can end it without a change. */
export function patched(kind: AnyKind, object: KubeObject, operations: Value): KubeObject {
  const list = jsonOf(operations);
  let document: unknown = object;
  for (const operation of Array.isArray(list) ? (list as readonly unknown[]) : []) {
    const next = afterOperation(document, operation);
    if (next === undefined) return object;
    document = next;
  }
  return decoded(kind, object, document);
}

function jsonOf(value: Value): unknown {
  try {
    return jsonOfValue(value);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    throw new PolicyPatchError(error.message);
  }
}

function afterOperation(document: unknown, operation: unknown): unknown {
  try {
    return applyJsonPatch(document, [operation]);
  } catch (error) {
    if (!(error instanceof PatchError) || !isObject(operation)) throw error;
    if (operation['op'] === 'test') return undefined;
    throw new PolicyPatchError(`JSON Patch: ${error.message}`);
  }
}

function decoded(kind: AnyKind, before: KubeObject, document: unknown): KubeObject {
  if (deepEqual(before, document) || !isObject(document)) return before;
  try {
    const input = (kind.read ? kind.read(document) : decode(kind.definition, document)).value as KubeInput;
    const { metadata, ...rest } = kind.defaults(input);
    const { uid, resourceVersion, creationTimestamp } = before.metadata;
    return { ...rest, metadata: { ...metadata, name: metadata.name ?? '', uid, resourceVersion, creationTimestamp } } as KubeObject;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw internalError(error.message);
  }
}
