import '../worker/provide.ts';
import { get } from 'node:https';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, readTopology } from '../cluster/index.ts';
import { openDoor } from './door.ts';
import type { Door } from './door.ts';

const topology = readTopology({ workers: [{ name: 'worker-1' }] });
let door: Door;
let headers: Readonly<Record<string, string>>;

beforeAll(async () => {
  door = await openDoor(createWorld({ topology, seed: 1 }), { port: 0, bind: '127.0.0.1', speed: 10 });
  const { user } = door.wayIn;
  headers = 'token' in user ? { authorization: `Bearer ${user.token}` } : {};
}, 60_000);

afterAll(() => door.close());

const ask = (method: string, path: string, body?: unknown): Promise<Response> => fetch(`${door.url}${path}`, {
  method, headers: { ...headers, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});
/** The headers of an answer as they stand on the wire. */
function headOf(path: string): Promise<readonly string[]> {
  const { hostname, port } = new URL(door.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (data) => {
      text += data.toString();
      if (!text.includes('\r\n\r\n')) return;
      socket.destroy();
      resolve(text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n').slice(1));
    });
    socket.on('error', reject);
  });
}
const configMap = (name: string, data = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
const configMaps = '/api/v1/namespaces/default/configmaps';

describe('the door', () => {
  test('opens when all nodes are Ready', async () => {
    expect(await (await ask('GET', '/readyz')).text()).toBe('ok');
    const { items } = await (await ask('GET', '/api/v1/nodes')).json() as { items: { metadata: { name: string }; status: { conditions: { type: string; status: string }[] } }[] };
    expect(items.map(({ metadata, status }) => [metadata.name, status.conditions.find(({ type }) => type === 'Ready')?.status])).toEqual([['worker-1', 'True']]);
  });

  test('knows the administrator by showing nothing, as kubectl does without TLS, and turns away what proves nothing', async () => {
    const whoami = (shown: Readonly<Record<string, string>>): Promise<Response> => fetch(`${door.url}/apis/authentication.k8s.io/v1/selfsubjectreviews`, {
      method: 'POST', headers: { ...shown, 'content-type': 'application/json' }, body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }),
    });
    expect(await (await whoami({})).json()).toMatchObject({ status: { userInfo: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] } } });
    expect((await whoami({ authorization: 'Bearer nonsense' })).status).toBe(401);
  });

  test('lets requests in and answers out', async () => {
    const created = await ask('POST', configMaps, configMap('a', { k: 'ö' }));
    expect([created.status, await created.json()]).toMatchObject([201, { metadata: { name: 'a' }, data: { k: 'ö' } }]);
    expect((await ask('DELETE', `${configMaps}/a`)).status).toBe(200);
    expect((await ask('GET', `${configMaps}/a`)).status).toBe(404);
  });

  test.each([
    ['/version', ['Audit-Id', 'Cache-Control', 'Content-Type', 'X-Kubernetes-Pf-Flowschema-Uid', 'X-Kubernetes-Pf-Prioritylevel-Uid', 'Date', 'Content-Length']],
    ['/api/v1/pods?watch=1&timeoutSeconds=1', ['Audit-Id', 'Cache-Control', 'Content-Type', 'X-Kubernetes-Pf-Flowschema-Uid', 'X-Kubernetes-Pf-Prioritylevel-Uid', 'Date', 'Transfer-Encoding']],
    // What is proxied may take long, and is of no priority.
    ['/api/v1/namespaces/default/services/none/proxy/', ['Audit-Id', 'Cache-Control', 'Content-Type', 'Date', 'Content-Length']],
  ])('writes the names of headers as Go does, and in its order: %s', async (path, names) => {
    expect((await headOf(path)).map((line) => line.split(':')[0])).toEqual(names);
  });

  test('streams a watch, and takes it back when the client goes', async () => {
    const going = new AbortController();
    const response = await fetch(`${door.url}${configMaps}?watch=1`, { headers, signal: going.signal });
    await ask('POST', configMaps, configMap('b'));
    const reader = response.body?.getReader();
    let text = '';
    while (!text.includes('"name":"b"')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(JSON.parse(text.trim().split('\n').at(-1) ?? '')).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'b' } } });
    going.abort();
  });

  test('reads no body of who only asks', async () => {
    const socket = connect(door.port, '127.0.0.1');
    socket.write(`GET ${configMaps}/none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc`);
    const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    expect(answer.toString()).toMatch(/^HTTP\/1.1 404 Not Found/);
  });

  test('packs large answers for who can unpack them', async () => {
    for (const name of ['large-1', 'large-2']) await ask('POST', configMaps, configMap(name, { text: 'x'.repeat(100_000) }));
    const response = await ask('GET', configMaps);
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect((await response.text()).length).toBeGreaterThan(200_000);
  });

  test('refuses bodies that are too large, and what is no protobuf', async () => {
    const large = await ask('POST', configMaps, configMap('c', { text: 'x'.repeat(4_000_000) }));
    expect([large.status, await large.json()]).toMatchObject([413, { reason: 'RequestEntityTooLarge', message: 'Request entity too large: limit is 3145728' }]);
    const bad = await fetch(`${door.url}${configMaps}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/vnd.kubernetes.protobuf' }, body: 'x' });
    expect([bad.status, await bad.json()]).toMatchObject([400, { reason: 'BadRequest' }]);
  });

  test('lets the world\'s time pass as fast as was asked', async () => {
    const date = async (): Promise<number> => {
      const { metadata } = await (await ask('POST', `${configMaps}?dryRun=All`, configMap('now'))).json() as { metadata: { creationTimestamp: string } };
      return Date.parse(metadata.creationTimestamp);
    };
    const from = await date();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await date() - from).toBeGreaterThanOrEqual(3_000);
  });
});

describe('who is let in', () => {
  test('who shows nothing over plain HTTP is the administrator, unless a browser asks for another site', async () => {
    const status = async (more: Readonly<Record<string, string>>): Promise<number> => (await fetch(`${door.url}/api/v1/nodes`, { headers: more })).status;
    expect([await status({}), await status({ authorization: 'Bearer wrong' }), await status({ origin: 'https://evil.example' }), await status({ 'sec-fetch-site': 'cross-site' })]).toEqual([200, 401, 403, 403]);
  });

  test('shows the token when there is one', async () => {
    const guarded = await openDoor(createWorld({ topology, seed: 1 }), { port: 0, bind: '127.0.0.1', speed: 1, token: 'open-sesame' });
    const status = async (authorization?: string): Promise<number> => (await fetch(`${guarded.url}/api`, { headers: authorization === undefined ? {} : { authorization } })).status;
    expect([await status(), await status('Bearer open-sesam'), await status('Bearer open-sesame')]).toEqual([401, 401, 200]);
    expect(guarded.wayIn.user).toEqual({ token: 'open-sesame' });
    await guarded.close();
  });

  test('comes over TLS when that is asked for', async () => {
    const secure = await openDoor(createWorld({ topology, seed: 1 }), { port: 0, bind: '127.0.0.1', speed: 1, tls: true });
    const { server, authority } = secure.wayIn;
    const status = await new Promise((resolve, reject) => get(`${server}/version`, { ca: authority, headers, agent: false }, (response) => {
      resolve(response.statusCode);
      response.destroy();
    }).on('error', reject));
    expect([server.startsWith('https://127.0.0.1:'), status]).toEqual([true, 200]);
    await expect(fetch(`${server}/version`)).rejects.toThrow('fetch failed');
    const plain = await fetch(`http${server.slice('https'.length)}/version`);
    expect([plain.status, await plain.text()]).toEqual([400, 'Client sent an HTTP request to an HTTPS server.\n']);
    await secure.close();
  });
});
