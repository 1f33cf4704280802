// Upstream: curl 8.5, its options, messages and exit codes
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { FileError, parentOf } from '../../machine/index.ts';
import type { HttpResponse } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import { base64EncodeText } from '../../base/index.ts';
import { fetchTarget, parseTarget, reasonPhrase, writtenName } from './support/http-client.ts';
import type { Fetched, Target } from './support/http-client.ts';
import { UsageError } from './support/options.ts';
import type { Options } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const version = '8.5.0';
const greatestRedirects = 50;
const connectTimeoutMs = 300_000;

const long = {
  silent: 's', 'show-error': 'S', include: 'i', head: 'I', verbose: 'v', output: 'o', 'remote-name': 'O', 'write-out': 'w', 'max-time': 'm', request: 'X', data: 'd', 'data-raw': 'd', 'data-binary': 'd', 'data-ascii': 'd', 'data-urlencode': '1', json: '2', header: 'H', insecure: 'k', location: 'L', fail: 'f', 'user-agent': 'A', user: 'u', cacert: '3', cert: 'E', key: '4', 'connect-timeout': '5', retry: '6', 'retry-delay': '7', 'retry-connrefused': '8', resolve: '9', get: 'G', 'no-progress-meter': 'N', referer: 'e', cookie: 'b', 'http1.1': '0', http2: '0', compressed: '0', 'no-buffer': 'N', 'fail-with-body': 'f', ipv4: '0', version: 'V', 'upload-file': 'T', url: 'U', 'dump-header': 'D', 'max-redirs': 'M', noproxy: 'P', proxy: 'x', 'progress-bar': '#', globoff: 'g', help: 'h',
};

interface Job {
  readonly tool: Tool;
  readonly options: Options;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly method: string;
  readonly timeoutMs: number;
  readonly isSilent: boolean;
}

/** `curl [OPTION…] URL…` */
export const curl: ToolBody = function* (tool) {
  let options: Options;
  try {
    options = tool.options('sSiIvo:Ow:m:X:d:H:kLfA:u:E:Ge:b:NVT:U:D:M:P:x:#gh0123:4:5:6:7:89:', long);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const option = /'(.*)'/.exec(error.message)?.[1] ?? '';
    const shown = option.startsWith('--') ? option : `-${option}`;
    yield* tool.complain(`option ${shown}: ${error.message.includes('requires') ? 'requires parameter' : 'is unknown'}`);
    yield* tool.context.stderr.write("curl: try 'curl --help' or 'curl --manual' for more information\n");
    return 2;
  }
  if (options.has('V')) {
    tool.put(`curl ${version} (x86_64-pc-linux-gnu) libcurl/${version} OpenSSL/3.0.13\nProtocols: http https\n`);
    return 0;
  }
  const urls = [...options.all('U'), ...options.operands];
  if (urls.length === 0) {
    yield* tool.complain('(2) no URL specified');
    yield* tool.context.stderr.write("curl: try 'curl --help' or 'curl --manual' for more information\n");
    return 2;
  }
  const job = yield* jobOf(tool, options);
  if (typeof job === 'number') return job;
  let status = 0;
  for (const [index, url] of urls.entries()) status = yield* getWithRetries(job, url, index);
  return status;
};

function* jobOf(tool: Tool, options: Options): Process<Job | number> {
  const headers: Record<string, string> = { 'user-agent': options.value('A') ?? `curl/${version}`, accept: '*/*' };
  const parts: string[] = [];
  for (const data of options.all('d')) {
    const text = data.startsWith('@') ? yield* tool.read(data.slice(1)) : data;
    if (text === undefined) return 26;
    parts.push(data.startsWith('@') && !tool.args.includes('--data-binary') ? text.replaceAll('\n', '') : text);
  }
  for (const data of options.all('1')) parts.push(urlEncodePair(data));
  if (options.has('2')) {
    parts.push(...options.all('2'));
    headers['content-type'] = 'application/json';
    headers['accept'] = 'application/json';
  }
  const upload = options.value('T');
  const uploaded = upload === undefined ? undefined : yield* tool.read(upload);
  const body = uploaded ?? parts.join('&');
  if (parts.length > 0 && !options.has('G') && !options.has('2')) headers['content-type'] = 'application/x-www-form-urlencoded';
  const user = options.value('u');
  if (user !== undefined) headers['authorization'] = `Basic ${base64EncodeText(user)}`;
  const cookie = options.value('b');
  if (cookie !== undefined) headers['cookie'] = cookie;
  const referer = options.value('e');
  if (referer !== undefined) headers['referer'] = referer;
  for (const header of options.all('H')) {
    const [, name = '', value = ''] = /^([^:;]+)[:;]\s*(.*)$/.exec(header) ?? [];
    if (value === '' && header.endsWith(':')) delete headers[name.toLowerCase()];
    else if (name !== '') headers[name.toLowerCase()] = value;
  }
  const method = options.value('X') ?? (options.has('I') ? 'HEAD' : uploaded === undefined ? (parts.length > 0 && !options.has('G') ? 'POST' : 'GET') : 'PUT');
  const seconds = options.value('m') ?? options.value('5');
  return {
    tool, options, headers, body, method, timeoutMs: seconds === undefined ? connectTimeoutMs : Number(seconds) * 1000,
    isSilent: options.has('s') && !options.has('S'),
  };
}

function urlEncodePair(text: string): string {
  const at = text.indexOf('=');
  return at < 0 ? encodeURIComponent(text) : `${at === 0 ? '' : `${text.slice(0, at)}=`}${encodeURIComponent(text.slice(at + 1))}`;
}

function* getWithRetries(job: Job, url: string, index: number): Process<number> {
  const retries = Number(job.options.value('6') ?? 0);
  for (let attempt = 0; ; attempt++) {
    const status = yield* get(job, url, index);
    const isRetried = status === 28 || status === 22 || (status === 7 && job.options.has('8')) || status === 6;
    if (attempt >= retries || !isRetried) return status;
    yield* job.tool.context.stderr.write(`Warning: Problem : retrying. Will retry in ${2 ** attempt} seconds. ${retries - attempt} retries left.\n`);
    yield* sleep(Number(job.options.value('7') ?? 2 ** attempt) * 1000);
  }
}

function* get(job: Job, url: string, index: number): Process<number> {
  const { tool, options } = job;
  let target: Target | undefined = parseTarget(url);
  if (!target) {
    const scheme = /^([\w+.-]+):\/\//.exec(url)?.[1];
    if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return yield* report(job, 1, `Protocol "${scheme}" not supported`);
    return yield* report(job, 3, 'URL rejected: Malformed input to a URL function');
  }
  if (options.has('G') && job.body !== '') target = { ...target, path: `${target.path}${target.path.includes('?') ? '&' : '?'}${job.body}` };
  const startedMs = tool.nowMs;
  let redirects = 0;
  for (;;) {
    const fetched: Fetched = yield* request(job, target);
    if (fetched.verdict !== 'answer') return yield* fail(job, target, fetched, tool.nowMs - startedMs);
    const { response }: { readonly response: HttpResponse } = fetched;
    const location: string | undefined = response.headers['location'];
    if (options.has('L') && location !== undefined && response.status >= 300 && response.status < 400) {
      if (++redirects > Number(options.value('M') ?? greatestRedirects)) return yield* report(job, 47, `Maximum (${greatestRedirects}) redirects followed`);
      if (options.has('i') || options.has('I')) tool.put(headText(response));
      target = parseTarget(location.startsWith('/') ? `${target.scheme}://${target.host}:${target.port}${location}` : location) ?? target;
      continue;
    }
    return yield* deliver(job, { url, target, fetched, index, startedMs, redirects });
  }
}

function* request(job: Job, target: Target): Process<Fetched> {
  const { tool, options } = job;
  const host = target.hasPort ? `${target.host}:${target.port}` : target.host;
  const authorization = target.credentials === undefined ? {} : { authorization: `Basic ${base64EncodeText(target.credentials)}` };
  const hasBody = job.body !== '' && !options.has('G');
  const headers = { host, ...authorization, ...job.headers, ...(hasBody ? { 'content-length': String(job.body.length) } : {}) };
  const pinned = options.all('9').map((entry) => entry.split(':')).find(([name, port]) => name === target.host && Number(port) === target.port);
  const fetched = yield* fetchTarget(tool.context, target, { method: job.method, headers, body: hasBody ? job.body : '' }, { timeoutMs: job.timeoutMs, ...(pinned?.[2] === undefined ? {} : { address: pinned[2] }) });
  if (options.has('v')) yield* explain(job, target, headers, fetched);
  return fetched;
}

function* explain(job: Job, target: Target, headers: Readonly<Record<string, string>>, fetched: Fetched): Process {
  const lines: string[] = [];
  if (fetched.verdict === 'unknown-host' || fetched.verdict === 'no-server') lines.push(`* Could not resolve host: ${target.host}`, '* Closing connection');
  else {
    if (!/^[\d.]+$/.test(target.host)) lines.push(`* Host ${target.host}:${target.port} was resolved.`, '* IPv6: (none)', `* IPv4: ${fetched.address}`);
    lines.push(`*   Trying ${fetched.address}:${target.port}...`);
    if (fetched.verdict === 'answer') {
      lines.push(`* Connected to ${target.host} (${fetched.address}) port ${target.port}`, `> ${job.method} ${target.path} HTTP/1.1`);
      for (const [name, value] of Object.entries(headers)) lines.push(`> ${writtenName(name)}: ${value}`);
      lines.push('> ', `< HTTP/1.1 ${fetched.response.status} ${reasonPhrase(fetched.response.status)}`);
      for (const [name, value] of Object.entries(fetched.response.headers)) lines.push(`< ${writtenName(name)}: ${value}`);
      lines.push('< ');
    }
  }
  yield* job.tool.context.stderr.write(lines.map((line) => `${line}\n`).join(''));
}

interface Delivery {
  readonly url: string;
  readonly target: Target;
  readonly fetched: Fetched & { readonly verdict: 'answer' };
  readonly index: number;
  readonly startedMs: number;
  readonly redirects: number;
}

function* deliver(job: Job, delivery: Delivery): Process<number> {
  const { tool, options } = job;
  const { response, stream } = delivery.fetched;
  const isFailure = options.has('f') && response.status >= 400;
  const output = options.has('O') ? delivery.target.path.slice(delivery.target.path.lastIndexOf('/') + 1).split('?')[0] : options.all('o')[delivery.index];
  const head = options.has('i') || options.has('I') ? headText(response) : '';
  const text = isFailure ? '' : head + (options.has('I') ? '' : response.body);
  let status = 0;
  if (output !== undefined && output !== '-') status = yield* save(job, output, text);
  else tool.put(text);
  if (stream && status === 0 && !isFailure) status = yield* follow(job, delivery, stream);
  const format = options.value('w');
  if (format !== undefined) tool.put(writeOut(format.startsWith('@') ? ((yield* tool.read(format.slice(1))) ?? '') : format, delivery, tool.nowMs));
  if (isFailure) return yield* report(job, 22, `The requested URL returned error: ${response.status}`);
  return status;
}

function* follow(job: Job, delivery: Delivery, stream: NonNullable<Delivery['fetched']['stream']>): Process<number> {
  const { tool } = job;
  const untilMs = delivery.startedMs + job.timeoutMs;
  try {
    for (;;) {
      yield* tool.flush();
      const isLimited = job.options.has('m');
      const part = isLimited ? yield* stream.nextWithin(Math.max(0, untilMs - tool.nowMs)) : yield* stream.next();
      if (typeof part === 'string') tool.put(part);
      else if (part === undefined && isLimited && !stream.isEnded) return yield* report(job, 28, `Operation timed out after ${Math.round(tool.nowMs - delivery.startedMs)} milliseconds with ${0} bytes received`);
      else if (part === undefined) return 0;
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return yield* report(job, 56, 'Recv failure: Connection reset by peer');
  } finally {
    stream.cancel();
  }
}

function* save(job: Job, name: string, text: string): Process<number> {
  if (name === '/dev/null') return 0;
  const { tool } = job;
  const path = tool.path(name);
  try {
    if (!tool.files.exists(parentOf(path))) throw new FileError('ENOENT', name);
    tool.files.write(path, text);
    return 0;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    yield* tool.context.stderr.write(`Warning: Failed to open the file ${name}: ${error.message}\n`);
    return yield* report(job, 23, 'Failure writing output to destination');
  }
}

function headText(response: HttpResponse): string {
  const headers = Object.entries(response.headers).map(([name, value]) => `${writtenName(name)}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${response.status} ${reasonPhrase(response.status)}\r\n${headers}\r\n`;
}

function writeOut(format: string, { url, target, fetched, startedMs, redirects }: Delivery, nowMs: number): string {
  const { response, address } = fetched;
  const seconds = ((nowMs - startedMs) / 1000).toFixed(6);
  const values: Readonly<Record<string, string>> = {
    http_code: String(response.status).padStart(3, '0'), response_code: String(response.status).padStart(3, '0'), size_download: String(response.body.length), time_total: seconds, time_connect: seconds, time_namelookup: '0.000050', time_starttransfer: seconds, url_effective: url, url, remote_ip: address, remote_port: String(target.port), content_type: response.headers['content-type'] ?? '', num_redirects: String(redirects), redirect_url: response.headers['location'] ?? '', method: 'GET', scheme: target.scheme.toUpperCase(), http_version: '1.1', exitcode: '0', num_connects: '1',
  };
  return format.replace(/%\{(\w+)\}/g, (all, name: string) => values[name] ?? all).replace(/\\([nrt\\])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? '\\').replaceAll('%%', '%');
}

function* fail(job: Job, target: Target, fetched: Exclude<Fetched, { readonly verdict: 'answer' }>, tookMs: number): Process<number> {
  const format = job.options.value('w');
  if (format !== undefined) job.tool.put(format.replace(/%\{(http_code|response_code)\}/g, '000').replace(/%\{\w+\}/g, '').replace(/\\n/g, '\n'));
  if (fetched.verdict === 'no-tls') return yield* report(job, 35, 'TLS connect error: error:0A00010B:SSL routines::wrong version number');
  if (fetched.verdict !== 'failed') return yield* report(job, 6, `Could not resolve host: ${target.host}`);
  const took = Math.max(0, Math.round(tookMs));
  switch (fetched.code) {
    case 'ETIMEDOUT':
      if (job.options.has('m') || job.options.has('5')) return yield* report(job, 28, job.options.has('m') ? `Connection timed out after ${took} milliseconds` : `Failed to connect to ${target.host} port ${target.port} after ${took} ms: Timeout was reached`);
      return yield* report(job, 28, `Failed to connect to ${target.host} port ${target.port} after ${took} ms: Couldn't connect to server`);
    case 'ECONNRESET':
      return yield* report(job, 56, 'Recv failure: Connection reset by peer');
    case 'EHOSTUNREACH':
    case 'ECONNREFUSED':
      return yield* report(job, 7, `Failed to connect to ${target.host} port ${target.port} after ${took} ms: Couldn't connect to server`);
  }
}

function* report(job: Job, code: number, message: string): Process<number> {
  if (!job.isSilent) yield* job.tool.complain(`(${code}) ${message}`);
  return code;
}
