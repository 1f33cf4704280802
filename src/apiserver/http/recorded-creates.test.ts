// What a real API server of v1.36 answered to objects of all kinds with one field otherwise: testdata/creates.json holds the
// objects, each with its variants: what stands elsewhere (`to`, or nothing where that is missing), and the refusal, or how what
// was made differs from what was made of the object as it is. All were dry runs.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readJson } from '../../base/index.ts';
import { kindRegistry } from '../../kinds/index.ts';
import type { KubeInput } from '../../kinds/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';
import { replaced } from '../testing/replaced.ts';
import { difference, warningsOf, withoutHandedOut } from './testing/answers.ts';

interface Recorded {
  readonly object: KubeInput;
  readonly variants: readonly {
    readonly at: readonly (number | string)[];
    readonly to?: unknown;
    /** Whether unknown fields are refused. */
    readonly strict?: boolean;
    readonly answer: { readonly code: number; readonly message?: string; readonly becomes?: unknown; readonly warnings?: readonly string[] };
  }[];
}

const recorded = JSON.parse(readFileSync(new URL('testdata/creates.json', import.meta.url), 'utf8')) as readonly Recorded[];
const world = new ApiWorld();
world.object('create', 'serviceaccounts', { body: { metadata: { name: 'default' } } });

function create({ apiVersion, kind }: KubeInput, body: unknown, strict = false): HttpResponse {
  const found = kindRegistry.byKind(apiVersion, kind);
  if (!found) throw new Error(`no kind ${apiVersion} ${kind}`);
  const at = `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}${found.namespaced ? '/namespaces/default' : ''}/${found.plural}`;
  const request: HttpRequest = {
    type: 'http.request', method: 'POST', path: `${at}?dryRun=All${strict ? '&fieldValidation=Strict' : ''}`, headers: { 'content-type': 'application/json', accept: 'application/json' },
    isSecure: true, body: JSON.stringify(body), certificate: world.admin.certificate ?? '',
  };
  return world.call(request).payload as HttpResponse;
}

test.each(recorded)('$object.apiVersion $object.kind $object.metadata.name', ({ object, variants }) => {
  const made = withoutHandedOut(create(object, object).body);
  for (const { at, to, strict, answer } of variants) {
    const { status: code, headers, body } = create(object, replaced(object, at, to), strict);
    const becomes = code < 400 ? difference(made, withoutHandedOut(body)) : undefined;
    const message = code < 400 ? undefined : (readJson(body).value as { readonly message: string }).message;
    const warnings = warningsOf(headers);
    expect({ at, to, code, message, becomes, warnings }).toEqual({ at, to, message: undefined, becomes: undefined, warnings: [], ...answer });
  }
});
