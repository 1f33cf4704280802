// The real kube-apiserver with three members of etcd, as processes of this machine on free ports of loopback.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from './http-client.mjs';

const token = 'a-token-of-the-benchmark';
/** After this something is wrong. */
const lateMs = 120_000;

/** Starts them from the folder of programs; gives where the server is, its token, its processes, and how to end them. */
export async function startReal(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-real-'));
  const children = [];
  const start = (name, ...args) => children.push(spawn(join(programs, name), args, { cwd: folder, stdio: 'ignore' }));
  const end = async () => {
    await Promise.all(children.map((child) => new Promise((resolve) => {
      if (child.exitCode !== null) resolve();
      child.on('exit', resolve);
      child.kill('SIGKILL');
    })));
    rmSync(folder, { recursive: true, force: true });
  };
  const members = await Promise.all([1, 2, 3].map(async (number) => ({ name: `etcd-${number}`, client: await freePort(), peer: await freePort() })));
  const url = (port) => `http://127.0.0.1:${port}`;
  const cluster = members.map(({ name, peer }) => `${name}=${url(peer)}`).join(',');
  for (const { name, client, peer } of members) {
    start('etcd', '--name', name, '--data-dir', name, '--listen-client-urls', url(client), '--advertise-client-urls', url(client),
      '--listen-peer-urls', url(peer), '--initial-advertise-peer-urls', url(peer), '--initial-cluster', cluster);
  }
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  writeFileSync(join(folder, 'accounts.pub'), publicKey);
  writeFileSync(join(folder, 'accounts.key'), privateKey, { mode: 0o600 });
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  const port = await freePort();
  start('kube-apiserver', '--etcd-servers', members.map(({ client }) => url(client)).join(','), '--bind-address', '127.0.0.1', '--secure-port', String(port),
    '--cert-dir', 'certificates', '--token-auth-file', 'tokens.csv', '--authorization-mode', 'RBAC', '--service-cluster-ip-range', '10.96.0.0/12',
    '--service-account-issuer', 'https://kubernetes.default.svc', '--service-account-key-file', 'accounts.pub', '--service-account-signing-key-file', 'accounts.key');
  const server = { host: '127.0.0.1', port, token, isSecure: true, pids: children.map(({ pid }) => pid), end };
  await ready(server);
  return server;
}

async function ready(server) {
  const began = performance.now();
  for (;;) {
    const client = new Client(server);
    try {
      const { status } = await client.ask('GET', '/api/v1/namespaces/default');
      if (status === 200) return;
    } catch (error) {
      if (performance.now() - began > lateMs) {
        await server.end();
        throw error;
      }
    } finally {
      client.close();
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function freePort() {
  return new Promise((resolve) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const { port } = listener.address();
      listener.close(() => resolve(port));
    });
  });
}
