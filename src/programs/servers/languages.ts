import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { FileError, joinPath } from '../../machine/index.ts';
import type { Program, ProgramContext } from '../../machine/index.ts';
import { logDate } from '../tools/support/dates.ts';
import { listenHttp, textResponse, waitForEnd } from './http-server.ts';
import { findStatic, typeOf } from './static-files.ts';
import { webApp } from './web-apps.ts';

/** A text expression of the small programs that documents show: literals and the host's name, joined by `+`. */
function evaluateText(expression: string, context: ProgramContext): string {
  return expression.split('+').map((term) => term.trim()).map((term) => {
    const [, quoted] = /^(["'`])([^]*)\1$/.exec(term) ? [undefined, term.slice(1, -1)] : [];
    if (quoted !== undefined) return quoted.replaceAll('\\n', '\n').replaceAll('${os.hostname()}', context.sandbox.hostname);
    if (term === 'os.hostname()') return context.sandbox.hostname;
    const variable = /^process\.env\.(\w+)$/.exec(term)?.[1];
    return variable === undefined ? '' : (context.env.get(variable) ?? 'undefined');
  }).join('');
}

/** `node FILE`, `node -e TEXT`: servers of `http.createServer` and what `console.log` says, no more. */
export const node: Program = function* (context) {
  const [, first, second] = context.argv;
  if (first === '-v' || first === '--version') {
    yield* context.stdout.write('v20.18.0\n');
    return 0;
  }
  if (first === undefined || first === '-e') {
    if (second !== undefined) yield* logAll(context, second);
    return 0;
  }
  const path = joinPath(context.cwd, first);
  const { files } = context.sandbox;
  if (!files.exists(path)) {
    yield* context.stderr.write(`node:internal/modules/cjs/loader:1228\n  throw err;\n  ^\n\nError: Cannot find module '${path}'\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15) {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []\n}\n\nNode.js v20.18.0\n`);
    return 1;
  }
  const source = files.read(path);
  if (!source.includes('createServer')) {
    yield* logAll(context, source);
    return 0;
  }
  const answer = /\.end\(([^;]*)\)\s*;/.exec(source)?.[1] ?? "''";
  yield* logAll(context, source.slice(0, Math.max(0, source.search(/function|=>/))));
  return yield* webApp({
    port: Number(/\.listen\((\d+)/.exec(source)?.[1] ?? 8080), startMs: 80, memoryBytes: 30 * 2 ** 20, ignoresTerm: true,
    answer: () => evaluateText(answer, context),
    log: (_, { exchange }) => (source.includes('remoteAddress') ? `Received request from ::ffff:${exchange.clientAddress}\n` : ''),
  })(context);
};

function* logAll(context: ProgramContext, source: string): Process {
  for (const [, expression = ''] of source.matchAll(/console\.log\(([^;]*?)\)\s*(?:;|$)/gm)) yield* context.stdout.write(`${evaluateText(expression, context)}\n`);
}

/** `python -m http.server [PORT]`, `python -c 'print(…)'`, `python FILE` of prints. */
export const python: Program = function* (context) {
  const args = context.argv.slice(1).filter((arg) => arg !== '-u');
  const [first, second, third] = args;
  if (first === '--version' || first === '-V') {
    yield* context.stdout.write('Python 3.12.7\n');
    return 0;
  }
  if (first === '-m' && second === 'http.server') return yield* serveFiles(context, Number(third ?? 8000));
  if (first === undefined) return 0;
  let source = second ?? '';
  if (first !== '-c') {
    try {
      source = context.sandbox.files.read(joinPath(context.cwd, first));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield* context.stderr.write(`python: can't open file '${joinPath(context.cwd, first)}': [Errno 2] No such file or directory\n`);
      return 2;
    }
  }
  for (const [, , text = ''] of source.matchAll(/print\((["'])([^]*?)\1\)/g)) yield* context.stdout.write(`${text.replaceAll('\\n', '\n')}\n`);
  const code = /(?:sys\.)?exit\((\d+)\)/.exec(source)?.[1];
  return Number(code ?? 0);
};

function* serveFiles(context: ProgramContext, port: number): Process<number> {
  const { sandbox, cwd } = context;
  const server = listenHttp(context, port, function* (request, exchange) {
    const found = findStatic(sandbox.files, cwd, request.path, ['index.html']);
    const path = request.path.split('?')[0] ?? '/';
    const listing = found.verdict === 'forbidden' ? `<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<title>Directory listing for ${path}</title>\n</head>\n<body>\n<h1>Directory listing for ${path}</h1>\n<hr>\n<ul>\n${sandbox.files.list(found.path).map((name) => `<li><a href="${name}">${name}</a></li>\n`).join('')}</ul>\n<hr>\n</body>\n</html>\n` : undefined;
    const isFound = found.verdict === 'file' || listing !== undefined;
    const body = found.verdict === 'file' ? found.text : (listing ?? '<!DOCTYPE HTML>\n<html lang="en">\n<head><title>Error response</title></head>\n<body><h1>Error response</h1><p>Error code: 404</p></body>\n</html>\n');
    yield* context.stderr.write(`${exchange.clientAddress} - - [${logDate(sandbox.kernel.wallMs).replace(/ \+0000$/, '').replace(/:/, ' ')}] "${request.method} ${request.path} HTTP/1.1" ${isFound ? 200 : 404} -\n`);
    return textResponse(body, { status: isFound ? 200 : 404, headers: { server: 'SimpleHTTP/0.6 Python/3.12.7', 'content-type': found.verdict === 'file' ? typeOf(found.path) : 'text/html; charset=utf-8' } });
  });
  if (!server) {
    yield* context.stderr.write('OSError: [Errno 98] Address already in use\n');
    return 1;
  }
  try {
    yield* context.stdout.write(`Serving HTTP on 0.0.0.0 port ${port} (http://0.0.0.0:${port}/) ...\n`);
    yield* waitForEnd(context, ['SIGINT']);
    return 0;
  } finally {
    server.close();
  }
}

/** `perl -Mbignum=bpi -wle 'print bpi(N)'`, and plain prints. */
export const perl: Program = function* (context) {
  const at = context.argv.findIndex((arg) => /^-\w*e$/.test(arg));
  const source = context.argv[at + 1] ?? '';
  const hasLineEnds = /l/.test(context.argv[at] ?? '');
  const digits = /bpi\((\d+)\)/.exec(source)?.[1];
  if (digits !== undefined) {
    const count = Math.min(10_000, Number(digits));
    context.sandbox.use?.set(context.pid, { cpuMilli: 1000, memoryBytes: 20 * 2 ** 20 });
    yield* sleep(count * 2.5);
    yield* context.stdout.write(`${pi(count)}\n`);
    return 0;
  }
  for (const [, , text = ''] of source.matchAll(/print\s*\(?(["'])([^]*?)\1/g)) yield* context.stdout.write(text.replaceAll('\\n', '\n') + (hasLineEnds ? '\n' : ''));
  const code = /exit\s*\(?(\d+)/.exec(source)?.[1];
  return Number(code ?? 0);
};

/** Pi with so many digits, by Machin's formula. */
function pi(digits: number): string {
  const guard = 10n;
  const unity = 10n ** (BigInt(digits) + guard);
  const arctangent = (inverse: bigint): bigint => {
    let term = unity / inverse;
    let sum = term;
    const square = inverse * inverse;
    for (let n = 3n, sign = -1n; term !== 0n; n += 2n, sign = -sign) {
      term /= square;
      sum += sign * (term / n);
    }
    return sum;
  };
  const text = String((4n * (4n * arctangent(5n) - arctangent(239n))) / 10n ** guard);
  return `${text.charAt(0)}.${text.slice(1, digits)}`;
}
