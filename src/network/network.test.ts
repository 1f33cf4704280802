import { expect, test } from 'vitest';
import { Kernel, sleep } from '../kernel/index.ts';
import type { Process } from '../kernel/index.ts';
import { Network, NetworkError } from './index.ts';

function twoHosts(seed = 1) {
  const kernel = new Kernel({ seed });
  const network = new Network(kernel);
  const client = network.addHost('client', 'workstation', '10.0.0.1');
  const server = network.addHost('server', 'control-plane', '10.0.0.2');
  return { kernel, network, client, server };
}

test('a call is answered after the latency of both ways, on behalf of the request', () => {
  const { kernel, client, server } = twoHosts();
  server.stack.serve({
    port: 80,
    name: 'echo',
    group: server.group,
    *handler(exchange) {
      return { kind: 'response', payload: { got: exchange.request } };
    },
  });
  let answer: unknown;
  kernel.spawn('asker', (function* (): Process {
    kernel.record('input', 'test', 'ask');
    const reply = yield* client.stack.call({ address: '10.0.0.2', port: 80, kind: 'request', payload: 'hello' });
    answer = reply.payload;
  })());
  expect(kernel.run({})).toBe('idle');
  expect(answer).toEqual({ got: 'hello' });
  expect(kernel.nowMs).toBeGreaterThan(0.5);
  const response = [...kernel.trace.since(1)].findLast(({ kind }) => kind === 'delivered');
  const chain = kernel.trace.causesOf(response?.id ?? 0).map(({ kind }) => kind);
  expect(chain).toEqual(['delivered', 'sent', 'delivered', 'sent', 'input']);
});

test('a connection that nobody takes at first is tried again, and made once somebody does', () => {
  const { kernel, client, server } = twoHosts();
  server.stack.serve({ port: 80, name: 'echo', group: server.group, *handler() { return { kind: 'response', payload: 'here' }; } });
  client.translator = ({ address }) => (address === '10.96.0.7' && kernel.nowMs > 2_000 ? { verdict: 'to', address: '10.0.0.2', port: 80, via: 'rules' } : undefined);
  let answer: unknown;
  let answeredMs = 0;
  kernel.spawn('asker', (function* (): Process {
    ({ payload: answer } = yield* client.stack.call({ address: '10.96.0.7', port: 80, kind: 'request', payload: 'hello' }));
    answeredMs = kernel.nowMs;
  })());
  kernel.run({});
  expect(answer).toBe('here');
  expect(answeredMs).toBeGreaterThan(3_000); // tried at once, after 1 s, after 3 s
  expect(answeredMs).toBeLessThan(3_100);
});

test('nobody listening is a refusal, a machine that is off is a time-out', () => {
  const { kernel, network, client, server } = twoHosts();
  const errors: string[] = [];
  const ask = function* (): Process {
    try {
      yield* client.stack.call({ address: '10.0.0.2', port: 80, kind: 'request', payload: 1, timeoutMs: 500 });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      errors.push(error.code);
    }
  };
  kernel.spawn('first', ask());
  kernel.run({});
  network.powerOff(server);
  kernel.spawn('second', ask());
  kernel.run({});
  expect(errors).toEqual(['ECONNREFUSED', 'ETIMEDOUT']);
});

test('a stream arrives whole and in order although a third of the messages is lost', () => {
  const { kernel, network, client, server } = twoHosts(7);
  network.link(server, client).lossChance = 0.3;
  network.link(client, server).lossChance = 0.3;
  server.stack.serve({
    port: 80,
    name: 'count',
    group: server.group,
    *handler(exchange) {
      exchange.reply({ kind: 'response', payload: 'head', isStream: true });
      for (let i = 0; i < 100; i++) {
        exchange.push('watch', i);
        yield* sleep(1);
      }
      exchange.finish();
      return undefined;
    },
  });
  const seen: unknown[] = [];
  kernel.spawn('reader', (function* (): Process {
    const reply = yield* client.stack.call({ address: '10.0.0.2', port: 80, kind: 'request', payload: 1 });
    for (let item = yield* reply.stream!.next(); item !== undefined; item = yield* reply.stream!.next()) seen.push(item);
  })());
  kernel.run({});
  expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect([...kernel.trace.since(1)].filter(({ kind }) => kind === 'dropped').length).toBeGreaterThan(20);
});

test('a server that dies resets its streams; a machine that dies is noticed after the keep-alive', () => {
  for (const fault of ['process', 'machine'] as const) {
    const { kernel, network, client, server } = twoHosts();
    const group = server.group.subgroup('server');
    server.stack.serve({
      port: 80,
      name: 'watch',
      group,
      *handler(exchange) {
        exchange.reply({ kind: 'response', payload: 'head', isStream: true });
        yield* exchange.closed.next();
        return undefined;
      },
    });
    let error: unknown;
    kernel.spawn('reader', (function* (): Process {
      const reply = yield* client.stack.call({ address: '10.0.0.2', port: 80, kind: 'request', payload: 1 });
      try {
        yield* reply.stream!.next();
      } catch (thrown) {
        error = thrown;
      }
    })());
    kernel.run({ untilMs: 100 });
    if (fault === 'process') group.kill();
    else network.powerOff(server);
    kernel.run({});
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as NetworkError).code).toBe(fault === 'process' ? 'ECONNRESET' : 'ETIMEDOUT');
    expect(kernel.nowMs).toBeLessThan(fault === 'process' ? 200 : 46_000);
  }
});

/** A server of endless answers, with what it saw of their ends. */
function endlessServer({ server }: ReturnType<typeof twoHosts>): { closed: number } {
  const seen = { closed: 0 };
  server.stack.serve({
    port: 80,
    name: 'endless',
    group: server.group,
    *handler(exchange) {
      exchange.reply({ kind: 'response', payload: 'head', isStream: true });
      yield* exchange.closed.next();
      seen.closed++;
      return undefined;
    },
  });
  return seen;
}

test('a server that lost power and came back soon refuses what it has forgotten: the reader of a stream finds out', () => {
  const world = twoHosts();
  const { kernel, network, client, server } = world;
  endlessServer(world);
  let error: unknown;
  kernel.spawn('reader', (function* (): Process {
    const reply = yield* client.stack.call({ address: '10.0.0.2', port: 80, kind: 'request', payload: 1 });
    try {
      yield* reply.stream!.next();
    } catch (thrown) {
      error = thrown;
    }
  })());
  kernel.run({ untilMs: 100 });
  network.powerOff(server);
  kernel.run({ untilMs: 3_000 });
  network.powerOn(server);
  kernel.run({});
  expect((error as NetworkError).code).toBe('ECONNRESET');
  expect(kernel.nowMs).toBeLessThan(46_000);
});

test('a server closes what a client that lost power has left open', () => {
  const world = twoHosts();
  const { kernel, network, client } = world;
  const seen = endlessServer(world);
  kernel.spawn('reader', (function* (): Process {
    const reply = yield* client.stack.call({ address: '10.0.0.2', port: 80, kind: 'request', payload: 1 });
    yield* reply.stream!.next();
  })(), client.group);
  kernel.run({ untilMs: 100 });
  network.powerOff(client);
  kernel.run({});
  expect(seen.closed).toBe(1);
  expect(network.openExchanges.size).toBe(0);
});

test('a connection carries text both ways until one side closes', () => {
  const { kernel, client, server } = twoHosts();
  const listener = server.stack.listen({ port: 22, name: 'ssh', group: server.group });
  const log: unknown[] = [];
  kernel.spawn('server', (function* (): Process {
    const connection = yield* listener.accepted.take();
    log.push(yield* connection!.receive());
    connection!.send('pong');
    connection!.close();
  })());
  kernel.spawn('client', (function* (): Process {
    const connection = yield* client.stack.connect({ address: '10.0.0.2', port: 22 });
    connection.send('ping');
    log.push(yield* connection.receive());
    log.push(yield* connection.receive());
  })());
  kernel.run({});
  expect(log).toEqual(['ping', 'pong', undefined]);
});

test('a held message waits, a released one arrives, a dropped one is sent again', () => {
  const { kernel, network, client, server } = twoHosts();
  server.stack.serve({ port: 80, name: 'echo', group: server.group, *handler() { return { kind: 'response', payload: 'ok' }; } });
  let answeredMs = 0;
  kernel.spawn('asker', (function* (): Process {
    yield* client.stack.call({ address: '10.0.0.2', port: 80, kind: 'request', payload: 1 });
    answeredMs = kernel.nowMs;
  })());
  kernel.run({ condition: () => network.inFlight.size === 1 });
  const [request] = network.inFlight.packets();
  network.hold(request!.id);
  kernel.run({ untilMs: 1000 });
  expect(answeredMs).toBe(0);
  network.release(request!.id);
  kernel.run({ condition: () => [...network.inFlight.packets()].some(({ kind }) => kind === 'response') });
  network.drop([...network.inFlight.packets()][0]!.id);
  kernel.run({});
  expect(answeredMs).toBeGreaterThan(1200);
});

test('a server that knows its answer gives it when the request arrives, without a process of its own', () => {
  const { kernel, client, server } = twoHosts();
  let processes = 0;
  server.stack.serve({
    port: 80, name: 'knows', group: server.group,
    handler: ({ request }) => {
      processes += server.group.size;
      kernel.record('step', 'server', 'answers');
      return { kind: 'response', payload: request };
    },
  });
  let answer: unknown;
  kernel.spawn('asker', (function* (): Process {
    answer = (yield* client.stack.call({ address: '10.0.0.2', port: 80, kind: 'request', payload: 'hello' })).payload;
  })());
  kernel.run({});
  expect({ answer, processes }).toEqual({ answer: 'hello', processes: 0 });
  const records = [...kernel.trace.since(1)];
  const [arrived, sent] = [records.find(({ kind }) => kind === 'delivered'), records.findLast(({ kind }) => kind === 'sent')];
  expect(sent?.atMs).toBe(arrived?.atMs);
  expect(kernel.trace.causesOf(sent?.id ?? 0).map(({ kind }) => kind)).toEqual(['sent', 'step', 'delivered', 'sent']);
});

test('a server that is stopped takes a request up when it goes on, be its answer quick or slow', () => {
  const { kernel, client, server } = twoHosts();
  server.stack.serve({ port: 80, name: 'quick', group: server.group, handler: () => ({ kind: 'response', payload: 'quick' }) });
  server.stack.serve({ port: 81, name: 'slow', group: server.group, *handler() { yield* sleep(5); return { kind: 'response', payload: 'slow' }; } });
  const answers: string[] = [];
  const ask = function* (port: number): Process {
    const { payload } = yield* client.stack.call({ address: '10.0.0.2', port, kind: 'request', payload: 1 });
    answers.push(`${String(payload)} at ${Math.trunc(kernel.nowMs)} ms`);
  };
  server.group.freeze();
  for (const port of [80, 81]) kernel.spawn(`asker ${port}`, ask(port));
  kernel.run({ untilMs: 1_000 });
  expect(answers).toEqual([]);
  server.group.thaw();
  kernel.run({});
  expect(answers).toEqual(['quick at 1000 ms', 'slow at 1005 ms']);
});

test('the same seed gives the same run, another seed another', () => {
  const play = (seed: number): string => {
    const { kernel, client, server } = twoHosts(seed);
    server.stack.serve({ port: 80, name: 'echo', group: server.group, *handler() { return { kind: 'response', payload: 'ok' }; } });
    for (let i = 0; i < 20; i++) {
      kernel.spawn(`asker ${i}`, (function* (): Process {
        for (let n = 0; n < 10; n++) yield* client.stack.call({ address: '10.0.0.2', port: 80, kind: 'request', payload: n });
      })());
    }
    kernel.run({});
    return kernel.hash;
  };
  expect(play(1)).toBe(play(1));
  expect(play(1)).not.toBe(play(2));
});
