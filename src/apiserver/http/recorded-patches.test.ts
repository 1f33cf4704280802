// What a real API server of v1.36 answered to patches of which many are wrong: testdata/patches.json holds both, with what
// became of the object as a merge patch. In its cluster were a ConfigMap and a Deployment called `neg`, in the namespace default.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readJson } from '../../base/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';
import { difference, warningsOf, withoutHandedOut } from './testing/answers.ts';

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

function plain(message: string): string {
  return message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UID').replaceAll(/\\"managedFields\\":\[.*?\}\]/g, String.raw`\"managedFields\":[…]`)
    .replaceAll(/\\"resourceVersion\\":\\"\d+/g, String.raw`\"resourceVersion\":\"1`).replaceAll(/2026-\d\d-\d\dT[0-9:]+Z/g, 'TIME');
}

// Nothing is kept of the patches: they are only tried.
const world = new ApiWorld();
const befores = made.map(([at, object]) => [`${at}/neg`, withoutHandedOut(send(world, 'POST', at, JSON.stringify(object), 'application/json').body)] as const);

test.each(recorded)('$type $path $body', ({ path, type, body, answer }) => {
  const response = send(world, 'PATCH', path, body, type);
  const before = befores.find(([at]) => path.startsWith(at))?.[1];
  const warnings = warningsOf(response.headers);
  const told = response.status >= 400 ? { message: plain((readJson(response.body).value as { readonly message: string }).message) } : { becomes: difference(before, withoutHandedOut(response.body)) ?? {} };
  expect({ code: response.status, ...told, ...(warnings.length > 0 && { warnings }) }).toEqual(answer);
});
