// kubectl create configmap and secret: data from literals, files, directories and env files.
// Upstream: k8s.io/kubectl pkg/cmd/create (create_configmap.go, create_secret.go)

import type { Process } from '../../../../kernel/index.ts';
import { base64EncodeText, goJson } from '../../../../base/index.ts';
import { isConfigMapKey } from '../../../../kinds/index.ts';
import type { Command } from '../../../core/command.ts';
import { CommandError } from '../../../core/errors.ts';
import { array, bool, strings, text } from '../../../core/flag.ts';
import type { FlagSpec } from '../../../core/flag.ts';
import type { Kubectl } from '../../../core/kubectl.ts';
import type { AnyObject } from '../../../core/object.ts';
import { needVariableName } from '../../../core/variable-name.ts';
import { configMapData, secretData } from '../../../resources/config-data.ts';
import { contentHash } from '../../../resources/content-hash.ts';
import { generatorCommand } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

const appendHashFlag = (kind: string): FlagSpec => bool('append-hash', `Append a hash of the ${kind} to its name.`);

const dataFlags = (kind: string): readonly FlagSpec[] => [
  appendHashFlag(kind),
  strings('from-env-file', `Specify the path to a file to read lines of key=val pairs to create a ${kind}.`),
  strings('from-file', kind === 'configmap'
    ? 'Key file can be specified using its file path, in which case file basename will be used as configmap key, or optionally with a key and file path, in which case the given key will be used.  Specifying a directory will iterate each named file in the directory whose basename is a valid configmap key.'
    : 'Key files can be specified using their file path, in which case a default name will be given to them, or optionally with a name and file path, in which case the given name will be used.  Specifying a directory will iterate each named file in the directory that is a valid secret key.'),
  array('from-literal', `Specify a key and literal value to insert in ${kind} (i.e. mykey=somevalue)`),
];

type Data = Map<string, string>;

/** What the data are collected for. */
interface Owner {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
}

function add(data: Data, key: string, value: string, { kind, name }: Owner): void {
  const errors = isConfigMapKey(key);
  if (errors.length > 0) {
    // Two files, two hands: the words differ.
    const what = kind === 'ConfigMap' ? 'is not a valid key name for a ConfigMap:' : 'is not valid key name for a Secret';
    throw new CommandError(`${JSON.stringify(key)} ${what} ${errors.join(',')}`);
  }
  if (data.has(key)) throw new CommandError(kind === 'Secret' ? `cannot add key ${key}, another key by that name already exists` : `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`);
  data.set(key, value);
}

function addLiterals(data: Data, literals: readonly string[], owner: Owner): void {
  for (const literal of literals) {
    const equals = literal.indexOf('=');
    if (equals === 0 || literal === '') throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    if (equals < 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    add(data, literal.slice(0, equals), literal.slice(equals + 1), owner);
  }
}

function addFiles(kubectl: Kubectl, data: Data, sources: readonly string[], owner: Owner): void {
  for (const source of sources) {
    const equals = source.indexOf('=');
    if (source.split('=').length > 2) throw new CommandError(`key names or file paths cannot contain '='`);
    if (equals === 0) throw new CommandError(`key name for file path ${source.slice(1)} missing`);
    if (equals === source.length - 1) throw new CommandError(`file path for key name ${source.slice(0, -1)} missing`);
    const path = equals < 0 ? source : source.slice(equals + 1);
    const at = kubectl.path(path);
    if (!kubectl.files.exists(at)) throw new CommandError(`error reading ${path}: no such file or directory`);
    if (kubectl.files.stat(at).type === 'directory') {
      if (equals >= 0) throw new CommandError('cannot give a key name for a directory path');
      for (const name of kubectl.files.list(at)) {
        if (kubectl.files.stat(`${at}/${name}`).type !== 'directory' && isConfigMapKey(name).length === 0) add(data, name, kubectl.files.read(`${at}/${name}`), owner);
      }
    } else add(data, equals < 0 ? (path.split('/').at(-1) ?? path) : source.slice(0, equals), kubectl.files.read(at), owner);
  }
}

function addEnvFiles(kubectl: Kubectl, data: Data, paths: readonly string[], owner: Owner): void {
  for (const path of paths) {
    const at = kubectl.path(path);
    if (!kubectl.files.exists(at)) throw new CommandError(`error reading ${path}: no such file or directory`);
    for (const line of kubectl.files.read(at).split('\n')) {
      const trimmed = line.replace(/^\s+/, '');
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const equals = trimmed.indexOf('=');
      const key = equals < 0 ? trimmed : trimmed.slice(0, equals);
      needVariableName(key);
      add(data, key, equals < 0 ? (kubectl.context.env.get(trimmed) ?? '') : trimmed.slice(equals + 1), owner);
    }
  }
}

function collect({ kubectl, flags, name }: GeneratorInput, kind: Owner['kind']): Data {
  const owner = { kind, name };
  if (flags.list('from-env-file').length > 0 && (flags.list('from-file').length > 0 || flags.list('from-literal').length > 0)) {
    throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
  }
  const data: Data = new Map();
  if (kind === 'Secret') addLiterals(data, flags.list('from-literal'), owner);
  addFiles(kubectl, data, flags.list('from-file'), owner);
  if (kind === 'ConfigMap') addLiterals(data, flags.list('from-literal'), owner);
  addEnvFiles(kubectl, data, flags.list('from-env-file'), owner);
  return data;
}

/** With `--append-hash`, the object under a name that tells its content. */
function withHash({ flags, name }: GeneratorInput, object: AnyObject): AnyObject {
  return flags.bool('append-hash') ? { ...object, metadata: { name: `${name}-${contentHash(object)}` } } : object;
}

function* configMap(input: GeneratorInput): Process<AnyObject> {
  const data = collect(input, 'ConfigMap');
  return withHash(input, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: input.name }, ...configMapData(data) });
}

export const createConfigMap = generatorCommand({
  name: 'configmap', aliases: ['cm'], short: 'Create a config map from a local file, directory or literal value',
  usage: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: dataFlags('configmap'), failure: 'failed to create configmap', build: configMap,
});

const secretObject = (name: string, type: string, data: ReadonlyMap<string, string>): AnyObject => ({
  apiVersion: 'v1', kind: 'Secret', metadata: { name },
  ...secretData(data),
  ...(type === '' ? undefined : { type }),
});

function* genericSecret(input: GeneratorInput): Process<AnyObject> {
  return withHash(input, secretObject(input.name, input.flags.text('type'), collect(input, 'Secret')));
}

function* tlsSecret(input: GeneratorInput): Process<AnyObject> {
  const { kubectl, flags, name } = input;
  const read = (flag: string): string => {
    const path = flags.text(flag);
    if (!kubectl.files.exists(kubectl.path(path))) throw new CommandError(`Cannot read file ${path}, open ${path}: no such file or directory`);
    return kubectl.files.read(kubectl.path(path));
  };
  if (flags.text('cert') === '' || flags.text('key') === '') throw new CommandError('key and cert must be specified');
  const cert = read('cert');
  const key = read('key');
  for (const [what, pem] of [['certificate', cert], ['key', key]] as const) {
    if (!pem.includes('-----BEGIN')) throw new CommandError(`tls: failed to find any PEM data in ${what} input`);
  }
  return withHash(input, secretObject(name, 'kubernetes.io/tls', new Map([['tls.crt', cert], ['tls.key', key]])));
}

/** The key under which the kubelet looks for what registries are shown. */
const dockerConfigKey = '.dockerconfigjson';

function* registrySecret(input: GeneratorInput): Process<AnyObject> {
  const { kubectl, flags, name } = input;
  const data: Data = new Map();
  const [server = '', username = '', password = '', email = ''] = ['docker-server', 'docker-username', 'docker-password', 'docker-email'].map((flag) => flags.text(flag));
  const files = flags.list('from-file').map((source) => (source.includes('=') ? source : `${dockerConfigKey}=${source}`));
  if (files.length > 0) addFiles(kubectl, data, files, { kind: 'Secret', name });
  else if (username === '' || password === '' || server === '') throw new CommandError('either --from-file or the combination of --docker-username, --docker-password and --docker-server is required');
  else {
    const auth = base64EncodeText(`${username}:${password}`);
    data.set(dockerConfigKey, goJson({ auths: { [server]: { username, password, ...(email === '' ? undefined : { email }), auth } } }, { keepsOrder: true }));
  }
  return withHash(input, secretObject(name, 'kubernetes.io/dockerconfigjson', data));
}

export const createSecret: Command = {
  name: 'secret', short: 'Create a secret using a specified subcommand', usage: '(docker-registry | generic | tls)',
  commands: [
    generatorCommand({
      name: 'docker-registry', short: 'Create a secret for use with a Docker registry', usage: 'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
      flags: [
        appendHashFlag('secret'),
        strings('from-file', 'Key files can be specified using their file path, in which case a default name of .dockerconfigjson will be given to them, or optionally with a name and file path, in which case the given name will be used. Specifying a directory will iterate each named file in the directory that is a valid secret key. For this command, the key should always be .dockerconfigjson.'),
        text('docker-email', 'Email for Docker registry'), text('docker-password', 'Password for Docker registry authentication'),
        text('docker-server', 'Server location for Docker registry', { value: 'https://index.docker.io/v1/' }), text('docker-username', 'Username for Docker registry authentication'),
      ],
      failure: 'failed to create secret', failureEnd: ' ', build: registrySecret,
    }),
    generatorCommand({
      name: 'generic', short: 'Create a secret from a local file, directory, or literal value', usage: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
      flags: [...dataFlags('secret'), text('type', 'The type of secret to create')], failure: 'failed to create secret', failureEnd: ' ', build: genericSecret,
    }),
    generatorCommand({
      name: 'tls', short: 'Create a TLS secret', usage: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
      flags: [appendHashFlag('secret'), text('cert', 'Path to PEM encoded public key certificate.'), text('key', 'Path to private key associated with given certificate.')],
      failure: 'failed to create secret', failureEnd: ' ', build: tlsSecret,
    }),
  ],
};
