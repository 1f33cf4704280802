// What ConfigMaps and Secrets have in common when they are validated: keys, size, and that they may be closed for ever.
// Upstream: pkg/apis/core/validation ValidateConfigMap, ValidateSecret

import { JsonSyntaxError, base64DecodeText, compareText, deepEqual, own, readJson, utf8Length } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, path, required, tooLong } from '../field-error.ts';
import type { ConfigMap, Secret } from '../generated/types.ts';
import { isConfigMapKey } from '../names.ts';

type Data = Readonly<Record<string, string>>;

const largest = 1_048_576; // MaxSecretSize
const nothing: Data = {};
const closed = 'field is immutable when `immutable` is set';

const keysOf = (data: Data): readonly string[] => Object.keys(data).sort(compareText);

/** How many bytes base64 stands for. */
function decodedLength(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

function checkKeys(errors: Errors, name: string, data: Data): void {
  for (const key of keysOf(data)) {
    const problems = isConfigMapKey(key);
    if (problems.length > 0) addInvalid(errors, path(name).key(key), key, problems);
  }
}

function sizeOf(data: Data, length: (text: string) => number): number {
  let size = 0;
  for (const key in data) size += length(data[key] ?? '');
  return size;
}

/** Errors of a ConfigMap's own fields. */
export function validateConfigMap({ data = nothing, binaryData = nothing }: ConfigMap): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkKeys(errors, 'data', data);
  for (const key of keysOf(data)) {
    if (own(binaryData, key) !== undefined) errors.push(invalid(path('data').key(key), key, 'duplicate of key present in binaryData'));
  }
  checkKeys(errors, 'binaryData', binaryData);
  if (sizeOf(data, utf8Length) + sizeOf(binaryData, decodedLength) > largest) errors.push(tooLong('[]', largest)); // Of no field: so it is written.
  return errors;
}

function checkClosed(errors: Errors, next: ConfigMap | Secret, previous: ConfigMap | Secret): void {
  if (previous.immutable !== true) return;
  if (next.immutable !== true) errors.push(forbidden(path('immutable'), closed));
  if (!deepEqual(next.data ?? nothing, previous.data ?? nothing)) errors.push(forbidden(path('data'), closed));
}

/** Errors of a changed ConfigMap. */
export function validateConfigMapUpdate(next: ConfigMap, previous: ConfigMap): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkClosed(errors, next, previous);
  if (previous.immutable === true && !deepEqual(next.binaryData ?? nothing, previous.binaryData ?? nothing)) {
    errors.push(forbidden(path('binaryData'), closed));
  }
  return [...errors, ...validateConfigMap(next)];
}

/** The keys that a Secret of a type has to have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};
const accountAnnotation = 'kubernetes.io/service-account.name';

function checkType(errors: Errors, { metadata, type, data = nothing }: Secret): void {
  const at = path('data');
  if (type === 'kubernetes.io/service-account-token' && !metadata.annotations?.[accountAnnotation]) {
    errors.push(required(path('metadata', 'annotations').key(accountAnnotation)));
  }
  if (type === 'kubernetes.io/basic-auth' && data['username'] === undefined && data['password'] === undefined) {
    errors.push(required(at.key('username')), required(at.key('password')));
  }
  for (const key of requiredKeys[type] ?? []) {
    if (data[key] === undefined || (data[key] === '' && type === 'kubernetes.io/ssh-auth')) errors.push(required(at.key(key)));
    else if (key.startsWith('.docker')) checkJson(errors, at.key(key), data[key]);
  }
}

function checkJson(errors: Errors, at: FieldPath, encoded: string): void {
  try {
    readJson(base64DecodeText(encoded) ?? '');
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    errors.push(invalid(at, '<secret contents redacted>', error.message));
  }
}

/** Errors of a Secret's own fields. */
export function validateSecret(secret: Secret): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { data = nothing } = secret;
  checkKeys(errors, 'data', data);
  if (sizeOf(data, decodedLength) > largest) errors.push(tooLong(path('data'), largest));
  checkType(errors, secret);
  return errors;
}

/** Errors of a changed Secret. */
export function validateSecretUpdate(next: Secret, previous: Secret): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (next.type !== previous.type) errors.push(invalid(path('type'), next.type, 'field is immutable'));
  checkClosed(errors, next, previous);
  return [...errors, ...validateSecret(next)];
}
