import { race, sleep, timeout } from '../../kernel/index.ts';
import type { Process, RunningProcess } from '../../kernel/index.ts';
import { resolveName } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection } from '../../network/index.ts';
import { linkAddress } from './ip.ts';
import { UsageError } from './support/options.ts';
import type { Options } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const serviceNames: Readonly<Record<number, string>> = { 22: 'ssh', 53: 'domain', 80: 'http', 443: 'https', 3306: 'mysql', 5432: 'postgresql', 6379: 'redis', 8080: 'http-alt' };

/** Finds a host's address; undefined when there is none, which has been said. */
function* addressOf(tool: Tool, host: string): Process<string | undefined> {
  const resolution = yield* resolveName(tool.context, host);
  if (resolution.verdict === 'found') return resolution.addresses[0];
  yield* tool.complain(tool.isBusybox ? `bad address '${host}'` : `getaddrinfo for host "${host}" port: Name or service not known`);
  return undefined;
}

/** `nc [-z] [-v] [-w SECONDS] HOST PORT`, `nc -l [-p] PORT` */
export const nc: ToolBody = function* (tool) {
  const options = tool.options('zvw:lp:uknq:e:s:N', {});
  if (options.has('l')) return yield* listen(tool, Number(options.value('p') ?? options.operands.at(-1)));
  const [host, ports] = options.operands;
  if (host === undefined || ports === undefined) throw new UsageError('missing port number', { hasHint: false });
  const address = yield* addressOf(tool, host);
  if (address === undefined) return 1;
  const [, first = '0', last = first] = /^(\d+)(?:-(\d+))?$/.exec(ports) ?? [];
  let status = 1;
  for (let port = Number(first); port <= Number(last); port++) {
    const connection = yield* dial(tool, options, { host, address, port });
    if (!connection) continue;
    status = 0;
    if (options.has('z')) connection.close();
    else status = yield* converse(tool, connection, options);
  }
  return status;
};

function* dial(tool: Tool, options: Options, to: { readonly host: string; readonly address: string; readonly port: number }): Process<Connection | undefined> {
  const { host, address, port } = to;
  try {
    const connection = yield* tool.context.sandbox.stack.connect({ address, port, timeoutMs: options.number('w', 127) * 1000 });
    if (options.has('v')) yield* tool.context.stderr.write(tool.isBusybox ? `${host} (${address}:${port}) open\n` : `Connection to ${host} ${port} port [tcp/${serviceNames[port] ?? '*'}] succeeded!\n`);
    return connection;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const why = error.code === 'ECONNREFUSED' ? 'Connection refused' : error.code === 'ETIMEDOUT' ? (tool.isBusybox ? 'Connection timed out' : 'timed out') : 'No route to host';
    if (options.has('v') || !options.has('z')) yield* tool.complain(tool.isBusybox ? `${host} (${address}:${port}): ${why}` : `connect to ${host} port ${port} (tcp) failed: ${why}`);
    return undefined;
  }
}

/** Sends what stands at the input, while something else is done. */
function sendInput(tool: Tool, connection: Connection): RunningProcess {
  const { sandbox, stdin } = tool.context;
  return sandbox.kernel.spawn(`${sandbox.name}/nc`, (function* () {
    for (let text = yield* stdin.read(); text !== undefined; text = yield* stdin.read()) connection.send(text);
  })(), sandbox.group);
}

function* converse(tool: Tool, connection: Connection, options: Options): Process<number> {
  const sender = sendInput(tool, connection);
  const idleMs = options.has('w') ? options.number('w', 1) * 1000 : undefined;
  try {
    for (;;) {
      if (idleMs !== undefined && !connection.incoming.isReady && (yield* race([connection.incoming, timeout(idleMs)])) === 1) return 0;
      // What is asked is answered in a moment; without more to say the conversation ends.
      if (idleMs === undefined && sender.isDone && !connection.incoming.isReady && (yield* race([connection.incoming, timeout(1000)])) === 1) return 0;
      const part = yield* connection.receive();
      if (part === undefined) return 0;
      if (typeof part === 'string') tool.put(part);
      yield* tool.flush();
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return 1;
  } finally {
    sender.kill();
    connection.close();
  }
}

function* listen(tool: Tool, port: number): Process<number> {
  const { sandbox } = tool.context;
  if (Number.isNaN(port)) throw new UsageError('missing port number', { hasHint: false });
  if (sandbox.stack.listenerAt(port)) return yield* tool.fail('bind: Address already in use');
  const listener = sandbox.stack.listen({ port, name: `${sandbox.name}:${port}`, group: sandbox.group });
  let sender: RunningProcess | undefined;
  try {
    const connection = yield* listener.accepted.take();
    if (!connection) return 1;
    sender = sendInput(tool, connection);
    for (let part = yield* connection.receive(); part !== undefined; part = yield* connection.receive()) {
      if (typeof part === 'string') tool.put(part);
      yield* tool.flush();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return 1;
  } finally {
    sender?.kill();
    listener.close();
  }
}

/** `telnet HOST PORT` */
export const telnet: ToolBody = function* (tool) {
  const [host = '', port = '23'] = tool.args;
  const address = yield* addressOf(tool, host);
  if (address === undefined) return 1;
  tool.put(`Trying ${address}...\n`);
  yield* tool.flush();
  try {
    const connection = yield* tool.context.sandbox.stack.connect({ address, port: Number(port) });
    tool.put(`Connected to ${host}.\nEscape character is '^]'.\n`);
    yield* sleep(100);
    connection.close();
    tool.put('Connection closed by foreign host.\n');
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return yield* tool.fail(tool.isBusybox ? `can't connect to remote host (${address}): Connection refused` : 'Unable to connect to remote host: Connection refused');
  }
};

/** `netstat [-t -l -n -p]` */
export const netstat: ToolBody = function* (tool) {
  const { listening } = tool.context.sandbox.stack;
  tool.put('Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       \n');
  for (const { port } of listening) tool.put(`tcp        0      0 ${`0.0.0.0:${port}`.padEnd(23)} ${'0.0.0.0:*'.padEnd(23)} LISTEN      \n`);
  return 0;
};

/** `ss [-t -l -n -p]` */
export const ss: ToolBody = function* (tool) {
  const { listening } = tool.context.sandbox.stack;
  tool.put('State   Recv-Q  Send-Q   Local Address:Port    Peer Address:Port  Process  \n');
  for (const { port } of listening) tool.put(`LISTEN  0       4096           0.0.0.0:${String(port).padEnd(12)} 0.0.0.0:*              \n`);
  return 0;
};

/** `ifconfig` */
export const ifconfig: ToolBody = function* (tool) {
  const { address } = tool.context.sandbox.stack;
  tool.put(`eth0      Link encap:Ethernet  HWaddr ${linkAddress(address).toUpperCase()}  \n          inet addr:${address}  Bcast:${address.replace(/\.\d+$/, '.255')}  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n\nlo        Link encap:Local Loopback  \n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n\n`);
  return 0;
};

/** `getent hosts NAME` */
export const getent: ToolBody = function* (tool) {
  const [database, name] = tool.args;
  if (database !== 'hosts' && database !== 'ahosts') return 1;
  const resolution = yield* resolveName(tool.context, name ?? '');
  if (resolution.verdict !== 'found') return 2;
  for (const address of resolution.addresses) tool.put(`${address.padEnd(15)} ${resolution.canonicalName}\n`);
  return 0;
};
