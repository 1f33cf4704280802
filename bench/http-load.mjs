// A served world under load: watchers follow what many clients create, change and delete. At the end each watcher knows what a
// list knows, and the server's memory is what it was. `node bench/http-load.mjs [SECONDS] [WATCHERS] [CLIENTS]`
import { readFileSync } from 'node:fs';
import { Client, startServer, watch } from './http-client.mjs';

const [seconds = 600, watchers = 200, writers = 50] = process.argv.slice(2).map(Number);
const path = '/api/v1/namespaces/default/configmaps';
const keptByEach = 20;

const server = await startServer();
const states = Array.from({ length: watchers }, () => new Map());
let events = 0;
let ended = 0;
let isOver = false;
const open = states.map((state) => follow(state));

/** Follows what there is; a watch that ends begins again where it was. */
function follow(state, from = '0') {
  let revision = from;
  const place = { request: undefined };
  const begin = () => {
    place.request = watch(server, `${path}?watch=1&allowWatchBookmarks=true&resourceVersion=${revision}`, ({ type, object }) => {
      events++;
      if (type === 'ERROR') throw new Error(JSON.stringify(object));
      revision = object.metadata.resourceVersion;
      if (type === 'DELETED') state.delete(object.metadata.name);
      else if (type !== 'BOOKMARK') state.set(object.metadata.name, revision);
    }, () => {
      if (isOver) return;
      ended++;
      begin();
    });
  };
  begin();
  return place;
}

const began = performance.now();
const samples = [];
let writes = 0;
const timer = setInterval(sample, Math.min(10_000, (seconds * 1_000) / 12));
await Promise.all(Array.from({ length: writers }, async (_, writer) => {
  const client = new Client(server);
  const names = [];
  for (let number = 0; performance.now() - began < seconds * 1_000; number++) {
    const name = `load-${writer}-${number}`;
    const { status, body } = await client.ask('POST', path, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { number: String(number) } });
    if (status !== 201) throw new Error(`${status}: ${body}`);
    names.push(name);
    writes++;
    if (names.length > keptByEach) {
      await client.ask('DELETE', `${path}/${names.shift()}`);
      writes++;
    }
  }
  client.close();
}));
clearInterval(timer);
sample();
const client = new Client(server);
const { items } = JSON.parse((await client.ask('GET', path)).body);
const wanted = new Map(items.map(({ metadata }) => [metadata.name, metadata.resourceVersion]));
const deadline = performance.now() + 60_000;
const agrees = (state) => state.size === wanted.size && [...wanted].every(([name, revision]) => state.get(name) === revision);
while (!states.every(agrees) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
const agreeing = states.filter(agrees).length;
isOver = true;
for (const { request } of open) request.destroy();
client.close();
await server.end();
console.log(JSON.stringify({ seconds, watchers, writers, writes, events, watchesEnded: ended, objects: wanted.size, watchersThatAgree: agreeing, residentMB: samples }));
process.exit(agreeing === watchers ? 0 : 1);

function sample() {
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pids[0]}/status`, 'utf8'))[1]);
  samples.push(Math.round(kilobytes / 1024));
}
