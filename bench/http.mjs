// What a served world does over HTTP with kept-alive connections: cold start, creates and gets a second. One JSON line a figure.
import { Client, startServer } from './http-client.mjs';

const connections = 64;
const seconds = 5;
const path = '/api/v1/namespaces/default/configmaps';

const server = await startServer();
const clients = Array.from({ length: connections }, () => new Client(server));
print('cold start of serve to ready', server.startMs, 'ms', 1_500, true);
let made = 0;
const create = (client) => client.ask('POST', path, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `made-${made++}` }, data: { key: 'value' } });
print('creates over HTTP', await rate(create, 201), 'per second', 2_000);
print('gets over HTTP', await rate((client) => client.ask('GET', `${path}/made-0`), 200), 'per second', 8_000);
for (const client of clients) client.close();
await server.end();

async function rate(ask, wanted) {
  const began = performance.now();
  let done = 0;
  await Promise.all(clients.map(async (client) => {
    while (performance.now() - began < seconds * 1_000) {
      const { status, body } = await ask(client);
      if (status !== wanted) throw new Error(`${status}: ${body}`);
      done++;
    }
  }));
  return done / ((performance.now() - began) / 1_000);
}

function print(name, value, unit, against, isLess = false) {
  const rounded = Number(value.toPrecision(4));
  console.log(JSON.stringify({ name, value: rounded, unit, against, ratio: Number((isLess ? against / rounded : rounded / against).toPrecision(4)) }));
}
