// The documents of a file or of standard input, as objects or as what is wrong with them.
// Upstream: k8s.io/apimachinery util/yaml, k8s.io/cli-runtime resource visitors

import { goJson, isObject, jsonKind, quote, readDocuments, sortKeys } from '../../base/index.ts';
import type { YamlWords } from '../../base/index.ts';
import { DecodeError, decode, namespaceKind } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import type { AnyObject } from '../core/object.ts';

/** One document, or the error at which reading ended. */
export type Document = Found | { readonly error: Error };

/** An object that was read, and the list of objects that holds it. */
export interface Found {
  readonly object: AnyObject;
  readonly list?: AnyObject;
}

const validationHint = '; if you choose to ignore these errors, turn validation off with --validate=false';

/** Why one cannot even tell what an object is. */
export function basicProblems(value: unknown): readonly string[] {
  if (!isObject(value)) return ['invalid object to validate'];
  const problems: string[] = [];
  const { apiVersion, kind } = value;
  if (apiVersion === undefined || apiVersion === null || apiVersion === '') problems.push('apiVersion not set');
  else if (typeof apiVersion !== 'string') problems.push("apiVersion isn't string type");
  else if (apiVersion.split('/').length > 2) problems.push(`unexpected GroupVersion string: ${apiVersion}`);
  if (kind === undefined || kind === null || kind === '') problems.push('kind not set');
  else if (typeof kind !== 'string') problems.push("kind isn't string type");
  return problems;
}

/** What keeps a document from being sent at all; undefined when nothing does. */
export function refusedDocument(source: string, problems: readonly string[]): Error | undefined {
  if (problems.length === 0) return undefined;
  const told = problems.length === 1 ? problems.join() : `[${problems.join(', ')}]`;
  return new CommandError(`error validating ${quote(source)}: error validating data: ${told}${validationHint}`);
}

function kindProblem(object: AnyObject): string | undefined {
  return (object['kind'] ?? '') === '' ? `Object 'Kind' is missing in '${goJson(object)}'` : undefined;
}

/** Metadata is decoded by kubectl itself, but for that of items of a list, so that it is kubectl which refuses what is wrong there. */
function metadataProblem({ metadata }: AnyObject): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (!isObject(metadata)) return `json: cannot unmarshal ${jsonKind(metadata)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`;
  try {
    decode(namespaceKind.definition, { metadata });
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

const isListOf = ({ kind, items }: AnyObject): boolean => typeof kind === 'string' && kind.endsWith('List') && items !== undefined && items !== null;

/** The items of a list; those of a typed list need not say what they are. Throws CommandError. */
function itemsOf(list: AnyObject, source: string): readonly AnyObject[] {
  const { apiVersion, kind, items } = list;
  const undecodable = (what: unknown, into: string): CommandError => new CommandError(`unable to decode ${quote(source)}: json: cannot unmarshal ${jsonKind(what)} into Go ${into}`);
  if (!Array.isArray(items)) throw undecodable(items, 'struct field decodeList.items of type []json.RawMessage');
  const itemKind = String(kind).slice(0, -'List'.length);
  return (items as readonly unknown[]).map((item) => {
    if (!isObject(item)) throw undecodable(item, 'value of type map[string]interface {}');
    if (isListOf(item)) throw new CommandError('*unstructured.Unstructured is not a list: no Items field in this object');
    return itemKind !== '' && item['kind'] === undefined ? { apiVersion, kind: itemKind, ...item } : item;
  });
}

/** The object itself, or those of the list that it is, with what is wrong with it. */
function* partsOf(object: AnyObject, source: string): Generator<Document> {
  if (!isListOf(object)) {
    yield { object };
    return;
  }
  try {
    for (const item of itemsOf(object, source)) yield { object: item, list: object };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    yield { error };
  }
}

/** How documents are looked at. */
export interface Strictness {
  /** Whether they must be such as could be sent. */
  readonly validates: boolean;
  /** What words such as `yes` are; truth values when nothing is said. */
  readonly words?: YamlWords;
}

/** Reads all documents, lists whole; after one that cannot be parsed or is no object nothing more is read. */
export function* documentsOf(text: string, source: string, { validates, words }: Strictness): Generator<Document> {
  for (const parsed of readDocuments(text, words)) {
    if ('error' in parsed) {
      yield { error: new CommandError(`error parsing ${source}: ${parsed.error}`) };
      return;
    }
    const { value } = parsed;
    const problem = validates ? refusedDocument(source, basicProblems(value)) : undefined;
    if (problem || !isObject(value)) {
      yield { error: problem ?? new CommandError(`unable to decode ${quote(source)}: json: cannot unmarshal into Go value`) };
      return;
    }
    yield { object: value };
  }
}

/** The objects of a document. */
export function* objectsIn(document: AnyObject, source: string, { readsMetadata }: { readonly readsMetadata: boolean }): Generator<Document> {
  for (const found of partsOf(document, source)) {
    if ('error' in found) {
      yield found;
      continue;
    }
    // The server tells what is wrong in the order of the fields, and kubectl sends them sorted.
    const object = sortKeys(found.object) as AnyObject;
    const wrong = readsMetadata && !found.list ? (kindProblem(object) ?? metadataProblem(object)) : undefined;
    yield wrong === undefined ? { ...found, object } : { error: new CommandError(`unable to decode ${quote(source)}: ${wrong}`) };
  }
}
