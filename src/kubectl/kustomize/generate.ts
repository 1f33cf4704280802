// ConfigMaps and Secrets that a kustomization makes, with the hash of their contents in their names.
// Upstream: sigs.k8s.io/kustomize api/internal/generators

import { CommandError } from '../core/errors.ts';
import type { AnyObject } from '../core/object.ts';
import { mapAt } from '../core/object.ts';
import { configMapData, secretData } from '../resources/config-data.ts';
import type { Generator } from './kustomization.ts';

/** Reads a file beside the kustomization. @param what begins what is said when it cannot be read */
export type ReadFile = (path: string, what: string) => string;

function dataOf(generator: Generator, read: ReadFile): ReadonlyMap<string, string> {
  const { name, files, envs, literals } = generator;
  // Of Secrets it says the same.
  if (name === '') throw new CommandError('a configmap must have a name');
  const refused = (what: string, from: readonly string[], why: string): CommandError => new CommandError(`loading KV pairs: ${what}: [${from.join(' ')}]: ${why}`);
  const data = new Map<string, string>();
  const add = (key: string, value: string): void => {
    if (data.has(key)) throw new CommandError(`configmap ${name} illegally repeats the key \`${key}\``);
    data.set(key, value);
  };
  for (const path of envs) {
    const lines = read(path, `loading KV pairs: env source files: [${envs.join(' ')}]: `).split('\n').map((line) => line.trimStart());
    for (const line of lines) if (line !== '' && !line.startsWith('#')) add(...parted(line));
  }
  for (const literal of literals) {
    if (literal.indexOf('=') < 1) throw new CommandError(`loading KV pairs: literal sources [${literals.join(' ')}]: invalid literal source ${literal}, expected key=value`);
    const [key, value] = parted(literal);
    add(key, value.replace(/^(["'])(.*)\1$/s, '$2'));
  }
  for (const file of files) {
    const [key, path] = file.includes('=') ? parted(file) : [file.split('/').at(-1) ?? file, file];
    const source = JSON.stringify(file);
    if (path.includes('=')) throw refused('file sources', files, `source ${source} key name or file path contains '='`);
    if (key === '') throw refused('file sources', files, `missing key name for file path ${JSON.stringify(path)} in source ${source}`);
    if (path === '') throw refused('file sources', files, `missing file path for key name ${JSON.stringify(key)} in source ${source}`);
    add(key, read(path, `loading KV pairs: file sources: [${files.join(' ')}]: `));
  }
  return data;
}

/** Both sides of the first equals sign; a name alone has an empty value. */
function parted(line: string): readonly [key: string, value: string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

/** The object that a generator makes. Its name's hash is added at the end, when nothing changes any more. */
export function generate(generator: Generator, options: AnyObject, read: ReadFile): { readonly object: AnyObject; readonly wantsHash: boolean } {
  const isImmutable = options['immutable'] === true || generator.options['immutable'] === true;
  const data = dataOf(generator, read);
  const isSecret = generator.kind === 'Secret';
  const labels = { ...mapAt(options, 'labels'), ...mapAt(generator.options, 'labels') };
  const annotations = { ...mapAt(options, 'annotations'), ...mapAt(generator.options, 'annotations') };
  const metadata = {
    name: generator.name, ...(generator.namespace === '' ? undefined : { namespace: generator.namespace }),
    ...(Object.keys(labels).length > 0 ? { labels } : undefined), ...(Object.keys(annotations).length > 0 ? { annotations } : undefined),
  };
  const object = {
    apiVersion: 'v1', kind: generator.kind, metadata, ...(isSecret ? secretData(data) : configMapData(data)),
    ...(isImmutable ? { immutable: true } : undefined), ...(isSecret ? { type: generator.type === '' ? 'Opaque' : generator.type } : undefined),
  };
  return { object, wantsHash: options['disableNameSuffixHash'] !== true && generator.options['disableNameSuffixHash'] !== true };
}

/** An object that is there with what a generator adds, or with what it has instead. */
export function combined(known: AnyObject, made: AnyObject, behavior: 'merge' | 'replace'): AnyObject {
  const joined = (...path: readonly string[]): AnyObject => ({ ...mapAt(known, ...path), ...mapAt(made, ...path) });
  const present = (field: string, value: AnyObject): AnyObject => (Object.keys(value).length > 0 ? { [field]: value } : {});
  const metadata = { ...mapAt(known, 'metadata'), ...present('labels', joined('metadata', 'labels')), ...present('annotations', joined('metadata', 'annotations')) };
  const { data: _, ...rest } = known;
  return { ...rest, metadata, ...present('data', behavior === 'merge' ? joined('data') : mapAt(made, 'data')) };
}
