// HTTP at the same port: requests become typed ones, answers become JSON.

import { base64DecodeText, isObject } from '../../base/index.ts';
import type { ApiRequest, PatchType, PathRequest } from '../../kinds/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import type { Answer } from '../request/call.ts';
import { parseBody } from './parse-body.ts';
import { requestOfPath } from './resource-path.ts';
import { wireJson } from './wire-json.ts';

const methods: Readonly<Record<string, PathRequest['verb']>> = {
  GET: 'get', HEAD: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete',
};

const patchTypes: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** The typed form of an HTTP request. Throws ApiError for a body that is no JSON. */
export function typedRequest(http: HttpRequest): ApiRequest {
  const { headers } = http;
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const patchType = patchTypes[type.trim()];
  const body = parseBody(http.body, http.method.toUpperCase() === 'PATCH' ? patchType : undefined);
  const request: PathRequest = {
    type: 'path',
    verb: methods[http.method.toUpperCase()] ?? 'get',
    path: http.path,
    ...(body === undefined ? {} : { body }),
    ...(headers['accept']?.includes('as=APIGroupDiscoveryList') ? { accept: 'discovery' as const } : {}),
    user: userOf(headers),
    userAgent: headers['user-agent'] ?? '',
  };
  const question = http.path.indexOf('?');
  const path = question < 0 ? http.path : http.path.slice(0, question);
  const resource = requestOfPath(request, path, question < 0 ? '' : http.path.slice(question + 1), {
    ...(patchType === undefined ? {} : { patchType }),
    as: headers['accept']?.includes('as=Table') ? 'table' : 'object',
  });
  return resource ?? request;
}

/** Whom the bearer token names; without one, nobody in particular. Tokens of this world need no proof: nobody forges them. */
function userOf(headers: HttpRequest['headers']): string {
  const [, , payload] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/i.exec(headers['authorization'] ?? '') ?? [];
  return (payload === undefined ? undefined : subjectOf(payload)) ?? 'system:anonymous';
}

function subjectOf(payload: string): string | undefined {
  const padded = payload.replaceAll('-', '+').replaceAll('_', '/').padEnd(Math.ceil(payload.length / 4) * 4, '=');
  try {
    const claims: unknown = JSON.parse(base64DecodeText(padded) ?? '');
    return isObject(claims) && typeof claims['sub'] === 'string' ? claims['sub'] : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** Whether a person reads the answer: what browsers, curl and wget ask for is written in lines, unless they say otherwise. */
export function isForPeople({ headers, path }: HttpRequest): boolean {
  const said = /[?&]pretty(?:=([^&]*))?(?:&|$)/.exec(path);
  if (said) return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(said[1] ?? '');
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent'] ?? '');
}

/** The HTTP form of an answer. */
export function httpResponse({ code, body }: Answer, headers: Readonly<Record<string, string>>, isForPeople = false): HttpResponse {
  const isText = typeof body === 'string';
  const text = isText ? body : body === undefined ? '' : isForPeople ? wireJson(body, 2) : `${wireJson(body)}\n`;
  return {
    type: 'http.response',
    status: code,
    headers: {
      ...headers,
      'content-type': isText && !text.startsWith('{') ? 'text/plain; charset=utf-8' : mediaType(body),
      ...retryAfter(body),
    },
    body: text,
  };
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
