import '../../cluster/provide.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createWorld, readTopology } from '../../cluster/index.ts';
import { openDoor } from '../door.ts';
import type { Door } from '../door.ts';
import { isWatch } from './stream-messages.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
let door: Door;

beforeAll(async () => {
  door = await openDoor(createWorld({ topology: readTopology({ workers: [] }), seed: 1 }), { port: 0, bind: '127.0.0.1', speed: 10 });
}, 60_000);

afterAll(() => door.close());

const create = (name: string): Promise<Response> => fetch(`${door.url}${configMaps}`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }),
});

/** Opens a WebSocket; gives its messages when it has closed, or why it was not opened. */
function messages(path: string, options: { readonly origin?: string; readonly opened?: () => void }): Promise<readonly string[] | number | undefined> {
  const { origin, opened } = options;
  const socket = new WebSocket(`${door.url.replace('http', 'ws')}${path}`, 'base64.binary.k8s.io', origin === undefined ? {} : { origin });
  const seen: string[] = [];
  socket.on('open', () => opened?.());
  socket.on('message', (data: Buffer) => seen.push(data.toString()));
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode));
    socket.on('close', () => resolve(seen));
    socket.on('error', reject);
  });
}

test('a watch over a WebSocket tells each event in a message', async () => {
  const seen = await messages(`${configMaps}?watch=true&resourceVersion=0&timeoutSeconds=3`, { origin: door.url, opened: () => void create('seen') });
  const events = (seen as readonly string[]).map((text) => JSON.parse(text) as { readonly type: string; readonly object: { readonly metadata: { readonly name: string } } });
  expect(events.map(({ type, object }) => `${type} ${object.metadata.name}`)).toContain('ADDED seen');
});

test('one that cannot begin is answered as a request, and one that says nothing of its page is not let in', async () => {
  expect(await messages(`${configMaps}?watch=1&labelSelector=a%3D%3D%3Db`, { origin: door.url })).toBe(400);
  expect(await messages(`${configMaps}?watch=1`, {})).toBe(403);
  expect(await messages(`${configMaps}?limit=1`, { origin: door.url })).toBe(200);
});

test.each([
  ['/api/v1/pods?watch=1', true], ['/api/v1/pods?limit=1&watch=true', true], ['/api/v1/watch/pods', true], ['/apis/apps/v1/watch/namespaces/default/deployments', true],
  ['/api/v1/pods', false], ['/api/v1/pods?watch=0', false], ['/api/v1/pods?unwatch=1', false], ['/readyz?watch', true],
])('%s: a watch? %s', (path, expected) => {
  expect(isWatch(path)).toBe(expected);
});
