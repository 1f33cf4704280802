// Upstream: busybox networking/wget.c
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { NetworkError } from '../../network/index.ts';
import { fetchTarget, parseTarget, reasonPhrase, writtenName } from './support/http-client.ts';
import type { Fetched, Target } from './support/http-client.ts';
import type { Options } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const greatestRedirects = 20;

/** `wget [-q] [-O FILE] [-T SECONDS] [-S] [--spider] [--header TEXT] [--post-data TEXT] URL` */
export const wget: ToolBody = function* (tool) {
  const options = tool.options('qO:T:Scs8:9:t:Y:U:P:n1', { quiet: 'q', 'output-document': 'O', timeout: 'T', 'server-response': 'S', spider: 's', header: '8', 'post-data': '9', tries: 't', 'user-agent': 'U', 'no-check-certificate': '1', 'no-verbose': 'n' });
  const [url] = options.operands;
  if (url === undefined) {
    yield* tool.context.stderr.write('BusyBox v1.36.1 multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [-P DIR] [-T SEC] URL...\n');
    return 1;
  }
  let target: Target | undefined = parseTarget(url);
  if (!target) return yield* tool.fail(`not an http or ftp url: ${url}`);
  for (let redirects = 0; redirects <= greatestRedirects; redirects++) {
    const fetched: Fetched = yield* request(tool, options, target);
    if (fetched.verdict !== 'answer') return yield* fail(tool, options, target, fetched);
    const location: string | undefined = fetched.response.headers['location'];
    if (location === undefined || fetched.response.status < 300 || fetched.response.status > 399) return yield* deliver(tool, options, target, fetched);
    target = parseTarget(location.startsWith('/') ? `${target.scheme}://${target.host}:${target.port}${location}` : location) ?? target;
  }
  return yield* tool.fail('too many redirections');
};

function* request(tool: Tool, options: Options, target: Target): Process<Fetched> {
  const headers: Record<string, string> = { host: target.hasPort ? `${target.host}:${target.port}` : target.host, 'user-agent': options.value('U') ?? 'Wget', connection: 'close' };
  for (const header of options.all('8')) {
    const at = header.indexOf(':');
    headers[header.slice(0, at).toLowerCase()] = header.slice(at + 1).trim();
  }
  const body = options.value('9') ?? '';
  const seconds = Number(options.value('T') ?? 900);
  const fetched = yield* fetchTarget(tool.context, target, { method: options.has('9') ? 'POST' : options.has('s') ? 'HEAD' : 'GET', headers, body }, { timeoutMs: seconds * 1000 });
  if (fetched.verdict !== 'unknown-host' && fetched.verdict !== 'no-server' && !options.has('q')) yield* tool.context.stderr.write(`Connecting to ${target.host}${target.hasPort ? `:${target.port}` : ''} (${fetched.address}:${target.port})\n`);
  return fetched;
}

function* fail(tool: Tool, options: Options, target: Target, fetched: Exclude<Fetched, { readonly verdict: 'answer' }>): Process<number> {
  if (fetched.verdict === 'no-tls') return yield* tool.fail('error getting response: Connection reset by peer');
  if (fetched.verdict !== 'failed') return yield* tool.fail(`bad address '${target.hasPort ? `${target.host}:${target.port}` : target.host}'`);
  if (fetched.code === 'ETIMEDOUT' && options.has('T')) return yield* tool.fail('download timed out');
  const why = { ECONNREFUSED: 'Connection refused', ECONNRESET: 'Connection reset by peer', ETIMEDOUT: 'Connection timed out', EHOSTUNREACH: 'No route to host' }[fetched.code];
  if (fetched.code === 'ECONNRESET') return yield* tool.fail('error getting response: Connection reset by peer');
  return yield* tool.fail(`can't connect to remote host (${fetched.address}): ${why}`);
}

function* deliver(tool: Tool, options: Options, target: Target, { response, stream }: Fetched & { readonly verdict: 'answer' }): Process<number> {
  const isQuiet = options.has('q');
  const line = `HTTP/1.1 ${response.status} ${reasonPhrase(response.status)}`;
  if (options.has('S')) yield* tool.context.stderr.write(`  ${line}\n${Object.entries(response.headers).map(([name, value]) => `  ${writtenName(name)}: ${value}\n`).join('')}`);
  if (response.status >= 400) {
    stream?.cancel();
    return yield* tool.fail(`server returned error: ${line}`);
  }
  if (options.has('s')) {
    if (!isQuiet) yield* tool.context.stderr.write('remote file exists\n');
    return 0;
  }
  const name = options.value('O') ?? (target.path.slice(target.path.lastIndexOf('/') + 1).split('?')[0] || 'index.html');
  const isOutput = name === '-';
  if (!options.has('O') && tool.files.exists(tool.path(name))) {
    stream?.cancel();
    return yield* tool.fail(`can't open '${name}': File exists`);
  }
  if (isOutput) tool.put(response.body);
  else if (name !== '/dev/null') tool.files.write(tool.path(name), response.body);
  if (!isQuiet) yield* tool.context.stderr.write(isOutput ? 'writing to stdout\n' : `saving to '${name}'\n`);
  if (stream) {
    try {
      for (let part = yield* stream.next(); part !== undefined; part = yield* stream.next()) {
        if (typeof part !== 'string') continue;
        if (isOutput) tool.put(part);
        else tool.files.append(tool.path(name), part);
        yield* tool.flush();
      }
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return yield* tool.fail('read error: Connection reset by peer');
    } finally {
      stream.cancel();
    }
  }
  if (isQuiet) return 0;
  yield* tool.flush();
  yield* sleep(1);
  const size = response.body.length;
  const shown = (isOutput ? '-' : name).padEnd(20).slice(0, 20);
  yield* tool.context.stderr.write(`${shown} 100% |********************************| ${String(size).padStart(5)}  0:00:00 ETA\n${isOutput ? 'written to stdout' : `'${name}' saved`}\n`);
  return 0;
}
