// What etcd's client writes to its own log about a call that failed.
// Upstream: client/v3/retry_interceptor.go

import { formatMicroTime, goJson } from '../../base/index.ts';
import { etcdVersion } from '../../etcd/index.ts';
import type { Endpoint, EtcdError } from '../../etcd/index.ts';
import { NetworkError } from '../../network/index.ts';
import { randomOf } from '../../machine/index.ts';
import type { ProgramContext } from '../../machine/index.ts';

/** The line of JSON about a call that failed for good; `first` is the first of the endpoints. */
export function failureLog(
  context: ProgramContext,
  failure: { readonly logger: string; readonly method: string; readonly error: EtcdError; readonly first: string; readonly endpoint: Endpoint },
): string {
  const { logger, method, error, first, endpoint } = failure;
  const { kernel, stack } = context.sandbox;
  const pointer = `0x${(randomOf(context).next32() * 0x1000 + 0xc000000000).toString(16)}`;
  const isConnected = !(error.cause instanceof NetworkError);
  const peer = isConnected
    ? `Peer{Addr: '${withoutScheme(endpoint.name ?? '')}', LocalAddr: '${stack.address}:${randomOf(context).integer(32_768, 61_000)}', AuthInfo: 'insecure'}`
    : 'Peer{Addr: <nil>, LocalAddr: <nil>, AuthInfo: <nil>}';
  const line = {
    level: 'warn',
    ts: formatMicroTime(kernel.wallMs),
    logger,
    caller: `v3@v${etcdVersion}/retry_interceptor.go:68`,
    msg: 'retrying of unary invoker failed',
    target: `etcd-endpoints://${pointer}/${withoutScheme(first)}`,
    peer,
    method: `/etcdserverpb.${method}`,
    attempt: 0,
    error: `rpc error: code = ${error.code} desc = ${isConnected ? error.message : dialingText(error.cause, endpoint)}`,
  };
  return `${goJson(line, { keepsOrder: true, plain: true })}\n`;
}

function dialingText(cause: unknown, { address, port }: Endpoint): string {
  const why = cause instanceof NetworkError && cause.code === 'ECONNREFUSED' ? 'connect: connection refused' : 'i/o timeout';
  return `latest balancer error: connection error: desc = "transport: Error while dialing: dial tcp ${address}:${port}: ${why}"`;
}

function withoutScheme(endpoint: string): string {
  return endpoint.replace(/^\w+:\/\//, '');
}
