// The same load over HTTPS on a served world and on the real kube-apiserver with three members of etcd. One JSON line a figure.
// REAL_KUBERNETES_BIN names a folder with the programs `etcd` and `kube-apiserver`; without it nothing is measured.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client, create, get, load, prepare, print, startServer } from './http-client.mjs';
import { startReal } from './real-server.mjs';

const connections = 64;

const folder = process.env.REAL_KUBERNETES_BIN ?? '';
if (folder === '' || !['etcd', 'kube-apiserver'].every((name) => existsSync(join(folder, name)))) {
  console.error('against-real: SKIPPED: REAL_KUBERNETES_BIN does not name a folder with etcd and kube-apiserver');
  process.exit(0);
}
const real = await measure(await startReal(folder));
const ours = await measure({ ...(await startServer()), isSecure: true });
print('creates over HTTPS', ours.creates.perSecond, 'per second', real.creates.perSecond);
print('gets over HTTPS', ours.gets.perSecond, 'per second', real.gets.perSecond);
print('creates over HTTPS, CPU of all servers', ours.creates.cpuMicros, 'microseconds', real.creates.cpuMicros, true);
print('gets over HTTPS, CPU of all servers', ours.gets.cpuMicros, 'microseconds', real.gets.cpuMicros, true);

async function measure(server) {
  const clients = Array.from({ length: connections }, () => new Client(server));
  await prepare(clients[0]);
  const creates = await load(server, clients, create, 201);
  const gets = await load(server, clients, get, 200);
  for (const client of clients) client.close();
  await server.end();
  return { creates, gets };
}
