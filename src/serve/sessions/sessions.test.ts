import '../../cluster/provide.ts';
import { createHash } from 'node:crypto';
import { constants, createDeflate } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createWorld, readTopology } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';
import { openDoor } from '../door.ts';
import type { Door } from '../door.ts';
import type { Inside } from '../outside.ts';
import { RealTime } from '../real-time.ts';
import { dictionary } from '../spdy/dictionary.ts';
import { portsOf } from './port-channels.ts';
import { PortStreams } from './port-streams.ts';

let door: Door;
let inside: Inside;
let headers: Readonly<Record<string, string>>;
let adminToken: string;
const pods = '/api/v1/namespaces/default/pods';

beforeAll(async () => {
  const world: World = createWorld({ topology: readTopology({ workers: [{ name: 'worker-1' }] }), seed: 1 });
  door = await openDoor(world, { port: 0, bind: '127.0.0.1', speed: 20 });
  inside = { world, time: new RealTime(world, { speed: 20 }) };
  ({ adminToken } = world);
  headers = { authorization: `Bearer ${adminToken}` };
  for (const [name, image] of [['web', 'nginx'], ['box', 'busybox']] as const) {
    const container = { name: 'main', image, ...(image === 'busybox' ? { command: ['sleep', '1d'] } : {}) };
    const create = (): Promise<Response> => fetch(`${door.url}${pods}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [container] } }) });
    while ((await create()).status !== 201) await new Promise((resolve) => setTimeout(resolve, 20)); // the account that Pods run as comes a little later
  }
  for (const name of ['web', 'box']) while (await phaseOf(name) !== 'Running') await new Promise((resolve) => setTimeout(resolve, 20));
}, 60_000);

afterAll(() => door.close());

async function phaseOf(name: string): Promise<string | undefined> {
  const pod = await (await fetch(`${door.url}${pods}/${name}`, { headers })).json() as { readonly status?: { readonly phase?: string } };
  return pod.status?.phase;
}

/** Opens a WebSocket and gathers what comes, by channel. */
function open(path: string, protocol: string): { readonly socket: WebSocket; readonly text: (channel: number) => string; readonly closed: Promise<void> } {
  const socket = new WebSocket(`${door.url.replace('http', 'ws')}${path}`, protocol, { headers });
  const texts = new Map<number, string>();
  socket.on('message', (data: Buffer) => texts.set(data[0] ?? 0, (texts.get(data[0] ?? 0) ?? '') + data.toString('latin1', 1)));
  return { socket, text: (channel) => texts.get(channel) ?? '', closed: new Promise((resolve) => socket.on('close', () => resolve())) };
}

/** All messages of a WebSocket until it closes; it may say something first. */
function messagesOf(path: string, protocol: string, first?: string, sent: Readonly<Record<string, string>> = headers): Promise<readonly string[]> {
  const socket = new WebSocket(`${door.url.replace('http', 'ws')}${path}`, protocol.split(','), { headers: sent });
  const seen: string[] = [];
  socket.on('open', () => first !== undefined && socket.send(first));
  socket.on('message', (data: Buffer) => seen.push(data.toString('latin1')));
  return new Promise((resolve, reject) => {
    socket.on('close', () => resolve(seen));
    socket.on('error', reject);
  });
}

const query = (command: readonly string[], more = ''): string => `${command.map((word) => `command=${encodeURIComponent(word)}`).join('&')}&stdout=true&stderr=true${more}`;

describe('exec', () => {
  test('passes both outputs and the exit status', async () => {
    const { text, closed, socket } = open(`${pods}/box/exec?${query(['sh', '-c', 'echo out; echo err >&2; exit 3'])}`, 'v5.channel.k8s.io');
    await closed;
    expect([socket.protocol, text(1), text(2), JSON.parse(text(3))]).toEqual(['v5.channel.k8s.io', 'out\n', 'err\n', {
      metadata: {}, status: 'Failure', message: 'command terminated with non-zero exit code: command terminated with exit code 3',
      reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    }]);
  });

  const three = ['sh', '-c', 'echo out; exit 3'];
  const why = 'command terminated with non-zero exit code: error executing command [sh -c echo out; exit 3], exit code 3';
  const status = JSON.stringify({ metadata: {}, status: 'Failure', message: why, reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: '3' }] } });
  const coded = (channel: number, text: string): string => `${channel}${Buffer.from(text).toString('base64')}`;

  test.each([
    ['v4.channel.k8s.io', ['\x01', '\x01out\n', `\x03${status}`]],
    ['channel.k8s.io', ['\x01', '\x01out\n', `\x03${why}`]],
    ['v4.base64.channel.k8s.io', ['1', coded(1, 'out\n'), coded(3, status)]],
    ['base64.channel.k8s.io', ['1', coded(1, 'out\n'), coded(3, why)]],
  ])('in %s: an empty message when all is ready, the output, and how it ended', async (protocol, expected) => {
    expect(await messagesOf(`${pods}/box/exec?${query(three)}`, protocol)).toEqual(expected);
  });

  test('reads input in base64, and says nothing of a good end in a protocol that has no Status', async () => {
    const said = await messagesOf(`${pods}/box/exec?${query(['head', '-1'], '&stdin=true')}`, 'base64.channel.k8s.io', coded(0, 'hello\n'));
    expect(said).toEqual(['1', coded(1, 'hello\n')]);
  });

  test('a page may offer its token as a protocol', async () => {
    const token = `base64url.bearer.authorization.k8s.io.${Buffer.from(adminToken).toString('base64url')}`;
    expect((await messagesOf(`${pods}/box/exec?${query(['echo', 'me'])}`, `${token},v4.channel.k8s.io`, undefined, {}))[1]).toBe('\x01me\n');
  });

  test('passes input until it ends', async () => {
    const { socket, text, closed } = open(`${pods}/box/exec?${query(['cat'], '&stdin=true')}`, 'v5.channel.k8s.io');
    socket.on('open', () => {
      const bytes = Buffer.from('ä€');
      for (const byte of bytes) socket.send(Buffer.of(0, byte)); // characters may be cut
      socket.send(Buffer.of(255, 0));
    });
    await closed;
    expect([Buffer.from(text(1), 'latin1').toString(), JSON.parse(text(3))]).toEqual(['ä€', { metadata: {}, status: 'Success' }]);
  });

  test('passes any bytes as they are, both ways', async () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 167 + (index >> 8)) & 0xff));
    const { socket, text, closed } = open(`${pods}/box/exec?${query(['sh', '-c', 'cat > /tmp/bytes; sha256sum < /tmp/bytes; wc -c < /tmp/bytes; cat /tmp/bytes'], '&stdin=true')}`, 'v5.channel.k8s.io');
    socket.on('open', () => {
      for (let at = 0; at < bytes.length; at += 1000) socket.send(Buffer.concat([Buffer.of(0), bytes.subarray(at, at + 1000)]));
      socket.send(Buffer.of(255, 0));
    });
    await closed;
    const head = `${createHash('sha256').update(bytes).digest('hex')}  -\n${bytes.length}\n`;
    expect(text(1).slice(0, head.length)).toBe(head);
    expect(text(1).slice(head.length)).toBe(bytes.toString('latin1'));
  });

  test.each([
    [`${pods}/ghost/exec?${query(['ls'])}`, 'v5.channel.k8s.io', 404],
    [`${pods}/box/exec?${query(['ls'])}&container=no`, 'v4.channel.k8s.io', 400],
    [`${pods}/box/exec?stdout=true`, 'v4.channel.k8s.io', 400],
    [`${pods}/box/exec?${query(['ls'])}`, 'v9.channel.k8s.io', 403],
    [`${pods}/ghost/portforward?ports=80`, 'v4.channel.k8s.io', 404],
    [`${pods}/box/log`, 'v5.channel.k8s.io', 403],
    // What can be no session is answered as if nobody had asked for one.
    [`${pods}/box`, 'v5.channel.k8s.io', 200],
  ])('%s as %s becomes no session: %i', async (path, protocol, code) => {
    const { socket } = open(path, protocol);
    const status = await new Promise((resolve) => socket.on('unexpected-response', (_, response) => resolve(response.statusCode)));
    expect(status).toBe(code);
  });
});

describe('port-forward', () => {
  const get = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

  test('in channels', async () => {
    const { socket, text, closed } = open(`${pods}/web/portforward?ports=80`, 'v4.channel.k8s.io');
    socket.on('open', () => {
      for (const piece of get.match(/[^]{1,7}/g) ?? []) socket.send(Buffer.concat([Buffer.of(0), Buffer.from(piece)]));
    });
    await closed;
    expect(text(0)).toMatch(/^\x50\x00HTTP\/1\.1 200 OK\r\n[^]*Welcome to nginx!/);
    expect(text(1)).toBe('\x50\x00');
  });

  test('in channels whose messages are texts', async () => {
    const said = await messagesOf(`${pods}/web/portforward?ports=80`, 'v4.base64.channel.k8s.io', `0${Buffer.from(get).toString('base64')}`);
    expect(said.slice(0, 2)).toEqual(['0UAA=', '1UAA=']);
    expect(Buffer.from(said[2]?.slice(1) ?? '', 'base64').toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  test('in streams of SPDY', async () => {
    const said = await throughSpdy({ port: 80, data: get });
    expect(said.data).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Welcome to nginx!/);
    expect(said.error).toBe('');
  });

  test('hears a server that speaks first, in any bytes', async () => {
    const server = open(`${pods}/box/exec?${query(['sh', '-c', 'printf "\\377\\000first" | nc -l -p 9000'])}`, 'v5.channel.k8s.io');
    let said = '';
    while (!said.includes('first')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const { socket, text } = open(`${pods}/box/portforward?ports=9000`, 'v4.channel.k8s.io');
      for (let i = 0; i < 20 && !said.includes('first') && text(1).length <= 2; i++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        said = text(0);
      }
      if (said.includes('first')) socket.send(Buffer.concat([Buffer.of(0), Buffer.from('answer\xfe', 'latin1')]));
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.close();
    }
    await server.closed;
    expect(said).toBe('\x28\x23\xff\x00first');
    expect(server.text(1)).toBe('answer\xfe');
  });

  test('says why nobody answered', async () => {
    const { data, error } = await throughSpdy({ port: 81, data: get });
    expect(data).toBe('');
    expect(error).toMatch(/^error forwarding port 81 to pod [0-9a-f]{64}, .*connect: connection refused/);
  });

  test('reads the ports of a query', () => {
    expect(portsOf('/x?ports=80&ports=81,82&ports=no&ports=70000')).toEqual([80, 81, 82]);
  });
});

test.each([
  ['binary.k8s.io', (text: string) => text],
  ['base64.binary.k8s.io', (text: string) => Buffer.from(text, 'base64').toString()],
])('the log of a Pod in %s begins with an empty message', async (protocol, read) => {
  const said = await messagesOf(`${pods}/web/log?tailLines=1`, protocol);
  expect(said[0]).toBe('');
  expect(said.slice(1).map(read).join('')).toMatch(/"GET \/ HTTP\/1.1" 200 615 "-" "-" "-"\n$/);
});

/** Opens both streams of a connection as kubectl does, sends the data, and gives what came on each until both ended. */
async function throughSpdy({ port, data }: { readonly port: number; readonly data: string }): Promise<{ readonly data: string; readonly error: string }> {
  const deflate = createDeflate({ dictionary });
  const said = new Map([[1, ''], [3, '']]);
  const open = new Set([1, 3]);
  const replies: number[] = [];
  await new Promise<void>((resolve, reject) => {
    const request = { type: 'http.request', method: 'GET', path: `${pods}/web/portforward`, headers, body: '', isSecure: true } as const;
    const streams = new PortStreams({ inside, request }, {
      close: () => reject(new Error('the connection was closed')),
      send: (bytes) => {
        const [id, flags, body] = [bytes.readUInt32BE(0), bytes[4] ?? 0, bytes.subarray(8)];
        if (id === 0x8003_0002) replies.push(body.readUInt32BE(0));
        else said.set(id, (said.get(id) ?? '') + body.toString());
        if (flags & 1 && open.delete(id) && open.size === 0) resolve();
      },
    });
    const ask = async (): Promise<void> => {
      const frames = [];
      for (const [id, type] of [[1, 'error'], [3, 'data']] as const) {
        deflate.write(pairs([['streamtype', type], ['port', String(port)], ['requestid', '0']]));
        const block = await new Promise<Buffer>((done) => deflate.flush(constants.Z_SYNC_FLUSH, () => done(deflate.read() as Buffer)));
        frames.push(frame(0x8003_0001, id === 1 ? 1 : 0, Buffer.concat([number(id), number(0), Buffer.alloc(2), block])));
      }
      const bytes = Buffer.concat([...frames, frame(3, 0, Buffer.from(data))]);
      for (let at = 0; at < bytes.length; at += 5) streams.take(bytes.subarray(at, at + 5)); // frames may be cut anywhere
    };
    void ask();
  });
  expect(replies).toEqual([1, 3]);
  return { data: said.get(3) ?? '', error: said.get(1) ?? '' };
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function pairs(entries: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat([number(entries.length), ...entries.flat().flatMap((text) => [number(text.length), Buffer.from(text)])]);
}

function frame(first: number, flags: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(flags, 0);
  head.writeUIntBE(body.length, 1, 3);
  return Buffer.concat([number(first), head, body]);
}
