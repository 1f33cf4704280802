// ConfigMaps and Secrets that a kustomization makes, with the hash of their contents in their names.
// Upstream: sigs.k8s.io/kustomize api/internal/generators

import type { AnyObject } from '../core/object.ts';
import { mapAt } from '../core/object.ts';
import { configMapData, secretData } from '../resources/config-data.ts';
import type { Generator } from './kustomization.ts';

/** Reads a file beside the kustomization. @param what begins what is said when it cannot be read */
export type ReadFile = (path: string, what: string) => string;

function dataOf(generator: Generator, read: ReadFile): ReadonlyMap<string, string> {
  const data = new Map<string, string>();
  for (const file of generator.files) {
    const [key, path] = file.includes('=') ? [file.slice(0, file.indexOf('=')), file.slice(file.indexOf('=') + 1)] : [file.split('/').at(-1) ?? file, file];
    data.set(key, read(path, `loading KV pairs: file sources: [${generator.files.join(' ')}]: `));
  }
  const lines = [...generator.literals, ...generator.envs.flatMap((path) => read(path, `loading KV pairs: env source files: [${generator.envs.join(' ')}]: `).split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')))];
  for (const line of lines) data.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replace(/^(["'])(.*)\1$/s, '$2'));
  return data;
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
