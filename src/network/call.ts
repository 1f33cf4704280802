import type { Process } from '../kernel/index.ts';
import { NetworkError } from './errors.ts';
import { Exchange } from './exchange.ts';
import type { CallOptions, Reply } from './exchange.ts';
import { limits } from './limits.ts';
import type { Stack } from './stack.ts';

/** One request from `client`, and what `read` makes of the head of its answer. Throws NetworkError, and what `read` throws. */
export function* call<Result>(client: Stack, options: CallOptions, read: (reply: Reply) => Result): Process<Result> {
  const { network } = client.host;
  const { kernel } = network;
  let path = network.routes.find(client, options.address, options.port, 'TCP');
  if (path.verdict === 'drop') {
    // The first segment is sent again: by then somebody may take it.
    const untilMs = kernel.nowMs + Math.min(options.timeoutMs ?? limits.connectTimeoutMs, limits.connectTimeoutMs);
    for (let pauseMs: number = limits.connectAgainMs; path.verdict === 'drop'; pauseMs *= 2) {
      yield* network.sleepForTimeout(Math.min(pauseMs, untilMs - kernel.nowMs));
      if (kernel.nowMs >= untilMs) throw new NetworkError('ETIMEDOUT', `dial tcp ${options.address}:${options.port}: i/o timeout`);
      path = network.routes.find(client, options.address, options.port, 'TCP');
    }
  }
  if (path.verdict === 'refuse') {
    throw new NetworkError('ECONNREFUSED', `dial tcp ${options.address}:${options.port}: connect: connection refused`);
  }
  const { cause } = kernel;
  const exchange = new Exchange(path, options);
  let reply: Reply | undefined;
  try {
    if (!exchange.isAnswered) yield exchange;
    reply = exchange.takeAnswer();
    return read(reply);
  } finally {
    kernel.cause = cause;
    if (!reply) exchange.cancel();
  }
}
