// Whether a write is about the object that it was meant for.

import { invalid as invalidField } from '../../kinds/index.ts';
import type { KubeObject, ObjectMetaInput } from '../../kinds/index.ts';
import { badRequest, conflict, modified, plainError } from '../failures.ts';
import type { Call } from '../request/call.ts';
import { recordRefusal } from '../request/refusal.ts';
import { storageKey } from '../storage/keys.ts';
import { refuseInvalid } from './refuse-invalid.ts';

/** Throws the answer when the body has another name than the address. */
export function checkName(name: string, metadata: ObjectMetaInput): void {
  if (metadata.name === name) return;
  throw badRequest(metadata.name
    ? `the name of the object (${metadata.name}) does not match the name on the URL (${name})`
    : `the name of the object (${name} based on URL) was undeterminable: name must be provided`);
}

/** The key that a conflict names; what only tries the rest of a write has keys without etcd's prefix. */
function conflictKey({ kind, request: { namespace, name = '', options } }: Call): string {
  const key = storageKey(kind, namespace, name);
  return options.dryRun === true ? key.slice('/registry'.length) : key;
}

/** Throws Conflict when an object is another one than was meant. */
export function checkUid(call: Call, uid: string, { metadata }: KubeObject): void {
  if (uid === metadata.uid) return;
  throw conflict(call.kind.gvr, metadata.name,
    `StorageError: invalid object, Code: 4, Key: ${conflictKey(call)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`);
}

/** Throws the answer when the body names another namespace than the path. */
export function checkNamespace({ request, kind }: Call, namespace: string | undefined): void {
  if (!kind.namespaced || !namespace || namespace === request.namespace) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

/** Throws the answer when the body is about another object, or about one that has changed. */
export function checkIdentity(call: Call, metadata: ObjectMetaInput, current: KubeObject): void {
  const { request, kind, spoken } = call;
  const { name = '' } = request;
  checkName(name, metadata);
  checkNamespace(call, metadata.namespace);
  const { resourceVersion, uid } = metadata;
  if (uid && request.verb === 'update') checkUid(call, uid, current);
  if (resourceVersion) {
    checkVersionForm(resourceVersion);
    if (resourceVersion !== '0' && resourceVersion !== current.metadata.resourceVersion) {
      const refusal = modified(spoken.gvr, name);
      recordRefusal(call, 'store', refusal);
      throw refusal;
    }
  }
  if (!kind.allowUnconditionalUpdate && Number(resourceVersion ?? '') === 0) {
    // Refused where it would be stored, which knows the resource and not the kind.
    refuseInvalid(call, name, [invalidField('metadata.resourceVersion', 0, 'must be specified for an update')], kind.gvr.resource);
  }
}

/** Throws the answer to a version that is no number. */
export function checkVersionForm(resourceVersion: string | undefined): void {
  if (resourceVersion && !/^[0-9]+$/.test(resourceVersion)) throw plainError(`strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
}
