// What stands in etcd at an object's key without having gone through an API server: text, written with etcdctl.
// Upstream: k8s.io/apiserver pkg/storage/etcd3, --storage-media-type=application/json

import { isObject, parseJson } from '../../base/index.ts';
import { DecodeError, decode } from '../../kinds/index.ts';
import type { AnyKind, KindRegistry, KubeInput, KubeObject } from '../../kinds/index.ts';
import { validateNew } from '../verbs/validate.ts';
import { storageKey } from './keys.ts';

/**
 * The object that the text is, if it is the JSON of a whole and valid object of a known kind, under that object's key;
 * undefined otherwise: nobody can work with such a value, and it counts as not there.
 */
export function readHandWritten(kinds: KindRegistry, key: string, text: string): KubeObject | undefined {
  const written = parseJson(text);
  if (!isObject(written)) return undefined;
  const { apiVersion, kind: name } = written;
  const spoken = typeof apiVersion === 'string' && typeof name === 'string' ? kinds.byKind(apiVersion, name) : undefined;
  const kind = spoken?.view?.of ?? spoken;
  const object = spoken && kind && decoded(spoken, kind, written);
  if (!spoken || !kind || !object || key !== storageKey(kind, object.metadata.namespace, object.metadata.name)) return undefined;
  return validateNew({ kind, spoken }, object).length === 0 ? object : undefined;
}

function decoded(spoken: AnyKind, kind: AnyKind, written: object): KubeObject | undefined {
  try {
    const value = (spoken.read ? spoken.read(written) : decode(spoken.definition, written)).value as KubeInput;
    const input = spoken.view ? spoken.view.toStored(value) : value;
    const { uid, creationTimestamp } = input.metadata ?? {};
    if (!uid || !creationTimestamp) return undefined;
    const object = kind.defaults(input) as KubeObject;
    return kind.hasStatus && !('status' in object) ? { ...object, status: kind.initialStatus?.(object) ?? {} } as KubeObject : object;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return undefined;
  }
}
