// What an authoriser is told of a request. Requests have these fields themselves, so that nothing is made for it.
// Upstream: k8s.io/apiserver pkg/authorization/authorizer, pkg/endpoints/request/requestinfo.go

import { SelectorError } from '../../kinds/index.ts';
import type { ApiRequest, ResourceRequest } from '../../kinds/index.ts';
import { parseFieldRequirements } from '../request/field-requirements.ts';

/** Something that somebody wants to do with a resource. */
export interface ResourceAttributes {
  readonly type: 'resource';
  /** `get` and its like, or a verb that only roles know: `impersonate`, `bind`. */
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
  /** '' or absent: the whole cluster. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** The node that a list or watch is limited to, where that matters. */
  readonly nodeName?: string | undefined;
}

/** Something that somebody wants to do with a path that is no resource. */
export interface PathAttributes {
  readonly type: 'path';
  readonly verb: string;
  /** Without its query. */
  readonly path: string;
}

export type Attributes = ResourceAttributes | PathAttributes;

/** What a request asks for. */
export function attributesOf(request: ApiRequest): Attributes {
  if (request.type === 'path') {
    const question = request.path.indexOf('?');
    return question < 0 ? request : { type: 'path', verb: request.verb, path: request.path.slice(0, question) };
  }
  const { verb, name, resource, group, options } = request;
  // A namespace counts as something in itself.
  if (resource === 'namespaces' && group === '' && name !== undefined) return withNamespace(request, name);
  // The name of what is made is not in the path.
  if (verb === 'create' && request.subresource === undefined && name !== undefined) return { ...request, name: undefined };
  if (options.fieldSelector !== undefined && (verb === 'list' || verb === 'watch' || verb === 'deletecollection')) return withSelected(request, options.fieldSelector);
  return request;
}

function withNamespace(request: ResourceRequest, namespace: string): ResourceAttributes {
  const { type, verb, group, resource, subresource, name } = request;
  return { type, verb, group, resource, subresource, namespace, name: verb === 'create' ? undefined : name };
}

/** A list of what has one name is about that name; selectors that cannot be read select nothing here, and are refused later. */
function withSelected(request: ResourceRequest, fieldSelector: string): ResourceAttributes {
  const { type, verb, group, resource, subresource, namespace } = request;
  const equal = (wanted: string): string | undefined => readRequirements(fieldSelector).find(({ field, isEqual }) => field === wanted && isEqual)?.value;
  return { type, verb, group, resource, subresource, namespace, name: request.name ?? equal('metadata.name'), nodeName: equal('spec.nodeName') };
}

function readRequirements(text: string) {
  try {
    return parseFieldRequirements(text);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    return [];
  }
}

/** `pods/log` */
export function fullResource({ resource, subresource }: ResourceAttributes): string {
  return subresource ? `${resource}/${subresource}` : resource;
}
