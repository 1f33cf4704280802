// Upstream: pkg/kubelet/lifecycle/handlers.go
import { sleep } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { isHttpResponse, isNotTls } from '../../../machine/index.ts';
import type { HttpRequest } from '../../../machine/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { Reply } from '../../../network/index.ts';
import type { HTTPGetAction, LifecycleHandler } from '../../../kinds/index.ts';
import type { Container } from '../../runtime/container.ts';
import type { KubeletContext } from '../context.ts';
import { portNumber } from '../probes/probe-action.ts';
import type { AnyContainer } from '../pod-worker.ts';
import { runInContainer } from './run-in-container.ts';

/** Runs a lifecycle hook; whether it went well. */
export function* runHook(context: KubeletContext, spec: AnyContainer, container: Container, hook: LifecycleHandler, timeoutMs: number): Process<boolean> {
  if (hook.exec) {
    const result = yield* runInContainer(context, container, hook.exec.command ?? [], timeoutMs);
    return result.verdict === 'ended' && result.status === 0;
  }
  if (hook.sleep) {
    yield* sleep(Math.min(timeoutMs, hook.sleep.seconds * 1000));
    return true;
  }
  return hook.httpGet ? yield* callHook(context, spec, container, hook.httpGet, timeoutMs) : true;
}

function* callHook(context: KubeletContext, spec: AnyContainer, container: Container, action: HTTPGetAction, timeoutMs: number): Process<boolean> {
  const address = action.host || container.sandbox.stack.address;
  const port = portNumber(spec, action.port) ?? 80;
  const path = action.path.startsWith('/') ? action.path : `/${action.path}`;
  const headers = { host: `${address}:${port}`, 'user-agent': 'kube-lifecycle/1.36', accept: '*/*' };
  const ask = (isSecure: boolean): Process<Reply> =>
    context.host.stack.call({ address, port, kind: 'traffic', payload: { type: 'http.request', method: 'GET', path, headers, body: '', isSecure } satisfies HttpRequest, timeoutMs });
  try {
    let { payload: answer } = yield* ask(action.scheme === 'HTTPS');
    if (isNotTls(answer)) ({ payload: answer } = yield* ask(false)); // who asks for TLS by mistake is served without
    return isHttpResponse(answer) && answer.status < 400;
  } catch (error) {
    if (error instanceof NetworkError) return false;
    throw error;
  }
}
