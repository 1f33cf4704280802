// What a real API server of v1.36 answered to changes of objects of all kinds, many of them wrong, some in two places at once:
// testdata/changes.json holds the objects, each with its changes. A change is what stands elsewhere in the object as it was read
// (`set`, by paths; nothing is taken away), put back whole, or a patch (`body`). The answer is the refusal, or how the object
// differs afterwards from what was read. All but the objects themselves were dry runs.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readJson } from '../../base/index.ts';
import { kindRegistry } from '../../kinds/index.ts';
import type { KubeInput } from '../../kinds/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';
import { replaced } from '../testing/replaced.ts';
import { difference, warningsOf, withoutHandedOut } from './testing/answers.ts';

interface Change {
  /** Through which subresource. */
  readonly to?: 'scale' | 'status';
  readonly set?: readonly (readonly [at: readonly (number | string)[], value?: unknown])[];
  readonly type?: string;
  readonly body?: string;
  readonly query?: string;
  readonly answer: { readonly code: number; readonly message?: string; readonly becomes?: unknown; readonly warnings?: readonly string[] };
}

interface Recorded {
  readonly object: KubeInput;
  /** Set where it was made by applying it. */
  readonly applied?: boolean;
  readonly changes: readonly Change[];
}

const recorded = JSON.parse(readFileSync(new URL('testdata/changes.json', import.meta.url), 'utf8')) as readonly Recorded[];
const world = new ApiWorld();
world.object('create', 'serviceaccounts', { body: { metadata: { name: 'default' } } });

function send(method: string, path: string, body = '', type = 'application/json'): HttpResponse {
  const request: HttpRequest = {
    type: 'http.request', method, path, headers: { 'content-type': type, accept: 'application/json' }, isSecure: true, body, certificate: world.admin.certificate ?? '',
  };
  return world.call(request).payload as HttpResponse;
}

function placeOf({ apiVersion, kind }: KubeInput): string {
  const found = kindRegistry.byKind(apiVersion, kind);
  if (!found) throw new Error(`no kind ${apiVersion} ${kind}`);
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}${found.namespaced ? '/namespaces/default' : ''}/${found.plural}`;
}

test.each(recorded)('$object.apiVersion $object.kind $object.metadata.name', ({ object, applied, changes }) => {
  const at = placeOf(object);
  const text = JSON.stringify(object);
  const made = applied ? send('PATCH', `${at}/${object.metadata?.name ?? ''}?fieldManager=first`, text, 'application/apply-patch+yaml') : send('POST', `${at}?fieldManager=first`, text);
  expect(made.status, made.body).toBe(201);
  for (const { to, set, type, body, query = '', answer } of changes) {
    const path = `${at}/${object.metadata?.name ?? ''}${to === undefined ? '' : `/${to}`}`;
    const before = readJson(send('GET', path).body).value;
    const written = set ? JSON.stringify(set.reduce<unknown>((value, [where, other]) => replaced(value, where, other), before)) : body;
    const response = send(set ? 'PUT' : 'PATCH', `${path}?dryRun=All${query}`, written, type);
    const becomes = response.status < 400 ? difference(withoutHandedOut(JSON.stringify(before)), withoutHandedOut(response.body)) : undefined;
    const message = response.status < 400 ? undefined : (readJson(response.body).value as { readonly message: string }).message;
    expect({ to, set, body, code: response.status, message, becomes, warnings: warningsOf(response.headers) })
      .toEqual({ to, set, body, message: undefined, becomes: undefined, warnings: [], ...answer });
  }
});
