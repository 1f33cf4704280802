// Upstream: nginx's default configuration and log formats
import { httpDate, joinedBy } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { FileError } from '../../machine/index.ts';
import type { FileErrorCode, FileSystem, HttpRequest, HttpResponse, Program, ProgramContext } from '../../machine/index.ts';
import type { Exchange } from '../../network/index.ts';
import { listenHttp, waitForEnd } from './http-server.ts';
import { logDate, slashDate } from '../tools/support/dates.ts';
import { findStatic, typeOf } from './static-files.ts';

export const nginxRoot = '/usr/share/nginx/html';

/** The page that everybody knows. */
export const welcomePage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const statusTexts: Readonly<Record<number, string>> = { 301: 'Moved Permanently', 403: 'Forbidden', 404: 'Not Found', 405: 'Not Allowed', 500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Temporarily Unavailable' };

/** One server block of the configuration. */
interface ServerBlock {
  readonly port: number;
  readonly root: string;
  readonly indexes: readonly string[];
  /** Answers that `return` gives, by location. */
  readonly returns: readonly { readonly location: string; readonly status: number; readonly text: string }[];
}

const defaultBlock: ServerBlock = { port: 80, root: nginxRoot, indexes: ['index.html', 'index.htm'], returns: [] };

/** Reads the server blocks of `/etc/nginx/conf.d` as far as listen, root, index and return go. */
function readConfiguration(files: FileSystem): readonly ServerBlock[] {
  const directory = '/etc/nginx/conf.d';
  if (!files.exists(directory)) return [];
  return files.list(directory).filter((name) => name.endsWith('.conf'))
    .flatMap((name) => readBlocks(files.read(`${directory}/${name}`)));
}

// Nearly all containers of an image have the same files.
let lastText = '';
let lastBlocks: readonly ServerBlock[] = [];

function readBlocks(text: string): readonly ServerBlock[] {
  if (text !== lastText) {
    lastBlocks = text.split(/\bserver\s*\{/).slice(1).map(readBlock);
    lastText = text;
  }
  return lastBlocks;
}

function readBlock(text: string): ServerBlock {
  const clean = text.replace(/#[^\n]*/g, '');
  const returns = [...clean.matchAll(/location\s+(?:=\s*)?(\S+)\s*\{[^}]*?return\s+(\d+)\s*(?:'([^']*)'|"([^"]*)"|([^;]*));/g)]
    .map(([, location = '/', status, single, double, plain]) => ({ location, status: Number(status), text: (single ?? double ?? plain ?? '').replaceAll('\\n', '\n') }));
  return {
    port: Number(/\blisten\s+(?:[\d.]+:|\*:)?(\d+)/.exec(clean)?.[1] ?? 80),
    root: /\broot\s+([^;\s]+)/.exec(clean)?.[1] ?? nginxRoot,
    indexes: /\bindex\s+([^;]+);/.exec(clean)?.[1]?.trim().split(/\s+/) ?? defaultBlock.indexes,
    returns,
  };
}

function* answer(context: ProgramContext, block: ServerBlock, version: string, request: HttpRequest, exchange: Exchange): Process<HttpResponse> {
  const response = respond(context, block, version, request);
  const { wallMs } = context.sandbox.kernel;
  const size = request.method === 'HEAD' ? 0 : response.body.length;
  const forwarded = request.headers['x-forwarded-for'] ?? '-';
  const line = `${request.method} ${request.path} HTTP/1.1`;
  yield* context.stdout.write(`${exchange.clientAddress} - - [${logDate(wallMs)}] "${line}" ${response.status} ${size} "${request.headers['referer'] ?? '-'}" "${request.headers['user-agent'] ?? '-'}" "${forwarded}"\n`);
  if (response.status === 404 || response.status === 403) {
    const path = `${block.root}${request.path.split('?')[0] ?? ''}`;
    const why = response.status === 404 ? `open() "${path}" failed (2: No such file or directory)` : `directory index of "${path}" is forbidden`;
    yield* context.stderr.write(`${slashDate(wallMs)} [error] 29#29: *1 ${why}, client: ${exchange.clientAddress}, server: localhost, request: "${line}", host: "${request.headers['host'] ?? 'localhost'}"\n`);
  }
  return response;
}

function respond(context: ProgramContext, block: ServerBlock, version: string, request: HttpRequest): HttpResponse {
  const { kernel, files } = context.sandbox;
  const common = { server: `nginx/${version}`, date: httpDate(kernel.wallMs) };
  const given = block.returns.find(({ location }) => request.path === location || (location.endsWith('/') && request.path.startsWith(location)));
  if (given) return page(given.status, given.text, { ...common, 'content-type': 'application/octet-stream' });
  if (request.method !== 'GET' && request.method !== 'HEAD') return errorPage(405, version, common);
  const found = findStatic(files, block.root, request.path, block.indexes);
  if (found.verdict === 'not-found') return errorPage(404, version, common);
  if (found.verdict === 'forbidden') return errorPage(403, version, common);
  if (found.verdict === 'redirect') return errorPage(301, version, { ...common, location: `http://${request.headers['host'] ?? 'localhost'}${request.path}/` });
  const modified = kernel.wallMs - kernel.nowMs + found.modifiedMs;
  return page(200, request.method === 'HEAD' ? '' : found.text, {
    ...common, 'content-type': typeOf(found.path), 'content-length': String(found.text.length), 'last-modified': httpDate(modified), connection: 'keep-alive', etag: `"${Math.floor(modified / 1000).toString(16)}-${found.text.length.toString(16)}"`, 'accept-ranges': 'bytes',
  });
}

function page(status: number, body: string, headers: Readonly<Record<string, string>>): HttpResponse {
  return { type: 'http.response', status, headers: { 'content-length': String(body.length), ...headers }, body };
}

function errorPage(status: number, version: string, headers: Readonly<Record<string, string>>): HttpResponse {
  const title = `${status} ${statusTexts[status] ?? ''}`;
  return page(status, `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`, { ...headers, 'content-type': 'text/html' });
}

const entrypointText = [
  '/docker-entrypoint.d/ is not empty, will attempt to perform configuration',
  'Looking for shell scripts in /docker-entrypoint.d/',
  'Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
  'Sourcing /docker-entrypoint.d/15-local-resolvers.envsh',
  'Launching /docker-entrypoint.d/20-envsubst-on-templates.sh',
  'Launching /docker-entrypoint.d/30-tune-worker-processes.sh',
  'Configuration complete; ready for start up',
].map((line) => `/docker-entrypoint.sh: ${line}\n`).join('');

/** nginx: serves files, logs accesses, ends at SIGTERM and SIGQUIT. */
export function nginxProgram(version: string): Program {
  return function* (context) {
    const { sandbox, argv } = context;
    if (argv.includes('-v') || argv.includes('-V')) {
      yield* context.stderr.write(`nginx version: nginx/${version}\n`);
      return 0;
    }
    const notice = (text: string): string => `${slashDate(sandbox.kernel.wallMs)} [notice] ${context.pid}#${context.pid}: ${text}\n`;
    if (argv.includes('-t')) {
      yield* context.stderr.write('nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n');
      return 0;
    }
    const signalAt = argv.indexOf('-s');
    if (signalAt >= 0) {
      const isReload = argv[signalAt + 1] === 'reload';
      if (!isReload) sandbox.processes.signal(1, argv[signalAt + 1] === 'quit' ? 'SIGQUIT' : 'SIGTERM');
      yield* context.stderr.write(notice('signal process started'));
      return 0;
    }
    yield* sleep(15);
    const refusal = whyNotStarted(context);
    if (refusal !== undefined) {
      yield* context.stderr.write(refusal);
      return 1;
    }
    return yield* serve(context, version, notice);
  };
}

/** nginx makes its scratch directories and its file of the process at every start: who may not write there cannot start it. */
function whyNotStarted({ sandbox: { files, kernel, user }, pid }: ProgramContext): string | undefined {
  const stamp = `${slashDate(kernel.wallMs)} [`;
  const own = user && user.uid !== 0 ? ['warn] ', 'the "user" directive makes sense only if the master process runs with super-user privileges, ignored in /etc/nginx/nginx.conf:2'] as const : undefined;
  const said = (level: string, text: string): string => `${stamp}${level}${pid}#${pid}: ${text}\nnginx: [${level}${text}\n`;
  try {
    // Where it may write, nobody looks at what it would make there.
    for (const [directory, name] of scratch) if (files.allows?.(directory, 'write') === false) files.write(`${directory}/${name}`, '');
    return undefined;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const what = error.path === '/run/nginx.pid' ? 'open()' : 'mkdir()';
    return (own ? said(...own) : '') + said('emerg] ', `${what} "${error.path}" failed (${errorNumbers[error.code] ?? 5}: ${error.message})`);
  }
}

const scratch = [['/var/cache/nginx', 'client_temp'], ['/run', 'nginx.pid']] as const;
const errorNumbers: Readonly<Partial<Record<FileErrorCode, number>>> = { EACCES: 13, ENOSPC: 28, EROFS: 30 };

function* serve(context: ProgramContext, version: string, notice: (text: string) => string): Process<number> {
  const { sandbox } = context;
  const blocks = readConfiguration(sandbox.files);
  let servers: { close(): void }[] | undefined;
  try {
    for (const block of blocks) {
      if (blocks.find(({ port }) => port === block.port) !== block) continue;
      const server = listenHttp(context, block.port, (request, exchange) => answer(context, block, version, request, exchange));
      if (!server) {
        yield* context.stderr.write(`${slashDate(sandbox.kernel.wallMs)} [emerg] ${context.pid}#${context.pid}: bind() to 0.0.0.0:${block.port} failed (98: Address already in use)\nnginx: [emerg] bind() to 0.0.0.0:${block.port} failed (98: Address already in use)\n`);
        return 1;
      }
      servers = joinedBy(servers, server);
    }
    sandbox.use?.set(context.pid, { memoryBytes: 6 * 2 ** 20, cpuMilli: 1 });
    yield* context.stderr.write(notice('using the "epoll" event method') + notice(`nginx/${version}`) + notice('start worker processes') + notice('start worker process 29'));
    const signal = yield* waitForEnd(context);
    const number = signal === 'SIGQUIT' ? '3 (SIGQUIT) received, shutting down' : signal === 'SIGINT' ? '2 (SIGINT) received, exiting' : '15 (SIGTERM) received, exiting';
    yield* context.stderr.write(notice(`signal ${number}`) + notice('exit'));
    return 0;
  } finally {
    for (const server of servers ?? []) server.close();
  }
}

/** The image's entrypoint: prepares, then runs the command in its place. */
export const nginxEntrypoint: Program = function* (context) {
  const command = context.argv.slice(1);
  const program = context.sandbox.findProgram(command[0] ?? 'nginx');
  if (!program) {
    yield* context.stderr.write(`/docker-entrypoint.sh: ${command[0] ?? ''}: not found\n`);
    return 127;
  }
  const isServer = command[0] === 'nginx' || command[0] === 'nginx-debug';
  if (isServer) yield* context.stdout.write(entrypointText);
  context.sandbox.processes.rename(context.pid, command);
  return yield* program({ ...context, argv: command });
};

/** The files of the image. */
export function fillNginx(files: FileSystem): void {
  files.makeDirectory(nginxRoot, { parents: true });
  files.write(`${nginxRoot}/index.html`, welcomePage);
  files.write(`${nginxRoot}/50x.html`, '<!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n</head>\n<body>\n<h1>An error occurred.</h1>\n</body>\n</html>\n');
  files.makeDirectory('/etc/nginx/conf.d', { parents: true });
  files.write('/etc/nginx/nginx.conf', nginxConfiguration);
  files.write('/etc/nginx/conf.d/default.conf', 'server {\n    listen       80;\n    listen  [::]:80;\n    server_name  localhost;\n\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n\n    error_page   500 502 503 504  /50x.html;\n    location = /50x.html {\n        root   /usr/share/nginx/html;\n    }\n}\n');
  for (const directory of ['/var/log/nginx', '/var/cache/nginx', '/run']) files.makeDirectory(directory, { parents: true });
  files.link('/var/log/nginx/access.log', '/dev/stdout');
  files.link('/var/log/nginx/error.log', '/dev/stderr');
}

const nginxConfiguration = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    include /etc/nginx/conf.d/*.conf;
}
`;
