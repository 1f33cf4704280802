import { SelectorError, parseLabelRequirements } from '../../kinds/index.ts';
import type { AnyKind, KubeObject } from '../../kinds/index.ts';
import type { Selection } from '../cache/selection.ts';
import { badRequest } from '../failures.ts';
import type { Call } from './call.ts';
import { parseFieldRequirements } from './field-requirements.ts';
import type { FieldRequirement } from './field-requirements.ts';

type Predicate = (object: KubeObject) => boolean;

const noLabels: Readonly<Record<string, string>> = {};

/** What a list or watch is about, from its path and selectors. Throws BadRequest for selectors that are none. */
export function selectionOf({ request, kind, spoken, cache }: Call): Selection {
  const { labelSelector, fieldSelector } = request.options;
  let { namespace, name } = request;
  let indexed: string | undefined;
  const predicates: Predicate[] = [];
  if (labelSelector) {
    const matches = readOrRefuse(() => parseLabelRequirements(labelSelector));
    if (matches) predicates.push(({ metadata }) => matches(metadata.labels ?? noLabels));
  }
  for (const requirement of fieldSelector ? readOrRefuse(() => parseFieldRequirements(fieldSelector)) : []) {
    const { field, value, isEqual } = requirement;
    // What an index answers is looked up instead of compared.
    if (isEqual && field === 'metadata.name' && name === undefined) name = value;
    else if (isEqual && field === 'metadata.namespace' && kind.namespaced && namespace === undefined) namespace = value;
    else if (isEqual && field === cache.indexedFieldName && indexed === undefined) indexed = value;
    else predicates.push(fieldPredicate(kind, spoken.view?.selectableFields, requirement));
  }
  const [only] = predicates;
  const matches = predicates.length > 1 ? (object: KubeObject) => predicates.every((predicate) => predicate(object)) : only;
  return { namespace, name, indexed, matches };
}

function fieldPredicate(kind: AnyKind, names: ReadonlyMap<string, string> | undefined, { field, value, isEqual }: FieldRequirement): Predicate {
  const read = readerOf(kind, field, names);
  return isEqual ? (object) => read(object) === value : (object) => read(object) !== value;
}

function readerOf(kind: AnyKind, field: string, names: ReadonlyMap<string, string> | undefined): (object: KubeObject) => string {
  if (field === 'metadata.name') return ({ metadata }) => metadata.name;
  if (field === 'metadata.namespace') return ({ metadata }) => metadata.namespace ?? '';
  const read = kind.selectableFields?.[names ? (names.get(field) ?? '') : field];
  if (read) return read;
  throw badRequest(kind.selectableFields
    ? (kind.unselectable?.(field) ?? `field label not supported: ${field}`)
    : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
}

function readOrRefuse<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw badRequest(error.message);
  }
}
