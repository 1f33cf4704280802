// The documents of a file or of standard input, as objects or as what is wrong with them.
// Upstream: k8s.io/apimachinery util/yaml, k8s.io/cli-runtime resource visitors

import { goJson, isObject, jsonKind, quote, readDocuments, sortKeys } from '../../base/index.ts';
import type { YamlWords } from '../../base/index.ts';
import { DecodeError, decode, namespaceKind } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import type { AnyObject } from '../core/object.ts';

/** One document, or the error at which reading ended. */
export type Document = { readonly object: AnyObject } | { readonly error: Error };

const validationHint = '; if you choose to ignore these errors, turn validation off with --validate=false';

function basicProblem(value: unknown): string | undefined {
  if (!isObject(value)) return 'invalid object to validate';
  const problems: string[] = [];
  const { apiVersion, kind } = value;
  if (apiVersion === undefined || apiVersion === null || apiVersion === '') problems.push('apiVersion not set');
  else if (typeof apiVersion !== 'string') problems.push("apiVersion isn't string type");
  else if (apiVersion.split('/').length > 2) problems.push(`unexpected GroupVersion string: ${apiVersion}`);
  if (kind === undefined || kind === null || kind === '') problems.push('kind not set');
  else if (typeof kind !== 'string') problems.push("kind isn't string type");
  if (problems.length === 0) return undefined;
  return problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`;
}

/** What must be right before a document can be sent at all. */
function validate(value: unknown, source: string): Error | undefined {
  const items = isObject(value) && Array.isArray(value['items']) && typeof value['kind'] === 'string' && value['kind'].endsWith('List')
    ? (value['items'] as readonly unknown[])
    : [];
  const problem = basicProblem(value) ?? (isObject(value) && value['kind'] === 'List' ? items.map(basicProblem).find((each) => each !== undefined) : undefined);
  return problem === undefined ? undefined : new CommandError(`error validating ${quote(source)}: error validating data: ${problem}${validationHint}`);
}

function kindProblem(object: AnyObject): string | undefined {
  return (object['kind'] ?? '') === '' ? `Object 'Kind' is missing in '${goJson(object)}'` : undefined;
}

/** Metadata is decoded by kubectl itself, so that it is kubectl which refuses what is wrong there. */
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

function* expandList(object: AnyObject): Generator<AnyObject> {
  const { kind, items } = object;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) {
    yield object;
    return;
  }
  const itemKind = kind.slice(0, -'List'.length);
  for (const item of items as readonly unknown[]) {
    if (!isObject(item)) continue;
    const typed = itemKind !== '' && item['kind'] === undefined ? { apiVersion: object['apiVersion'], kind: itemKind, ...item } : item;
    yield* expandList(typed);
  }
}

/** How closely documents are looked at: whether they could be sent, and whether kubectl itself could read their metadata. */
export interface Strictness {
  readonly validates: boolean;
  readonly readsMetadata: boolean;
  /** What words such as `yes` are; truth values when nothing is said. */
  readonly words?: YamlWords;
}

/** Reads all documents; after one that cannot be parsed or is no object nothing more is read. */
export function* documentsOf(text: string, source: string, { validates, readsMetadata, words }: Strictness): Generator<Document> {
  for (const parsed of readDocuments(text, words)) {
    if ('error' in parsed) {
      yield { error: new CommandError(`error parsing ${source}: ${parsed.error}`) };
      return;
    }
    const { value } = parsed;
    const problem = validates ? validate(value, source) : undefined;
    if (problem || !isObject(value)) {
      yield { error: problem ?? new CommandError(`unable to decode ${quote(source)}: json: cannot unmarshal into Go value`) };
      return;
    }
    for (const item of expandList(value)) {
      // The server tells what is wrong in the order of the fields, and kubectl sends them sorted.
      const object = sortKeys(item) as AnyObject;
      const wrong = readsMetadata ? (kindProblem(object) ?? metadataProblem(object)) : undefined;
      yield wrong === undefined ? { object } : { error: new CommandError(`unable to decode ${quote(source)}: ${wrong}`) };
    }
  }
}
