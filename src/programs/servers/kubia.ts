// Upstream: the kubia images of "Kubernetes in Action"
import type { Program } from '../../machine/index.ts';
import { sleep } from '../../kernel/index.ts';
import { listenHttp, textResponse, waitForEnd } from './http-server.ts';

/** `node app.js`: tells its host name to everyone, and its log who asked. */
export function kubiaProgram(port: number, version = ''): Program {
  return function* (context) {
    const { sandbox } = context;
    yield* sleep(80);
    yield* context.stdout.write('Kubia server starting...\n');
    const server = listenHttp(context, port, function* (_request, exchange) {
      yield* context.stdout.write(`Received request from ::ffff:${exchange.clientAddress}\n`);
      const text = version === '' ? `You've hit ${sandbox.hostname}\n` : `This is ${version} running in pod ${sandbox.hostname}\n`;
      return textResponse(text);
    });
    if (!server) {
      yield* context.stderr.write(`events.js:174\n      throw er; // Unhandled 'error' event\n      ^\n\nError: listen EADDRINUSE: address already in use :::${port}\n`);
      return 1;
    }
    try {
      sandbox.use?.set(context.pid, { memoryBytes: 30 * 2 ** 20, cpuMilli: 2 });
      // node as process 1 has no handler: only what it sets itself ends it.
      yield* waitForEnd(context, []);
      return 0;
    } finally {
      server.close();
    }
  };
}

/** Pauses for ever, as the container that holds a Pod's namespaces. */
export const pauseProgram: Program = function* (context) {
  yield* waitForEnd(context, ['SIGTERM', 'SIGINT']);
  yield* context.stderr.write('Shutting down, got signal: Terminated\n');
  return 0;
};
