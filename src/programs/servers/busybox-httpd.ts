// Upstream: busybox networking/httpd.c
import { httpDate } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { emptyInput, joinPath } from '../../machine/index.ts';
import type { HttpRequest, HttpResponse, Program, ProgramContext, Writable } from '../../machine/index.ts';
import { toolProgram } from '../tools/support/tool.ts';
import type { Tool } from '../tools/support/tool.ts';
import { listenHttp, textResponse, waitForEnd } from './http-server.ts';
import { findStatic, typeOf } from './static-files.ts';

const silent: Writable = { isTerminal: false, *write() {} };

/** `httpd [-f] [-v] [-p [IP:]PORT] [-h HOME]`: serves the files of a directory, in the background unless `-f` is given. */
export const busyboxHttpd: Program = toolProgram('httpd', 'busybox', function* (tool) {
  const options = tool.options('fivp:h:u:c:r:');
  const port = Number(options.value('p')?.replace(/^.*:/, '') ?? 80);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return yield* tool.fail(`invalid port '${options.value('p') ?? ''}'`);
  const home = tool.path(options.value('h') ?? '.');
  if (!tool.files.exists(home)) return yield* tool.fail(`can't change directory to '${options.value('h') ?? ''}': No such file or directory`);
  if (tool.context.sandbox.stack.listenerAt(port)) return yield* tool.fail('bind: Address already in use');
  const settings = { port, home, isVerbose: options.has('v') };
  if (options.has('f')) return yield* serve(tool.context, settings);
  startInBackground(tool, settings);
  return 0;
});

interface Settings {
  readonly port: number;
  readonly home: string;
  readonly isVerbose: boolean;
}

function startInBackground({ context }: Tool, settings: Settings): void {
  const { argv, env, sandbox } = context;
  sandbox.processes.start({ program: (own) => serve(own, settings), argv, env, cwd: settings.home, stdin: emptyInput, stdout: silent, stderr: silent });
}

function* serve(context: ProgramContext, { port, home, isVerbose }: Settings): Process<number> {
  const server = listenHttp(context, port, function* (request, exchange) {
    const response = answer(context, home, request);
    if (isVerbose) yield* context.stderr.write(`[::ffff:${exchange.clientAddress}]: response:${response.status}\n`);
    return response;
  });
  if (!server) return 1;
  try {
    context.sandbox.use?.set(context.pid, { memoryBytes: 2 ** 20, cpuMilli: 1 });
    yield* waitForEnd(context);
    return 0;
  } finally {
    server.close();
  }
}

function answer({ sandbox }: ProgramContext, home: string, request: HttpRequest): HttpResponse {
  const common = { date: httpDate(sandbox.kernel.wallMs), connection: 'close' };
  const page = (status: number, title: string, text: string, headers: Readonly<Record<string, string>> = {}): HttpResponse =>
    textResponse(`<HTML><HEAD><TITLE>${status} ${title}</TITLE></HEAD>\n<BODY><H1>${status} ${title}</H1>\n${text}\n</BODY></HTML>\n`, { status, headers: { ...common, 'content-type': 'text/html', ...headers } });
  if (request.method !== 'GET' && request.method !== 'HEAD') return page(501, 'Not Implemented', 'The requested method is not recognized');
  const found = findStatic(sandbox.files, joinPath('/', home), request.path, ['index.html']);
  if (found.verdict === 'redirect') return page(302, 'Found', '', { location: `${request.path}/` });
  if (found.verdict !== 'file') return page(404, 'Not Found', 'The requested URL was not found');
  const headers = { ...common, 'content-type': typeOf(found.path), 'accept-ranges': 'bytes', 'last-modified': httpDate(found.modifiedMs) };
  return textResponse(found.text, { headers });
}
