// HTTP at the same port: requests become typed ones, answers become JSON.

import { isObject, writeYaml } from '../../base/index.ts';
import type { Writable } from '../../base/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { ApiRequest, PathRequest, ResourceRequest } from '../../kinds/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import type { Answer } from '../request/call.ts';
import { methodNotAllowed, notAcceptable } from '../failures.ts';
import { credentialsOf, impersonationOf } from './http-credentials.ts';
import { bodyTextOf, negotiate, negotiatePath, patchTypeOf, takesObjects } from './media-types.ts';
import type { Wanted } from './media-types.ts';
import { placeOf, plainVerb, requestOfPath } from './resource-path.ts';
import type { HttpDetails, Place } from './resource-path.ts';
import { takesAnything, typeFirst, wireJson } from './wire-json.ts';

const methods: Readonly<Record<string, PathRequest['verb']>> = {
  GET: 'get', HEAD: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete',
};

/** The typed form of an HTTP request; one for a resource that cannot be answered as it is written says so. Throws ApiError for others that cannot be read. */
export function typedRequest(http: HttpRequest): ApiRequest {
  const method = http.method.toUpperCase();
  const verb = methods[method];
  if (!verb) throw methodNotAllowed();
  const question = http.path.indexOf('?');
  const place = placeOf(question < 0 ? http.path : http.path.slice(0, question));
  const query = question < 0 ? '' : http.path.slice(question + 1);
  if (!place) return readRequest(http, verb, place, query);
  if (place.proxied === undefined && (method === 'HEAD' || (method === 'PATCH' && place.name === undefined))) return refusedRequest(http, verb, place, methodNotAllowed());
  try {
    return readRequest(http, verb, place, query);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return refusedRequest(http, verb, place, error);
  }
}

/** Who asks, and about what, of a request that will be refused: whoever may not ask is told that first. */
function refusedRequest(http: HttpRequest, method: PathRequest['verb'], place: Place, refused: ApiError): ResourceRequest {
  const { group, version, resource, namespace, name, subresource } = place;
  return {
    type: 'resource', verb: plainVerb(method, place), group, version, resource, options: {}, as: 'object', refused,
    ...(namespace === undefined ? {} : { namespace }), ...(name === undefined ? {} : { name }), ...(subresource === undefined ? {} : { subresource }),
    credentials: credentialsOf(http), userAgent: http.headers['user-agent'] ?? '',
  };
}

const asItIs: Wanted = { form: 'json', as: 'object' };

function readRequest(http: HttpRequest, verb: PathRequest['verb'], place: Place | undefined, query: string): ApiRequest {
  const { headers } = http;
  const method = http.method.toUpperCase();
  const isProxied = place?.proxied !== undefined;
  const wanted = !place ? negotiatePath(http.path, headers['accept']) : isProxied ? asItIs : negotiate(headers['accept'], method === 'GET' && place.name === undefined);
  const patchType = method === 'PATCH' && place && !isProxied ? patchTypeOf(headers['content-type']) : undefined;
  const body = place && !isProxied && verb !== 'get' ? bodyTextOf(http.body, headers['content-type'], patchType) : undefined;
  const impersonate = impersonationOf(http);
  const request: Writable<PathRequest> = { type: 'path', verb, path: http.path, credentials: credentialsOf(http), userAgent: headers['user-agent'] ?? '' };
  if (body !== undefined) request.body = body;
  if (wanted.as === 'discovery') request.accept = 'discovery';
  if (impersonate) request.impersonate = impersonate;
  if (!place) return request;
  const details: Writable<HttpDetails> = { as: wanted.as === 'discovery' ? 'object' : wanted.as };
  if (patchType !== undefined) details.patchType = patchType;
  if (wanted.asVersion) details.asVersion = wanted.asVersion;
  const made = requestOfPath(request, place, query, isProxied ? { ...details, method, headers, text: http.body } : details);
  if (made.verb === 'watch' && wanted.form === 'yaml') throw notAcceptable('only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch');
  return made;
}

/** Whether a person reads the answer: what browsers, curl and wget ask for is written in lines, unless they say otherwise. */
export function isForPeople({ headers, path }: HttpRequest): boolean {
  const said = /[?&]pretty(?:=([^&]*))?(?:&|$)/.exec(path);
  if (said) return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(said[1] ?? '');
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent'] ?? '');
}

/** The HTTP form of an answer. */
export function httpResponse({ code, body, headers: own }: Answer, headers: Readonly<Record<string, string>>, { accept, isForPeople }: { readonly accept?: string | undefined; readonly isForPeople: boolean }): HttpResponse {
  const isText = typeof body === 'string';
  const isYaml = !isText && body !== undefined && accept?.includes('application/yaml') === true && wantsYaml(accept);
  // A failure that the client takes in no form is told to a person.
  const isTold = !isText && isFailure(body) && !takesObjects(accept);
  const text = isText ? body : body === undefined ? '' : isTold ? wireJson(body, { indent: 2, inOrder: true }) : isYaml ? writeYaml(isObject(body) ? typeFirst(body) : body) : jsonText(body, { accept, isForPeople });
  // Clients lay the headers of "not modified" over those that they kept: an answer without a body has no type.
  const type = body === undefined ? {} : { 'content-type': isText && !text.startsWith('{') ? 'text/plain; charset=utf-8' : isYaml ? 'application/yaml' : mediaType(body) };
  return { type: 'http.response', status: code, headers: { ...headers, ...type, ...retryAfter(body), ...own }, body: text };
}

const isFailure = (body: unknown): boolean => isObject(body) && body['kind'] === 'Status' && body['status'] === 'Failure';

/** JSON for a client; the version is the one document that is always written to be read by people. */
function jsonText(body: unknown, { accept, isForPeople }: { readonly accept: string | undefined; readonly isForPeople: boolean }): string {
  if (isForPeople || (isObject(body) && 'gitVersion' in body)) return wireJson(body, { indent: 2, inOrder: true });
  return `${wireJson(body, { inOrder: takesAnything(accept) })}\n`;
}

/** Whether YAML is wanted most of what can be written; a header that asks for nothing of it gets JSON. */
function wantsYaml(accept: string | undefined): boolean {
  try {
    return negotiate(accept).form === 'yaml';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return false;
  }
}

/** JSON; everything that is served at once says in which form it tells so. */
function mediaType(body: unknown): string {
  const isDiscovery = isObject(body) && body['kind'] === 'APIGroupDiscoveryList';
  return isDiscovery ? 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' : 'application/json';
}

function retryAfter(body: unknown): Readonly<Record<string, string>> {
  const details = isObject(body) && body['kind'] === 'Status' && isObject(body['details']) ? body['details'] : undefined;
  const seconds = details?.['retryAfterSeconds'];
  return typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {};
}

/** Headers that carry warnings. */
export function warningHeaders(warnings: readonly string[]): Readonly<Record<string, string>> {
  if (warnings.length === 0) return {};
  return { warning: warnings.map((warning) => `299 - ${JSON.stringify(warning)}`).join(', ') };
}
