// What a real API server of v1.36 answered to requests of which many are wrong: testdata/requests.json holds both. In its
// cluster there was one ConfigMap of somebody's, `neg`, in the namespace default.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isObject, readJson } from '../../base/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly type?: string;
  readonly accept?: string;
  readonly answer: Answer;
}

interface Answer {
  readonly code: number;
  /** Of a Status of failure. */
  readonly message?: string;
  /** Of any other object. */
  readonly kind?: string;
  readonly apiVersion?: string;
  /** How any other text begins. */
  readonly text?: string;
  readonly contentType?: string;
  readonly warnings?: readonly string[];
}

const recorded = JSON.parse(readFileSync(new URL('testdata/requests.json', import.meta.url), 'utf8')) as readonly Recorded[];

function send(world: ApiWorld, { method, path, body = '', type, accept }: Omit<Recorded, 'answer'>): HttpResponse {
  const headers = { ...(type === undefined ? {} : { 'content-type': type }), ...(accept === undefined ? {} : { accept }) };
  const request: HttpRequest = { type: 'http.request', method, path, headers, isSecure: true, body, certificate: world.admin.certificate ?? '' };
  return world.call(request).payload as HttpResponse;
}

function asRecorded({ status, body, headers }: HttpResponse): Answer {
  const value = body.startsWith('{') ? readJson(body).value : undefined;
  const contentType = headers['content-type'];
  const warnings = [...(headers['warning'] ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => JSON.parse(`"${text}"`) as string);
  return {
    code: status,
    ...(isObject(value) ? said(value) : { text: body.slice(0, 40).replaceAll(/\s+/g, ' ') }),
    ...(contentType === 'application/json' || contentType === undefined ? {} : { contentType }),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function said(value: Readonly<Record<string, unknown>>): Partial<Answer> {
  if (value['kind'] === 'Status' && value['status'] === 'Failure') return { message: String(value['message']).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UID').replaceAll(/in record \(\d+\)/g, 'in record (N)') };
  const { kind, apiVersion } = value;
  return { kind: String(kind), ...(apiVersion === 'v1' || apiVersion === undefined ? {} : { apiVersion: String(apiVersion) }) };
}

function worldWithOne(): ApiWorld {
  const world = new ApiWorld();
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'neg', labels: { a: 'b' } }, data: { k: 'v' } });
  expect(send(world, { method: 'POST', path: '/api/v1/namespaces/default/configmaps', body, type: 'application/json' }).status).toBe(201);
  return world;
}

test.each(recorded)('$method $path $type $accept $body', ({ answer, ...request }) => {
  expect(asRecorded(send(worldWithOne(), request))).toEqual(answer);
});
