// ConfigMaps and Secrets that a kustomization makes, with the hash of their contents in their names.
// Upstream: sigs.k8s.io/kustomize api/internal/generators, api/hasher

import { base64EncodeText, goJson, sha256Hex } from '../../base/index.ts';
import type { AnyObject } from '../core/object.ts';
import { mapAt, textAt } from '../core/object.ts';
import type { Generator } from './kustomization.ts';

/** Reads a file beside the kustomization. @param what begins what is said when it cannot be read */
export type ReadFile = (path: string, what: string) => string;

function dataOf(generator: Generator, read: ReadFile): Readonly<Record<string, string>> {
  const data: Record<string, string> = {};
  for (const file of generator.files) {
    const [key, path] = file.includes('=') ? [file.slice(0, file.indexOf('=')), file.slice(file.indexOf('=') + 1)] : [file.split('/').at(-1) ?? file, file];
    data[key] = read(path, `loading KV pairs: file sources: [${generator.files.join(' ')}]: `);
  }
  const lines = [...generator.literals, ...generator.envs.flatMap((path) => read(path, `loading KV pairs: env source files: [${generator.envs.join(' ')}]: `).split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')))];
  for (const line of lines) data[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1).replace(/^(["'])(.*)\1$/s, '$2');
  return data;
}

/** The first ten digits of a hash in letters that form no words. */
function encodeHash(hash: string): string {
  const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
  return [...hash.slice(0, 10)].map((digit) => letters[digit] ?? digit).join('');
}

function contentHash(object: AnyObject): string {
  const data = mapAt(object, 'data');
  if (textAt(object, 'kind') === 'Secret') return encodeHash(sha256Hex(goJson({ data, kind: 'Secret', name: textAt(object, 'metadata', 'name'), type: textAt(object, 'type') })));
  return encodeHash(sha256Hex(goJson({ data, kind: 'ConfigMap', name: textAt(object, 'metadata', 'name') })));
}

/** The object that a generator makes. Its name's hash is added at the end, when nothing changes any more. */
export function generate(generator: Generator, options: AnyObject, read: ReadFile): { readonly object: AnyObject; readonly wantsHash: boolean } {
  const merged = { ...options, ...generator.options };
  const data = dataOf(generator, read);
  const isSecret = generator.kind === 'Secret';
  const values = isSecret ? Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64EncodeText(value)])) : data;
  const labels = mapAt(merged, 'labels');
  const annotations = mapAt(merged, 'annotations');
  const metadata = {
    name: generator.name, ...(generator.namespace === '' ? undefined : { namespace: generator.namespace }),
    ...(Object.keys(labels).length > 0 ? { labels } : undefined), ...(Object.keys(annotations).length > 0 ? { annotations } : undefined),
  };
  const object = {
    apiVersion: 'v1', kind: generator.kind, metadata, ...(Object.keys(values).length > 0 ? { data: values } : undefined),
    ...(isSecret ? { type: generator.type === '' ? 'Opaque' : generator.type } : undefined),
  };
  return { object, wantsHash: merged['disableNameSuffixHash'] !== true };
}

/** The hash that is added to an object's name. */
export const nameHash = contentHash;
