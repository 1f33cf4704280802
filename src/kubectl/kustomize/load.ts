// The objects of a file that a kustomization names.
// Upstream: sigs.k8s.io/kustomize api/resource/factory.go

import { compareText } from '../../base/index.ts';
import { CommandError } from '../core/errors.ts';
import { mapAt, nameOf, namespaceOf, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { documentsOf, objectsIn } from '../resources/documents.ts';
import { freshResource } from './resource.ts';
import type { Resource } from './resource.ts';

/** The objects of a text. Throws CommandError for what is no object with a kind and a name. */
export function documentsIn(text: string, path: string, origin: AnyObject): readonly Resource[] {
  const documents = [...documentsOf(text, path, { validates: false, words: 'text' })];
  return documents.flatMap((document) => ('error' in document ? [document] : [...objectsIn(document.object, path, { readsMetadata: false })])).map((document): Resource => {
    if ('error' in document) throw new CommandError(`accumulating resources from '${path}': MalformedYAMLError: ${document.error.message.replace(/^error parsing .*?: (error converting YAML to JSON: )?/, '')} in File: ${path}`);
    const { object } = document;
    const [kind, name] = [textAt(object, 'kind'), nameOf(object)];
    const lacking = kind === '' ? 'kind' : name === '' ? 'metadata.name' : undefined;
    if (lacking !== undefined && !kind.endsWith('List')) throw new UnfitObject(`missing ${lacking} in object {{${textAt(object, 'apiVersion')} ${kind}} {{${name} ${namespaceOf(object)}} ${goMap(mapAt(object, 'metadata', 'labels'))} ${goMap(mapAt(object, 'metadata', 'annotations'))}}}`);
    return freshResource(object, origin);
  });
}

/** An object that cannot be one of a kustomization. */
export class UnfitObject extends CommandError {}

/** `map[a:b c:d]`, as Go prints it. */
const goMap = (texts: Readonly<Record<string, string>>): string => `map[${Object.keys(texts).sort(compareText).map((key) => `${key}:${texts[key]}`).join(' ')}]`;

