// Objects of many kinds that are replaced with one field otherwise, and statuses that somebody writes by hand: what a real API
// server of v1.36 refused, cause by cause and as often as it said so, and what it made of a status. testdata/changed-objects.json
// holds the objects in the order in which they were made.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isObject, readJson } from '../../base/index.ts';
import { kindRegistry } from '../../kinds/index.ts';
import type { KubeInput } from '../../kinds/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from './api-world.ts';
import { replaced } from './replaced.ts';

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly (number | string)[];

interface Changed {
  readonly object: KubeInput;
  /** What was written to its status before. */
  readonly status?: Fields;
  readonly changes: readonly {
    /** Where it is otherwise: `to`, or gone where that is missing. */
    readonly at: Path;
    readonly to?: unknown;
    readonly of?: 'status';
    /** Each cause with its field. */
    readonly refused?: readonly string[];
    /** The fields of the status that came out otherwise; null: gone. */
    readonly status?: Fields;
  }[];
}

const recorded = JSON.parse(readFileSync(new URL('../testdata/changed-objects.json', import.meta.url), 'utf8')) as readonly Changed[];
const world = new ApiWorld();
ask('POST', '/api/v1/namespaces/default/serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });

function ask(method: string, path: string, body?: unknown): Fields {
  const request: HttpRequest = {
    type: 'http.request', method, path, isSecure: true, headers: { 'content-type': 'application/json' }, body: body === undefined ? '' : JSON.stringify(body), certificate: world.admin.certificate ?? '',
  };
  const { value } = readJson((world.call(request).payload as HttpResponse).body);
  if (!isObject(value)) throw new Error(`${method} ${path} was answered by no object`);
  return value;
}

function pathOf({ apiVersion, kind }: KubeInput): string {
  const found = kindRegistry.byKind(apiVersion, kind);
  if (!found) throw new Error(`no kind ${apiVersion} ${kind}`);
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}${found.namespaced ? '/namespaces/default' : ''}/${found.plural}`;
}

const withoutUids = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID');

function causesOf({ details, message }: Fields): readonly string[] {
  const causes = isObject(details) && Array.isArray(details['causes']) ? details['causes'] : [];
  return causes.length === 0 ? [String(message)] : causes.map((cause: Fields) => withoutUids(`${String(cause['field'])}: ${String(cause['message'])}`));
}

function changedFields(before: Fields, after: Fields): Fields {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(names.map((name) => [name, after[name] ?? null]));
}

test.each(recorded)('$object.apiVersion $object.kind $object.metadata.name', ({ object, status, changes }) => {
  const path = pathOf(object);
  const own = `${path}/${object.metadata?.name ?? ''}`;
  expect(ask('POST', path, object)).toMatchObject({ kind: object.kind });
  if (status) {
    const before = ask('GET', own);
    const { qosClass } = before['status'] as Fields;
    const written = object.kind === 'PersistentVolume' ? { ...(before['status'] as Fields), ...status } : { ...status, ...(qosClass !== undefined && { qosClass }) };
    expect(ask('PUT', `${own}/status`, { ...before, status: written })).toMatchObject({ kind: object.kind });
  }
  const live = ask('GET', own);
  for (const { at, to, of, refused, status: other } of changes) {
    const answer = ask('PUT', `${own}${of === 'status' ? '/status' : ''}?dryRun=All&fieldValidation=Strict`, replaced(live, at, to));
    if (refused) expect({ at, to, refused: answer['kind'] === 'Status' ? causesOf(answer) : 'accepted' }).toEqual({ at, to, refused });
    else expect({ at, to, status: changedFields(live['status'] as Fields, (answer['status'] ?? {}) as Fields) }).toEqual({ at, to, status: other });
  }
});
