// What a served world does over HTTP with kept-alive connections: cold start, creates and gets a second, and what each costs.
// One JSON line a figure.
import { Client, create, get, load, prepare, print, startServer } from './http-client.mjs';

const connections = 64;

// What has to be built is built by the first start.
await (await startServer()).end();
const server = await startServer();
const clients = Array.from({ length: connections }, () => new Client(server));
await prepare(clients[0]);
print('cold start of serve to ready', server.startMs, 'ms', 1_500, true);
const creates = await load(server, clients, create, 201);
print('creates over HTTP', creates.perSecond, 'per second', 2_000);
print('creates over HTTP, CPU of the server', creates.cpuMicros, 'microseconds');
const gets = await load(server, clients, get, 200);
print('gets over HTTP', gets.perSecond, 'per second', 8_000);
print('gets over HTTP, CPU of the server', gets.cpuMicros, 'microseconds');
for (const client of clients) client.close();
await server.end();
