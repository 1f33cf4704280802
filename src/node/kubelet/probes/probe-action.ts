// Upstream: pkg/probe/{http,tcp,exec,grpc}, pkg/kubelet/prober/prober.go
import { sleep } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { isHttpResponse, isNotTls, plainAnswer } from '../../../machine/index.ts';
import type { HttpRequest } from '../../../machine/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { GRPCAction, HTTPGetAction, IntOrString, Probe, TCPSocketAction } from '../../../kinds/index.ts';
import type { Container } from '../../runtime/container.ts';
import { runInContainer } from '../container/run-in-container.ts';
import type { KubeletContext } from '../context.ts';
import type { AnyContainer } from '../pod-worker.ts';

/** What one attempt of a probe found. `errored`: it could not even be tried, which proves nothing. */
export type ProbeOutcome =
  | { readonly verdict: 'success' }
  | { readonly verdict: 'failure'; readonly message: string }
  | { readonly verdict: 'errored'; readonly message: string };

/** Where a probe goes. */
export interface ProbeTarget {
  readonly spec: AnyContainer;
  readonly container: Container;
  readonly address: string;
}

const success: ProbeOutcome = Object.freeze({ verdict: 'success' });
const failure = (message: string): ProbeOutcome => ({ verdict: 'failure', message });

/** Tries a probe once. */
export function* tryProbe(context: KubeletContext, target: ProbeTarget, probe: Probe): Process<ProbeOutcome> {
  const { exec, httpGet, tcpSocket, grpc, timeoutSeconds } = probe;
  if (exec) return yield* tryExec(context, target, exec.command ?? [], timeoutSeconds);
  if (httpGet) return yield* tryHttp(context, target, httpGet, timeoutSeconds * 1000);
  if (tcpSocket) return yield* tryTcp(context, target, tcpSocket, timeoutSeconds * 1000);
  if (grpc) return yield* tryGrpc(context, target, grpc, timeoutSeconds);
  return success;
}

function* tryExec(context: KubeletContext, { container }: ProbeTarget, command: readonly string[], timeoutSeconds: number): Process<ProbeOutcome> {
  const result = yield* runInContainer(context, container, command, timeoutSeconds * 1000);
  switch (result.verdict) {
    case 'ended': return result.status === 0 ? success : failure(result.output);
    case 'timed-out': return failure(`command timed out: "${command.join(' ')}" timed out after ${timeoutSeconds}s`);
    case 'failed': return { verdict: 'errored', message: `rpc error: code = Unknown desc = ${result.message}` };
  }
}

/** The number of a port that may be given by its name; undefined when there is no such name. */
export function portNumber(spec: AnyContainer, port: IntOrString): number | undefined {
  return typeof port === 'number' ? port : spec.ports?.find(({ name }) => name === port)?.containerPort;
}

function* tryHttp(context: KubeletContext, target: ProbeTarget, action: HTTPGetAction, timeoutMs: number): Process<ProbeOutcome> {
  const port = portNumber(target.spec, action.port);
  if (port === undefined) return { verdict: 'errored', message: `couldn't find port: ${action.port} for container: ${target.spec.name}` };
  const host = action.host || target.address;
  const path = action.path.startsWith('/') ? action.path : `/${action.path}`;
  const url = `${action.scheme.toLowerCase()}://${host}:${port}${path}`;
  const payload = httpRequest(action, { host, port, path });
  try {
    const { payload: answer } = yield* context.host.stack.call({ address: host, port, kind: 'traffic', payload, timeoutMs });
    if (isNotTls(answer)) return failure(`Get "${url}": ${plainAnswer}`);
    if (!isHttpResponse(answer)) return failure(`Get "${url}": net/http: HTTP/1.x transport connection broken: malformed HTTP response`);
    return answer.status >= 200 && answer.status < 400 ? success : failure(`HTTP probe failed with statuscode: ${answer.status}`);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return failure(`Get "${url}": ${httpFailure(error, host, port)}`);
  }
}

function httpRequest(action: HTTPGetAction, at: { readonly host: string; readonly port: number; readonly path: string }): HttpRequest {
  const headers: Record<string, string> = { host: `${at.host}:${at.port}`, 'user-agent': 'kube-probe/1.36', accept: '*/*', connection: 'close' };
  for (const { name, value } of action.httpHeaders ?? []) headers[name.toLowerCase()] = value;
  return { type: 'http.request', method: 'GET', path: at.path, headers, body: '', isSecure: action.scheme === 'HTTPS' };
}

function httpFailure(error: NetworkError, host: string, port: number): string {
  switch (error.code) {
    case 'ECONNREFUSED': return `dial tcp ${host}:${port}: connect: connection refused`;
    case 'ECONNRESET': return 'EOF';
    case 'EHOSTUNREACH': return `dial tcp ${host}:${port}: connect: no route to host`;
    case 'ETIMEDOUT': return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  }
}

function* tryTcp(context: KubeletContext, target: ProbeTarget, action: TCPSocketAction, timeoutMs: number): Process<ProbeOutcome> {
  const port = portNumber(target.spec, action.port);
  if (port === undefined) return { verdict: 'errored', message: `couldn't find port: ${action.port} for container: ${target.spec.name}` };
  const address = action.host || target.address;
  try {
    const connection = yield* context.host.stack.connect({ address, port, timeoutMs });
    connection.close();
    return success;
  } catch (error) {
    if (error instanceof NetworkError) return failure(error.message);
    throw error;
  }
}

/** A gRPC health check: a call that only a server of the health service answers with `SERVING`. */
function* tryGrpc(context: KubeletContext, { address }: ProbeTarget, { port, service }: GRPCAction, timeoutSeconds: number): Process<ProbeOutcome> {
  const { kernel, host } = context;
  const untilMs = kernel.nowMs + timeoutSeconds * 1000;
  const payload: HttpRequest = {
    type: 'http.request', method: 'POST', path: '/grpc.health.v1.Health/Check', isSecure: false, body: service,
    headers: { 'content-type': 'application/grpc', 'user-agent': 'kube-probe/1.36' },
  };
  try {
    const { payload: answer } = yield* host.stack.call({ address, port, kind: 'traffic', payload, timeoutMs: timeoutSeconds * 1000 });
    if (isHttpResponse(answer) && answer.headers['grpc-status'] === '0') {
      return answer.body === 'SERVING' ? success : failure(`service unhealthy (responded with "${answer.body}")`);
    }
    return failure('error: this server does not implement the grpc health protocol (grpc.health.v1.Health)');
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    // The connection is tried again and again until the time is up.
    yield* sleep(Math.max(0, untilMs - kernel.nowMs));
    return failure(`timeout: failed to connect service "${address}:${port}" within ${timeoutSeconds}s: context deadline exceeded`);
  }
}
