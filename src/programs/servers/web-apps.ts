import { httpDate } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { randomOf } from '../../machine/index.ts';
import type { HttpRequest, Program, ProgramContext } from '../../machine/index.ts';
import type { Exchange } from '../../network/index.ts';
import { logDate, slashDate } from '../tools/support/dates.ts';
import { admissionWebhook } from './admission-webhook.ts';
import { listenHttp, textResponse, waitForEnd } from './http-server.ts';

/** How a small web application behaves. */
export interface WebApp {
  readonly port: number | ((context: ProgramContext) => number);
  readonly startMs?: number;
  readonly memoryBytes?: number;
  /** Written when it listens. */
  readonly greeting?: (context: ProgramContext, port: number) => string;
  /** The answer: a text, with a status of its own when it is not 200. */
  readonly answer: (request: HttpRequest, about: { readonly context: ProgramContext; readonly exchange: Exchange; readonly port: number }) => string | { readonly status: number; readonly body: string };
  readonly type?: string;
  /** A line for each request. */
  readonly log?: (request: HttpRequest, about: { readonly context: ProgramContext; readonly exchange: Exchange; readonly status: number; readonly size: number }) => string;
  /** Whether SIGTERM ends it; a program without a handler does not hear it as process 1. */
  readonly ignoresTerm?: boolean;
  /** What a request costs, in thousandths of a processor for its time. */
  readonly work?: { readonly milliseconds: number; readonly cpuMilli: number };
}

/** A web application as a program. */
export function webApp(app: WebApp): Program {
  return function* (context) {
    const { sandbox } = context;
    const port = typeof app.port === 'number' ? app.port : app.port(context);
    yield* sleep(app.startMs ?? 20);
    const server = listenHttp(context, port, (request, exchange) => serve(app, context, { request, exchange, port }));
    if (!server) {
      yield* context.stderr.write(`listen tcp :${port}: bind: address already in use\n`);
      return 1;
    }
    try {
      sandbox.use?.set(context.pid, { memoryBytes: app.memoryBytes ?? 8 * 2 ** 20, cpuMilli: 1 });
      if (app.greeting) yield* context.stdout.write(app.greeting(context, port));
      yield* waitForEnd(context, app.ignoresTerm ? [] : ['SIGTERM', 'SIGINT']);
      return 0;
    } finally {
      server.close();
    }
  };
}

function* serve(app: WebApp, context: ProgramContext, { request, exchange, port }: { request: HttpRequest; exchange: Exchange; port: number }): Process<ReturnType<typeof textResponse>> {
  if (app.work) {
    context.sandbox.use?.set(context.pid, { cpuMilli: app.work.cpuMilli });
    yield* sleep(app.work.milliseconds);
    context.sandbox.use?.set(context.pid, { cpuMilli: 1 });
  }
  const answer = app.answer(request, { context, exchange, port });
  const { status, body } = typeof answer === 'string' ? { status: 200, body: answer } : answer;
  if (app.log) yield* context.stdout.write(app.log(request, { context, exchange, status, size: body.length }));
  return textResponse(body, { status, headers: { 'content-type': app.type ?? 'text/plain; charset=utf-8', date: httpDate(context.sandbox.kernel.wallMs) } });
}

/** `myapp`: nginx with a page that tells its version, and another that tells the Pod's name. */
export function myApp(version: string): Program {
  return webApp({
    port: 80, type: 'text/html',
    answer: ({ path }, { context }) => {
      if (path === '/') return `Hello MyApp | Version: ${version} | <a href="hostname.html">Pod Name</a>\n`;
      if (path === '/hostname.html') return `${context.sandbox.hostname}\n`;
      return { status: 404, body: '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body bgcolor="white">\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.12.2</center>\r\n</body>\r\n</html>\r\n' };
    },
    log: ({ method, path, headers }, { context, exchange, status, size }) => `${exchange.clientAddress} - - [${logDate(context.sandbox.kernel.wallMs)}] "${method} ${path} HTTP/1.1" ${status} ${size} "-" "${headers['user-agent'] ?? '-'}" "-"\n`,
  });
}

/** Google's `hello-app`. */
export function helloApp(version: string): Program {
  return webApp({
    port: (context) => Number(context.env.get('PORT') ?? 8080),
    greeting: (context, port) => `${slashDate(context.sandbox.kernel.wallMs)} Server listening on port ${port}\n`,
    answer: (_, { context }) => `Hello, world!\nVersion: ${version}.0.0\nHostname: ${context.sandbox.hostname}\n`,
    log: ({ path }, { context }) => `${slashDate(context.sandbox.kernel.wallMs)} Serving request: ${path}\n`,
    ignoresTerm: true,
  });
}

/** `echoserver`: tells what it was asked. */
export const echoServer: Program = webApp({
  port: 8080,
  answer: (request, { exchange, context, port }) => {
    const headers = Object.entries(request.headers).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `\t${name}=${value}\n`).join('');
    const query = request.path.split('?')[1] ?? '';
    return `\n\nHostname: ${context.sandbox.hostname}\n\nPod Information:\n\t-no pod information available-\n\nServer values:\n\tserver_version=nginx: 1.13.3 - lua: 10008\n\nRequest Information:\n\tclient_address=${exchange.clientAddress}\n\tmethod=${request.method}\n\treal path=${request.path}\n\tquery=${query}\n\trequest_version=1.1\n\trequest_scheme=http\n\trequest_uri=http://${request.headers['host'] ?? ''}:${port}${request.path}\n\nRequest Headers:\n${headers}\nRequest Body:\n\t${request.body === '' ? '-no body in request-' : request.body}\n\n`;
  },
});

/** `traefik/whoami`. */
export const whoamiServer: Program = webApp({
  port: (context) => Number(context.env.get('WHOAMI_PORT_NUMBER') ?? 80),
  greeting: (context, port) => `${slashDate(context.sandbox.kernel.wallMs)} Starting up on port ${port}\n`,
  answer: (request, { exchange, context }) => `Hostname: ${context.sandbox.hostname}\nIP: 127.0.0.1\nIP: ${context.sandbox.stack.address}\nRemoteAddr: ${exchange.clientAddress}:40000\n${request.method} ${request.path} HTTP/1.1\nHost: ${request.headers['host'] ?? ''}\nUser-Agent: ${request.headers['user-agent'] ?? ''}\nAccept: */*\n\n`,
});

/** `nginxdemos/hello:plain-text`. */
export const demoHello: Program = webApp({
  port: 80,
  answer: (request, { context }) => `Server address: ${context.sandbox.stack.address}:80\nServer name: ${context.sandbox.hostname}\nDate: ${logDate(context.sandbox.kernel.wallMs)}\nURI: ${request.path}\nRequest ID: ${randomOf(context).text(32, '0123456789abcdef')}\n`,
});

/** `hashicorp/http-echo -text=… -listen=:5678`. */
export const httpEcho: Program = function* (context) {
  const flag = (name: string): string | undefined => {
    const at = context.argv.findIndex((arg) => new RegExp(`^--?${name}(=|$)`).test(arg));
    const arg = context.argv[at];
    return arg === undefined ? undefined : arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : context.argv[at + 1];
  };
  const text = flag('text') ?? context.env.get('ECHO_TEXT');
  if (text === undefined) {
    yield* context.stderr.write('Missing -text option!\n');
    return 127;
  }
  const port = Number(/:(\d+)$/.exec(flag('listen') ?? ':5678')?.[1] ?? 5678);
  const stamp = (): string => slashDate(context.sandbox.kernel.wallMs);
  return yield* webApp({
    port, greeting: () => `${stamp()} [INFO] server is listening on :${port}\n`, answer: () => `${text}\n`,
    log: ({ method, path }, { exchange }) => `${stamp()} ${exchange.clientAddress} "${method} ${path} HTTP/1.1" 200 ${text.length + 1} "curl" 10.0µs\n`,
  })(context);
};

/** `hpa-example`: each request burns half a processor for a while. */
export const hpaExample: Program = webApp({ port: 80, answer: () => 'OK!', work: { milliseconds: 60, cpuMilli: 500 } });

/** `agnhost`: `netexec`, `serve-hostname`, `webhook`, `pause`. */
export const agnhost: Program = function* (context) {
  const [, command = 'pause'] = context.argv;
  const port = Number(/--(?:http-)?port[= ](\d+)/.exec(context.argv.join(' '))?.[1] ?? (command === 'serve-hostname' ? 9376 : 8080));
  if (command === 'serve-hostname') return yield* webApp({ port, answer: (_, about) => `${about.context.sandbox.hostname}\n` })(context);
  if (command === 'netexec') {
    return yield* webApp({
      port,
      answer: (request, about) => {
        const url = request.path.split('?')[0];
        if (url === '/hostname') return about.context.sandbox.hostname;
        if (url === '/clientip') return `${about.exchange.clientAddress}:40000`;
        if (url === '/echo') return decodeURIComponent(/[?&]msg=([^&]*)/.exec(request.path)?.[1] ?? '');
        if (url === '/healthz') return '';
        return `NOW: ${httpDate(about.context.sandbox.kernel.wallMs)}`;
      },
    })(context);
  }
  if (command === 'webhook') return yield* admissionWebhook(context);
  if (command !== 'pause') {
    yield* context.stderr.write(`Error: unknown command "${command}" for "app"\n`);
    return 1;
  }
  yield* context.stdout.write('Paused\n');
  yield* waitForEnd(context);
  return 0;
};

/** An application of Java, seen from outside: slow to start, then a page at its port. */
export function javaApp(name: string, port: number): Program {
  return webApp({
    port, startMs: 4_000, memoryBytes: 220 * 2 ** 20,
    greeting: () => `Tomcat initialized with port(s): ${port} (http)\nTomcat started on port(s): ${port} (http) with context path ''\nStarted ${name} in 4.012 seconds (JVM running for 4.5)\n`,
    answer: ({ path }) => (path === '/' || path.startsWith('/actuator/health') ? (path === '/' ? `<html><head><title>${name}</title></head><body><h1>${name}</h1></body></html>\n` : '{"status":"UP"}') : { status: 404, body: `{"status":404,"error":"Not Found","path":"${path}"}` }),
  });
}

/** Tomcat without applications: everything is 404. */
export const tomcat: Program = webApp({
  port: 8080, startMs: 900, memoryBytes: 120 * 2 ** 20, type: 'text/html;charset=utf-8',
  greeting: (context) => {
    const { kernel } = context.sandbox;
    const stamp = `${slashDate(kernel.wallMs).replace(/^(\d+)\/(\d+)\/(\d+)/, '$3-Jan-$1')}.000`;
    return `${stamp} INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache Tomcat/10.1.30\n${stamp} INFO [main] org.apache.coyote.AbstractProtocol.start Starting ProtocolHandler ["http-nio-8080"]\n${stamp} INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [87] milliseconds\n`;
  },
  answer: () => ({ status: 404, body: '<!doctype html><html lang="en"><head><title>HTTP Status 404 – Not Found</title></head><body><h1>HTTP Status 404 – Not Found</h1><hr class="line" /><h3>Apache Tomcat/10.1.30</h3></body></html>' }),
});

/** A plain Flask application. */
export const flaskApp: Program = webApp({
  port: 5000, startMs: 400, memoryBytes: 25 * 2 ** 20,
  greeting: (_, port) => ` * Serving Flask app 'app'\n * Debug mode: off\n * Running on all addresses (0.0.0.0)\n * Running on http://127.0.0.1:${port}\nPress CTRL+C to quit\n`,
  answer: (_, { context }) => `Hello from ${context.sandbox.hostname}\n`,
  log: ({ method, path }, { exchange, context, status }) => `${exchange.clientAddress} - - [${logDate(context.sandbox.kernel.wallMs).replace(' +0000', '')}] "${method} ${path} HTTP/1.1" ${status} -\n`,
  ignoresTerm: true,
});
