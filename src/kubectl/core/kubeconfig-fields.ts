// The fields of a kubeconfig: in which order they are written, what may stand in them, and which are never left out.
// Upstream: k8s.io/client-go tools/clientcmd/api/v1/types.go

import { base64Decode, isObject, jsonKind } from '../../base/index.ts';
import { CommandError } from './errors.ts';

/** What may stand in a field; `any` is not looked into. */
export type Shape = 'any' | 'bool' | 'bytes' | 'string' | ListShape | Struct;

interface ListShape {
  readonly list: 'string' | Struct;
}

/** A type with fields. */
export interface Struct {
  readonly type: string;
  readonly fields: Readonly<Record<string, Shape>>;
  /** Fields that are written also when they hold nothing, and what then stands there. */
  readonly always?: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

const texts: ListShape = { list: 'string' };

export const clusterFields: Struct = {
  type: 'Cluster', always: { server: '' },
  fields: { server: 'string', 'tls-server-name': 'string', 'insecure-skip-tls-verify': 'bool', 'certificate-authority': 'string', 'certificate-authority-data': 'bytes', 'proxy-url': 'string', 'disable-compression': 'bool', extensions: 'any' },
};

export const contextFields: Struct = { type: 'Context', always: { cluster: '', user: '' }, fields: { cluster: 'string', user: 'string', namespace: 'string', extensions: 'any' } };

const variable: Struct = { type: 'ExecEnvVar', always: { name: '', value: '' }, fields: { name: 'string', value: 'string' } };

const plugin: Struct = {
  type: 'ExecConfig', always: { command: '', args: null, env: null, provideClusterInfo: false },
  fields: { command: 'string', args: texts, env: { list: variable }, apiVersion: 'string', installHint: 'string', provideClusterInfo: 'bool', interactiveMode: 'string' },
};

export const userFields: Struct = {
  type: 'AuthInfo',
  fields: {
    'client-certificate': 'string', 'client-certificate-data': 'bytes', 'client-key': 'string', 'client-key-data': 'bytes', token: 'string', tokenFile: 'string',
    as: 'string', 'as-uid': 'string', 'as-groups': texts, 'as-user-extra': 'any', username: 'string', password: 'string',
    'auth-provider': { type: 'AuthProviderConfig', always: { name: '', config: null }, fields: { name: 'string', config: 'any' } }, exec: plugin, extensions: 'any',
  },
};

const named = (type: string, field: string, value: Struct): ListShape => ({ list: { type, always: { name: '', [field]: {} }, fields: { name: 'string', [field]: value } } });

/** The whole of it. */
export const configFields: Struct = {
  type: 'Config', always: { clusters: null, users: null, contexts: null, 'current-context': '' },
  fields: {
    kind: 'string', apiVersion: 'string', preferences: { type: 'Preferences', fields: { colors: 'bool', extensions: 'any' } },
    clusters: named('NamedCluster', 'cluster', clusterFields), users: named('NamedAuthInfo', 'user', userFields), contexts: named('NamedContext', 'context', contextFields), 'current-context': 'string', extensions: 'any',
  },
};

const goTypes: Readonly<Record<'bool' | 'bytes' | 'string', string>> = { bool: 'bool', bytes: '[]uint8', string: 'string' };

const isEmpty = (value: unknown): boolean => value === '' || value === false || value === null || value === undefined
  || (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

/** Where a value was found: the type whose field it is, and the fields on the way. */
interface Place {
  readonly type: string;
  readonly path: string;
}

function wrong(value: unknown, { type, path }: Place, wanted: string): CommandError {
  return new CommandError(`json: cannot unmarshal ${jsonKind(value)} into Go struct field ${type}.${path} of type ${wanted}`);
}

/** The fields that are known, in their order, without those that hold nothing. Throws CommandError for a value of another type. */
export function tidy(value: Fields, struct: Struct, path = ''): Fields {
  const entries = Object.entries(struct.fields).flatMap(([name, shape]) => {
    const tidied = tidyValue(value[name], shape, { type: struct.type, path: path === '' ? name : `${path}.${name}` });
    if (!isEmpty(tidied) || (shape === 'any' && isObject(tidied))) return [[name, tidied]];
    const kept = struct.always?.[name];
    return kept === undefined ? [] : [[name, kept]];
  });
  return Object.fromEntries(entries) as Fields;
}

function tidyValue(value: unknown, shape: Shape, place: Place): unknown {
  if (value === undefined || value === null || shape === 'any') return value;
  if (typeof shape === 'string') {
    if (typeof value !== (shape === 'bool' ? 'boolean' : 'string')) throw wrong(value, place, goTypes[shape]);
    if (shape === 'bytes') checkBytes(String(value));
    return value;
  }
  if ('list' in shape) {
    const { list } = shape;
    if (!Array.isArray(value)) throw wrong(value, place, `[]${typeof list === 'string' ? list : `v1.${list.type}`}`);
    return value.map((each: unknown) => tidyValue(each, list, place));
  }
  if (!isObject(value)) throw wrong(value, place, `v1.${shape.type}`);
  return tidy(value, shape, place.path);
}

function checkBytes(text: string): void {
  const bytes = base64Decode(text);
  if (!(bytes instanceof Uint8Array)) throw new CommandError(`illegal base64 data at input byte ${bytes.illegalAt}`);
}
