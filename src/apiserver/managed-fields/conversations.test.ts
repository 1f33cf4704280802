// What a real API server of v1.36 answered to several managers of one object, one after the other, a second apart:
// testdata/conversations.json. Its cluster had the definition in testdata/widgets.json, and no controllers.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isObject, readJson } from '../../base/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: unknown;
  readonly answer: Fields;
}

const read = (name: string): string => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');
const conversations = JSON.parse(read('conversations.json')) as readonly { readonly why: string; readonly requests: readonly Recorded[] }[];

const world = new ApiWorld();
const send = (method: string, path: string, type = '', body = ''): HttpResponse => {
  const request: HttpRequest = { type: 'http.request', method, path, headers: { 'content-type': type }, isSecure: true, body, certificate: world.admin.certificate ?? '' };
  return world.call(request).payload as HttpResponse;
};
send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', 'application/json', read('widgets.json'));
world.pass(3_000);

const fieldsOf = (text: string): Fields => {
  const { value } = readJson(text);
  return isObject(value) ? value : {};
};
const partOf = (object: Fields, name: string): Fields => (isObject(object[name]) ? object[name] : {});

/** The first request, by number, after which something was seen. */
class FirstSeen {
  readonly #seen = new Map<unknown, number>();
  at(what: unknown, index: number): number {
    if (!this.#seen.has(what)) this.#seen.set(what, index);
    return this.#seen.get(what) ?? index;
  }
}

test.each(conversations.map(({ why, requests }) => [why, requests] as const))('%s', (_, requests) => {
  const times = new FirstSeen();
  const versions = new FirstSeen();
  requests.forEach(({ method, path, type, body, answer }, index) => {
    const response = send(method, path, type, JSON.stringify(body));
    const object = fieldsOf(response.body);
    const [place = ''] = path.split('?');
    const managed = place.endsWith('/scale') ? fieldsOf(send('GET', place.slice(0, -'/scale'.length)).body) : object;
    expect(asRecorded(response.status, object, managed, index), `${index}: ${method} ${path} ${JSON.stringify(body)}`).toEqual(answer);
    world.pass(1_000);
  });

  function asRecorded(code: number, object: Fields, managed: Fields, index: number): Fields {
    if (code >= 400) return { code, message: object['message'] };
    const metadata = partOf(object, 'metadata');
    const { resourceVersion } = metadata;
    const kept = (from: Fields, ...names: readonly string[]): Fields => Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));
    const { managedFields = [] } = partOf(managed, 'metadata');
    const managers = (managedFields as readonly Fields[]).map((entry) => ({
      ...kept(entry, 'manager', 'operation', 'apiVersion', 'subresource'), ...('time' in entry ? { time: times.at(entry['time'], index) } : {}), fields: entry['fieldsV1'],
    }));
    const written = resourceVersion === undefined ? {} : { written: versions.at(resourceVersion, index) };
    return { code, ...written, metadata: kept(metadata, 'labels', 'annotations', 'finalizers', 'generation'), ...kept(object, 'data', 'spec', 'status', 'secrets'), managers };
  }
});
