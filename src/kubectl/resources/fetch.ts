// The objects that targets stand for, fetched one request after another.

import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { ObjectList, RequestOptions } from '../../kinds/index.ts';
import type { Target as RequestTarget } from '../core/api.ts';
import type { Mapping } from '../core/discovery.ts';
import { resourceAndVersion } from '../core/discovery.ts';
import { operating, throwAll } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { nameOf, namespaceOf } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { quote } from '../../base/index.ts';
import { isLocal } from './builder.ts';
import type { Target } from './builder.ts';
import { isSelected } from './label-query.ts';

/** An object of the server with where it is. */
export interface Info {
  readonly mapping: Mapping;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly object: AnyObject;
  readonly source?: string;
}

/** One object by its name. Where it is not found because its namespace is missing, that is what is told. */
export function* getNamed(kubectl: Kubectl, target: RequestTarget): Process<unknown> {
  try {
    return yield* kubectl.api.ask('get', target);
  } catch (error) {
    const { namespace } = target;
    if (!(error instanceof ApiError) || error.reason !== 'NotFound' || namespace === undefined || namespace === '' || namespace === 'default') throw error;
    yield* needNamespace(kubectl, namespace);
    throw error;
  }
}

/** Throws only when the namespace is not found; another failure says nothing about it. */
function* needNamespace(kubectl: Kubectl, name: string): Process {
  try {
    yield* kubectl.api.ask('get', { mapping: { group: '', version: 'v1', resource: 'namespaces' }, name });
  } catch (error) {
    const failure = operating(error);
    if (failure instanceof ApiError && failure.reason === 'NotFound') throw failure;
  }
}

/** The options of a list request that a selector asks for. */
export function listOptions(target: Target & { readonly type: 'list' }, limit = 500): RequestOptions {
  return {
    ...(limit > 0 ? { limit } : undefined),
    ...(target.labels === '' ? undefined : { labelSelector: target.labels }),
    ...(target.fields === '' ? undefined : { fieldSelector: target.fields }),
  };
}

/** What a list is refused for is told with what was asked for. */
export function listError(error: Error, target: Target & { readonly type: 'list' }): Error {
  if (!(error instanceof ApiError) || (error.status.reason !== 'BadRequest' && error.status.reason !== 'NotFound')) return error;
  const isSelecting = target.labels !== '' || target.fields !== '';
  const message = !isSelecting ? `Unable to list ${quote(resourceAndVersion(target.mapping))}: ${error.status.message ?? ''}` : `Unable to find ${quote(resourceAndVersion(target.mapping))} that match label selector ${quote(target.labels)}, field selector ${quote(target.fields)}: ${error.status.message ?? ''}`;
  return new ApiError({ ...error.status, message });
}

/** The objects of a list with their type, which a list's items do not carry. */
export function itemsOf(mapping: Mapping, list: ObjectList<AnyObject>): readonly AnyObject[] {
  const apiVersion = mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`;
  return list.items.map((item) => (item['kind'] === undefined ? { apiVersion, kind: mapping.kind, ...item } : item));
}

/** All objects of one kind that a selector selects, chunk by chunk. */
export function* listAll(kubectl: Kubectl, target: Target & { readonly type: 'list' }): Process<readonly AnyObject[]> {
  const objects: AnyObject[] = [];
  let next: string | undefined;
  try {
    do {
      const options: RequestOptions = { ...listOptions(target), ...(next === undefined ? undefined : { continue: next }) };
      const list = (yield* kubectl.api.ask('list', { mapping: target.mapping, namespace: target.namespace, options })) as ObjectList<AnyObject>;
      objects.push(...itemsOf(target.mapping, list));
      next = list.metadata.continue === '' ? undefined : list.metadata.continue;
    } while (next !== undefined);
  } catch (error) {
    throw listError(operating(error), target);
  }
  return objects;
}

/** The objects that one target stands for. One from a file is asked for by its name. */
export function* fetchTarget(kubectl: Kubectl, target: Target, subresource?: string): Process<readonly Info[]> {
  switch (target.type) {
    case 'error': throw target.error;
    case 'list': {
      const objects = yield* listAll(kubectl, target);
      return objects.map((object) => ({
        mapping: target.mapping, namespace: target.mapping.namespaced ? namespaceOf(object) : undefined, name: nameOf(object), object,
      }));
    }
    case 'file':
    case 'name': {
      const { mapping, namespace, name } = target;
      if (target.type === 'file' && isLocal(kubectl)) return [target];
      const object = (yield* getNamed(kubectl, { mapping, namespace, name, subresource })) as AnyObject;
      if (target.type === 'file' && !isSelected(object, target.labels ?? '')) return [];
      return [{ mapping, namespace, name, object, ...(target.type === 'file' ? { source: target.source } : undefined) }];
    }
  }
}

/** The objects that one target stands for; one from a file as the file has it: nobody is asked. */
export function* fetchUnlessWritten(kubectl: Kubectl, target: Target): Process<readonly Info[]> {
  return target.type === 'file' ? [target] : yield* fetchTarget(kubectl, target);
}

/** All objects that can be had, and what went wrong with the others. */
export function* fetchAll(kubectl: Kubectl, targets: readonly Target[], subresource?: string): Process<{ readonly infos: readonly Info[]; readonly errors: readonly Error[] }> {
  const infos: Info[] = [];
  const errors: Error[] = [];
  for (const target of targets) {
    try {
      infos.push(...(yield* fetchTarget(kubectl, target, subresource)));
    } catch (error) {
      errors.push(operating(error));
    }
  }
  return { infos, errors };
}

/** Does something with each object; goes on after a failure and tells them all at the end. Gives how many there were. */
export function* forEachInfo(kubectl: Kubectl, targets: readonly Target[], work: (info: Info) => Process, fetch: typeof fetchUnlessWritten = fetchTarget): Process<number> {
  const errors: Error[] = [];
  let count = 0;
  for (const target of targets) {
    try {
      for (const info of yield* fetch(kubectl, target)) {
        count++;
        try {
          yield* work(info);
        } catch (error) {
          errors.push(operating(error));
        }
      }
    } catch (error) {
      errors.push(operating(error));
    }
  }
  throwAll(errors);
  return count;
}
