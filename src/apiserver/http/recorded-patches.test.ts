// What a real API server of v1.36 answered to patches of which many are wrong: testdata/patches.json holds both, with what
// became of the object as a merge patch. In its cluster were a ConfigMap and a Deployment called `neg`, in the namespace default.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deepEqual, isObject, readJson } from '../../base/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

interface Recorded {
  readonly path: string;
  readonly type: string;
  readonly body: string;
  readonly answer: { readonly code: number; readonly message?: string; readonly becomes?: unknown; readonly warnings?: readonly string[] };
}

const recorded = JSON.parse(readFileSync(new URL('testdata/patches.json', import.meta.url), 'utf8')) as readonly Recorded[];
const deployment = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'neg' },
  spec: {
    replicas: 2, selector: { matchLabels: { app: 'neg' } },
    template: { metadata: { labels: { app: 'neg' } }, spec: { containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80 }] }] } },
  },
};
const made: readonly (readonly [string, unknown])[] = [
  ['/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'neg', labels: { a: 'b' } }, data: { k: 'v' } }],
  ['/apis/apps/v1/namespaces/default/deployments', deployment],
];

function send(world: ApiWorld, method: string, path: string, body: string, type: string): HttpResponse {
  const request: HttpRequest = { type: 'http.request', method, path, headers: { 'content-type': type }, isSecure: true, body, certificate: world.admin.certificate ?? '' };
  return world.call(request).payload as HttpResponse;
}

/** What every object is given. */
const handedOut = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'generation']);

function own(body: string): unknown {
  const value = readJson(body).value as { readonly metadata: object };
  return { ...value, metadata: Object.fromEntries(Object.entries(value.metadata).filter(([key]) => !handedOut.has(key))) };
}

/** The merge patch from one value to another; undefined when they are alike. */
function difference(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return deepEqual(before, after) ? undefined : after;
  const changed: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const change = key in after ? difference(before[key], after[key]) : null;
    if (change !== undefined) changed.push([key, change]);
  }
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

function plain(message: string): string {
  return message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UID').replaceAll(/\\"managedFields\\":\[.*?\}\]/g, String.raw`\"managedFields\":[…]`)
    .replaceAll(/\\"resourceVersion\\":\\"\d+/g, String.raw`\"resourceVersion\":\"1`).replaceAll(/2026-\d\d-\d\dT[0-9:]+Z/g, 'TIME');
}

// Nothing is kept of the patches: they are only tried.
const world = new ApiWorld();
const befores = made.map(([at, object]) => [`${at}/neg`, own(send(world, 'POST', at, JSON.stringify(object), 'application/json').body)] as const);

test.each(recorded)('$type $path $body', ({ path, type, body, answer }) => {
  const response = send(world, 'PATCH', path, body, type);
  const before = befores.find(([at]) => path.startsWith(at))?.[1];
  const warnings = [...(response.headers['warning'] ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => JSON.parse(`"${text}"`) as string);
  const told = response.status >= 400 ? { message: plain((readJson(response.body).value as { readonly message: string }).message) } : { becomes: difference(before, own(response.body)) ?? {} };
  expect({ code: response.status, ...told, ...(warnings.length > 0 && { warnings }) }).toEqual(answer);
});
