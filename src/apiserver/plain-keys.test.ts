// Seed 11, request 6011 of a run of malformed ones stopped the world: a body had fields at `__proto__`. What the real server answers.

import { expect, test } from 'vitest';
import type { HttpResponse } from '../machine/index.ts';
import { ApiWorld } from './testing/api-world.ts';

const world = new ApiWorld();

function ask(method: string, path: string, type: string, body: string): HttpResponse {
  return world.call({ type: 'http.request', method, path, isSecure: true, certificate: world.admin.certificate ?? '', headers: { 'content-type': type, accept: 'application/json' }, body }).payload as HttpResponse;
}

test('fields at __proto__ are unknown ones', () => {
  const { status, body, headers } = ask('POST', '/apis/storage.k8s.io/v1/storageclasses', 'application/json', '{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","provisioner":"a.b/c","__proto__":{"metadata":{"name":"p"}}}');
  expect([status, headers['warning']]).toEqual([422, '299 - "unknown field \\"__proto__\\""']);
  expect(body).toContain('StorageClass.storage.k8s.io \\"\\" is invalid: metadata.name: Required value: name or generateName is required');
});

test('such a key of a map is kept by every way of writing', () => {
  const path = '/api/v1/namespaces/default/configmaps';
  const data = ({ body }: HttpResponse): string => body.slice(body.lastIndexOf('"data":') + 7).trim();
  expect(data(ask('POST', path, 'application/json', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p"},"data":{"__proto__":"a","constructor":"b"}}'))).toBe('{"__proto__":"a","constructor":"b"}}');
  expect(data(ask('PATCH', `${path}/p`, 'application/merge-patch+json', '{"data":{"__proto__":"c","toString":"d"}}'))).toBe('{"__proto__":"c","constructor":"b","toString":"d"}}');
  expect(data(ask('PATCH', `${path}/p`, 'application/strategic-merge-patch+json', '{"data":{"__proto__":"e","toString":null}}'))).toBe('{"__proto__":"e","constructor":"b"}}');
  expect(data(ask('PATCH', `${path}/p`, 'application/json-patch+json', '[{"op":"add","path":"/data/__proto__","value":"f"},{"op":"copy","from":"/data/__proto__","path":"/data/x"}]'))).toBe('{"__proto__":"f","constructor":"b","x":"f"}}');
  const apply = ask('PATCH', `${path}/p?fieldManager=m`, 'application/apply-patch+yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: p}\ndata: {__proto__: z}');
  expect([apply.status, apply.body]).toEqual([409, expect.stringContaining('.data.__proto__')]);
});
