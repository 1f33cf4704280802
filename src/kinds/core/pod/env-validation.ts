// What is refused in a container's environment and wherever fields and resources are referred to.
// Upstream: pkg/apis/core/validation ValidateEnv, ValidateEnvFrom, validateObjectFieldSelector

import { canonicalQuantity } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import { addInvalid, checkDnsLabel, checkDnsSubdomain } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { invalid, notFound, notSupported, required } from '../../field-error.ts';
import type { EnvFromSource, EnvVar, EnvVarSource, FileKeySelector, ObjectFieldSelector, ResourceFieldSelector, Volume } from '../../generated/types.ts';
import { isConfigMapKey, isEnvVarName, isQualifiedName } from '../../names.ts';
import { checkNoBacksteps } from '../path-validation.ts';

const envFields = [
  'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.hostIPs',
  'status.podIP', 'status.podIPs',
];
/** The fields that a downward API volume can show. */
export const volumeFields = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

const knownFields = new Set([
  ...envFields, ...volumeFields, 'spec.host', 'spec.restartPolicy', 'spec.schedulerName', 'status.phase',
]);

interface SplitPath {
  readonly path: string;
  readonly subscript?: string;
}

/** Splits `metadata.labels['app']` into the map and the key. */
function splitPath(text: string): SplitPath {
  const open = text.indexOf("['");
  return open > 0 && text.endsWith("']") ? { path: text.slice(0, open), subscript: text.slice(open + 2, -2) } : { path: text };
}

const isMap = (path: string): boolean => path === 'metadata.annotations' || path === 'metadata.labels';

/** Why a field's name means nothing, if so. */
function unconvertible({ apiVersion, fieldPath }: ObjectFieldSelector): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  const { path, subscript } = splitPath(fieldPath);
  if (subscript !== undefined) return isMap(path) ? undefined : `field label does not support subscript: ${fieldPath}`;
  return knownFields.has(fieldPath) ? undefined : `field label not supported: ${fieldPath}`;
}

/** A reference to a field of the Pod itself. */
export function checkFieldRef(errors: Errors, at: FieldPath, ref: ObjectFieldSelector, allowed: readonly string[] = envFields): void {
  const fieldPath = ref.fieldPath ?? '';
  if (fieldPath === '') {
    errors.push(required(at.child('fieldPath')));
    return;
  }
  const problem = unconvertible(ref);
  if (problem !== undefined) {
    errors.push(invalid(at.child('fieldPath'), fieldPath, `error converting fieldPath: ${problem}`));
    return;
  }
  const { path, subscript } = splitPath(fieldPath);
  if (subscript !== undefined) {
    addInvalid(errors, at, subscript, isQualifiedName(path === 'metadata.annotations' ? subscript.toLowerCase() : subscript));
  } else if (path !== 'spec.host' && !allowed.includes(path)) {
    errors.push(notSupported(at.child('fieldPath'), path, allowed));
  }
}

const resources = ['limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory'];
const cpuDivisors = ['1m', '1'];
const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

function checkDivisor(errors: Errors, at: FieldPath, { resource, divisor = '0' }: ResourceFieldSelector): void {
  const canonical = canonicalQuantity(divisor);
  if (canonical === '0') return;
  const isCpu = resource.endsWith('.cpu');
  const allowed = isCpu ? cpuDivisors : byteDivisors;
  if (allowed.includes(canonical) || !resources.includes(resource)) return;
  const name = isCpu ? 'cpu resource' : resource.endsWith('.memory') ? 'memory resource' : 'local ephemeral storage resource';
  const list = isCpu ? '1m and 1' : byteDivisors.join(', ');
  errors.push(invalid(at.child('divisor'), resource, `only divisor's values ${list} are supported with the ${name}`));
}

/** A reference to what a container requests or is limited to; in a volume the container has to be named. */
export function checkResourceFieldRef(errors: Errors, at: FieldPath, ref: ResourceFieldSelector, inVolume: boolean): void {
  const resource = ref.resource ?? '';
  if (inVolume && !ref.containerName) errors.push(required(at.child('containerName')));
  else if (resource === '') errors.push(required(at.child('resource')));
  else if (!resources.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource)) {
    errors.push(notSupported(at.child('resource'), resource, resources));
  }
  if (resource !== '') checkDivisor(errors, at, ref);
}

function checkKeyRef(errors: Errors, at: FieldPath, { name = '', key = '' }: { readonly name?: string; readonly key?: string }): void {
  checkDnsSubdomain(errors, at.child('name'), name);
  if (key === '') errors.push(required(at.child('key')));
  else addInvalid(errors, at.child('key'), key, isConfigMapKey(key));
}

function checkFileKeyRef(errors: Errors, at: FieldPath, { volumeName = '', path = '', key = '' }: FileKeySelector): void {
  if (key === '') errors.push(required(at.child('key')));
  else addInvalid(errors, at.child('key'), key, isEnvVarName(key));
  if (volumeName === '') errors.push(required(at.child('volumeName')));
  else checkDnsLabel(errors, at.child('volumeName'), volumeName);
  if (path === '') errors.push(required(at.child('path')));
  else checkNoBacksteps(errors, at.child('path'), path);
}

/** A file with variables is in a volume that the Pod's other containers write to. */
function checkFileVolumes(errors: Errors, at: FieldPath, env: readonly EnvVar[], volumes: readonly Volume[]): void {
  for (const [index, { valueFrom }] of env.entries()) {
    if (!valueFrom?.fileKeyRef) continue;
    const { volumeName = '' } = valueFrom.fileKeyRef;
    const where = at.index(index).child('valueFrom', 'fileKeyRef', 'volumeName');
    const volume = volumes.find(({ name }) => name === volumeName);
    if (!volume) errors.push(notFound(where, volumeName));
    else if (!volume.emptyDir) errors.push(invalid(where, volumeName, 'referenced volume must be of type emptyDir'));
  }
}

function checkValueFrom(errors: Errors, at: FieldPath, source: EnvVarSource, value: string | undefined): void {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  if (fieldRef) checkFieldRef(errors, at.child('fieldRef'), fieldRef);
  if (resourceFieldRef) checkResourceFieldRef(errors, at.child('resourceFieldRef'), resourceFieldRef, false);
  if (configMapKeyRef) checkKeyRef(errors, at.child('configMapKeyRef'), configMapKeyRef);
  if (secretKeyRef) checkKeyRef(errors, at.child('secretKeyRef'), secretKeyRef);
  if (fileKeyRef) checkFileKeyRef(errors, at.child('fileKeyRef'), fileKeyRef);
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter((part) => part !== undefined).length;
  if (count === 0) {
    errors.push(invalid(at, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'));
  } else if (value) {
    errors.push(invalid(at, '', 'may not be specified when `value` is not empty'));
  } else if (count > 1) {
    errors.push(invalid(at, '', 'may not have more than one field specified at a time'));
  }
}

/** A container's `env`. */
export function checkEnv(errors: Errors, at: FieldPath, env: readonly EnvVar[], volumes: readonly Volume[]): void {
  for (const [index, { name = '', value, valueFrom }] of env.entries()) {
    if (name === '') errors.push(required(at.index(index).child('name')));
    else addInvalid(errors, at.index(index).child('name'), name, isEnvVarName(name));
    if (valueFrom) checkValueFrom(errors, at.index(index).child('valueFrom'), valueFrom, value);
  }
  checkFileVolumes(errors, at, env, volumes);
}

function checkSourceName(errors: Errors, at: FieldPath, name: string | undefined): void {
  if (!name) errors.push(required(at.child('name')));
  else checkDnsSubdomain(errors, at.child('name'), name);
}

/** A container's `envFrom`. */
export function checkEnvFrom(errors: Errors, at: FieldPath, sources: readonly EnvFromSource[]): void {
  for (const [index, { prefix, configMapRef, secretRef }] of sources.entries()) {
    const where = at.index(index);
    if (prefix) addInvalid(errors, where.child('prefix'), prefix, isEnvVarName(prefix));
    if (configMapRef) checkSourceName(errors, where.child('configMapRef'), configMapRef.name);
    if (secretRef) checkSourceName(errors, where.child('secretRef'), secretRef.name);
    if (!configMapRef && !secretRef) errors.push(invalid(at, '', 'must specify one of: `configMapRef` or `secretRef`'));
    else if (configMapRef && secretRef) errors.push(invalid(at, '', 'may not have more than one field specified at a time'));
  }
}
