// A served world in a process of its own, and a client that costs little: one kept-alive connection, one request after the other.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts `serve` on a free port; gives where it is, its token, how long the start took, and how to end it. */
export async function startServer(...args) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-serve-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const began = performance.now();
  const child = spawn(process.execPath, ['scripts/door.mjs', 'serve', '--port', '0', '--kubeconfig', kubeconfig, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
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
  const token = await readToken(kubeconfig);
  const { hostname, port } = new URL(server);
  return {
    host: hostname, port: Number(port), token, startMs, pid: child.pid,
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

async function readToken(path) {
  for (;;) {
    try {
      const found = /token: (\S+)/.exec(readFileSync(path, 'utf8'));
      if (found) return found[1];
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** One connection. */
export class Client {
  constructor({ host, port, token }) {
    this.head = `HTTP/1.1\r\nHost: ${host}:${port}\r\nAuthorization: Bearer ${token}\r\nAccept: application/json\r\n`;
    this.socket = connect(port, host);
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
