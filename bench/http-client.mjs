// A served world in a process of its own, a client that costs little (one kept-alive connection, one request after the other),
// and the load of the benchmarks.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';

/** What a client of the benchmarks shows. */
const token = 'of-the-benchmarks';

/** Starts `serve` on a free port; gives where it is, its token, how long the start took, and how to end it. */
export async function startServer(...args) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-serve-'));
  const began = performance.now();
  const child = spawn(process.execPath, ['scripts/door.mjs', 'serve', '--port', '0', '--kubeconfig', join(folder, 'kubeconfig'), '--token', token, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const server = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      const found = /Serving the API on (\S+),/.exec(text);
      if (found) resolve(found[1]);
    });
    child.on('exit', (code) => reject(new Error(`serve ended with ${code}`)));
  });
  const startMs = performance.now() - began;
  const { hostname, port } = new URL(server);
  return {
    host: hostname, port: Number(port), token, startMs, pids: [child.pid],
    end: () => new Promise((resolve) => {
      child.removeAllListeners('exit');
      child.on('exit', () => {
        rmSync(folder, { recursive: true, force: true });
        resolve();
      });
      child.kill('SIGTERM');
    }),
  };
}

/** One connection; by TLS where the server is `isSecure`. */
export class Client {
  constructor({ host, port, token, isSecure = false }) {
    this.head = `HTTP/1.1\r\nHost: ${host}:${port}\r\nAuthorization: Bearer ${token}\r\nAccept: application/json\r\n`;
    this.socket = isSecure ? connectSecurely({ port, host, rejectUnauthorized: false }) : connect(port, host);
    this.socket.setNoDelay(true);
    this.text = Buffer.alloc(0);
    this.socket.on('data', (data) => this.take(data));
    this.socket.on('error', (error) => this.fail?.(error));
    this.socket.on('close', () => this.fail?.(new Error('the connection was closed')));
  }

  /** Sends a request; gives the status and the body. */
  ask(method, path, body) {
    const bytes = body === undefined ? '' : JSON.stringify(body);
    const more = body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(bytes)}\r\n`;
    return new Promise((resolve, reject) => {
      this.done = resolve;
      this.fail = reject;
      this.socket.write(`${method} ${path} ${this.head}${more}\r\n${bytes}`);
    });
  }

  take(data) {
    this.text = this.text.length === 0 ? data : Buffer.concat([this.text, data]);
    const end = this.text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.text.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.text.length < end + 4 + length) return;
    const body = this.text.toString('utf8', end + 4, end + 4 + length);
    this.text = this.text.subarray(end + 4 + length);
    this.fail = undefined;
    this.done({ status: Number(head.slice(9, 12)), body });
  }

  close() {
    this.fail = undefined;
    this.socket.destroy();
  }
}

/** Where the objects of the load are. */
const configMaps = '/api/v1/namespaces/default/configmaps';
const createOne = (client, name) => client.ask('POST', configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { key: 'value' } });
/** Names are not used twice, whoever makes the objects. */
let made = 0;

/** Creates what `get` reads. */
export const prepare = (client) => createOne(client, 'read');
/** Creates one object. */
export const create = (client) => createOne(client, `made-${made++}`);
/** Reads an object, always the same. */
export const get = (client) => client.ask('GET', `${configMaps}/read`);

/** Lets all clients ask again and again; gives how often a second, and the CPU time that the server took for each, in microseconds. */
export async function load({ pids }, clients, ask, wanted, seconds = 5) {
  const cpuBefore = cpuMs(pids);
  const began = performance.now();
  let done = 0;
  await Promise.all(clients.map(async (client) => {
    while (performance.now() - began < seconds * 1_000) {
      const { status, body } = await ask(client);
      if (status !== wanted) throw new Error(`${status}: ${body}`);
      done++;
    }
  }));
  return { perSecond: done / ((performance.now() - began) / 1_000), cpuMicros: ((cpuMs(pids) - cpuBefore) * 1_000) / done };
}

/** CPU time of processes so far in milliseconds; NaN where /proc does not tell. */
function cpuMs(pids) {
  return pids.reduce((sum, pid) => {
    try {
      const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
      return sum + (Number(user) + Number(system)) * 10; // in hundredths of a second
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      return Number.NaN;
    }
  }, 0);
}

/** Prints a figure as a line of JSON; `isLess` says that less is better. */
export function print(name, value, unit, against, isLess = false) {
  if (Number.isNaN(value)) return;
  const ratio = against === undefined ? {} : { against: round(against), ratio: round(isLess ? against / value : value / against) };
  console.log(JSON.stringify({ name, value: round(value), unit, ...ratio }));
}

const round = (value) => Number(value.toPrecision(4));

const agent = new Agent({ keepAlive: false, maxSockets: Infinity });

/** Opens a watch; `onEvent` gets each event. Gives how to end it. */
export function watch({ host, port, token }, path, onEvent, onEnd) {
  let text = '';
  const asked = request({ host, port, path, agent, headers: { accept: 'application/json', authorization: `Bearer ${token}` } }, (response) => {
    response.setEncoding('utf8');
    response.on('data', (data) => {
      const lines = (text + data).split('\n');
      text = lines.pop();
      for (const line of lines) onEvent(JSON.parse(line));
    });
    response.on('close', onEnd);
  });
  asked.on('error', onEnd);
  asked.end();
  return asked;
}
