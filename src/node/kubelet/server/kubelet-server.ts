// Upstream: pkg/kubelet/server/server.go
import { ended, race } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { isKubeletRequest, kubeletPort } from '../../../kinds/index.ts';
import type { KubeletAttach, KubeletExec, KubeletLogs, KubeletPortForward, KubeletReply, NodeStats, SessionFrame } from '../../../kinds/index.ts';
import { isHttpRequest } from '../../../machine/index.ts';
import type { HttpRequest, HttpResponse } from '../../../machine/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { Connection, Exchange, Reply } from '../../../network/index.ts';
import type { Container } from '../../runtime/container.ts';
import { limits } from '../../limits.ts';
import type { KubeletContext } from '../context.ts';
import type { PodWorker } from '../pod-worker.ts';
import { allContainers } from '../pod-worker.ts';
import { attachSession, execSession, findLog, readLog } from '../../later.ts';
import type { Session, SessionEnd } from './session.ts';

type SessionRequest = KubeletExec | KubeletAttach;

/** Serves logs, exec, attach, port-forward and statistics of this node's Pods. */
export class KubeletServer {
  private readonly context: KubeletContext;

  constructor(context: KubeletContext) {
    this.context = context;
  }

  /** Opens the port and takes connections. */
  *run(): Process {
    const { host, group, kernel } = this.context;
    const name = `${host.name}/kubelet server`;
    const listener = host.stack.serve({ port: kubeletPort, name, group, upgrades: true, handler: (exchange) => this.answer(exchange) });
    for (;;) {
      const connection = yield* listener.accepted?.take() ?? never();
      if (!connection) return;
      kernel.spawn(`${name} session`, this.upgrade(connection), group);
    }
  }

  // --- calls

  private *answer(exchange: Exchange): Process<Reply | undefined> {
    const { request } = exchange;
    if (isHttpRequest(request)) return { kind: 'response', payload: page(request) };
    if (!isKubeletRequest(request)) return head({ code: 404, message: '404 page not found' });
    switch (request.type) {
      case 'kubelet.logs': return yield* this.logs(exchange, request);
      case 'kubelet.exec':
      case 'kubelet.attach': return yield* this.callSession(exchange, request);
      case 'kubelet.portForward': return yield* this.forwardCall(exchange, request);
      case 'kubelet.stats': return head({ code: 200, stats: this.stats() });
    }
  }

  private *logs(exchange: Exchange, request: KubeletLogs): Process<Reply | undefined> {
    const worker = this.find(request.namespace, request.pod);
    if (!worker) return head({ code: 404, message: `pod ${request.namespace}/${request.pod} not found` });
    const found = findLog(this.context, worker, request);
    if (typeof found === 'string') return head({ code: 400, message: found });
    exchange.reply(head({ code: 200, isStream: true }));
    yield* readLog(this.context.kernel, found, request.options, (text) => {
      exchange.push('traffic', text);
      return !exchange.isClosed;
    });
    exchange.finish();
    return undefined;
  }

  private *callSession(exchange: Exchange, request: SessionRequest): Process<Reply | undefined> {
    const container = this.container(request);
    if (!container) return head({ code: 404, message: notFound(request) });
    exchange.reply(head({ code: 200, isStream: true }));
    const session = this.session(container, request, {
      send: (frame) => exchange.push('traffic', frame),
      *gone() {
        if (!exchange.isClosed) yield* exchange.closed.next();
      },
    });
    yield* session.run();
    exchange.finish();
    return undefined;
  }

  private *forwardCall(exchange: Exchange, request: KubeletPortForward): Process<Reply | undefined> {
    const stack = this.find(request.namespace, request.pod)?.runtime.sandbox?.stack;
    if (!stack) return head({ code: 404, message: `pod ${request.namespace}/${request.pod} not found` });
    try {
      const reply = yield* stack.call({ address: 'localhost', port: request.port ?? 0, kind: 'traffic', payload: request.payload });
      if (!reply.stream) return reply;
      exchange.reply({ kind: reply.kind, payload: reply.payload, isStream: true });
      for (let part = yield* reply.stream.next(); part !== undefined; part = yield* reply.stream.next()) exchange.push('traffic', part);
      exchange.finish();
      return undefined;
    } catch (error) {
      if (error instanceof NetworkError) return head({ code: 500, message: this.forwardFailure(request) });
      throw error;
    }
  }

  private forwardFailure({ namespace, pod, port = 0 }: KubeletPortForward): string {
    const id = this.find(namespace, pod)?.runtime.sandbox?.id ?? '';
    return `error forwarding port ${port} to pod ${id}, uid : failed to execute portforward in network namespace "/var/run/netns/cni-${id.slice(0, 8)}": failed to connect to localhost:${port} inside namespace "${id}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6 [::1]:${port}: connect: connection refused `;
  }

  private stats(): NodeStats {
    const pods = [...this.context.workers()].map(({ pod, runtime }) => ({
      namespace: pod.metadata.namespace,
      name: pod.metadata.name,
      containers: allContainers(pod).flatMap(({ name }) => {
        const container = runtime.latest(name);
        return container?.isRunning ? [{ name, cpuMilli: container.use.cpuMilli, memoryBytes: container.use.memoryBytes }] : [];
      }),
    }));
    const all = pods.flatMap(({ containers }) => containers);
    const sum = (what: 'cpuMilli' | 'memoryBytes'): number => all.reduce((total, container) => total + container[what], 0);
    return {
      node: this.context.config.nodeName, pods,
      cpuMilli: limits.systemCpuMilli + sum('cpuMilli'), memoryBytes: limits.systemMemoryBytes + sum('memoryBytes'),
    };
  }

  // --- connections

  private *upgrade(connection: Connection): Process {
    const request = yield* connection.receive();
    const refuse = (code: number, message: string): void => {
      connection.send({ type: 'kubelet.reply', code, message } satisfies KubeletReply);
      connection.close();
    };
    if (!isKubeletRequest(request)) return refuse(400, 'Bad Request');
    if (request.type === 'kubelet.portForward') return yield* this.forwardConnection(connection, request, refuse);
    if (request.type !== 'kubelet.exec' && request.type !== 'kubelet.attach') return refuse(400, 'Upgrade request required');
    const container = this.container(request);
    if (!container) return refuse(404, notFound(request));
    connection.send({ type: 'kubelet.reply', code: 101 } satisfies KubeletReply);
    const inputs = this.inputs(connection);
    const session = this.session(container, request, { send: (frame) => connection.send(frame), gone: () => inputs.run(() => session) });
    yield* session.run();
    connection.close();
  }

  /** Passes frames of the far end on to the session until it goes away. */
  private inputs(connection: Connection): { run(session: () => Session): Process } {
    return {
      *run(session) {
        try {
          for (let frame = yield* connection.receive(); frame !== undefined; frame = yield* connection.receive()) {
            session().take(frame as SessionFrame);
          }
        } catch (error) {
          if (!(error instanceof NetworkError)) throw error;
        }
      },
    };
  }

  /**
   * A server that takes connections is connected at once, for it may speak first. One that answers requests of HTTP gets them
   * one by one; anything else opens a connection to the port and is passed on as it is.
   */
  private *forwardConnection(connection: Connection, request: KubeletPortForward, refuse: (code: number, message: string) => void): Process {
    const stack = this.find(request.namespace, request.pod)?.runtime.sandbox?.stack;
    if (!stack) return refuse(404, `pod ${request.namespace}/${request.pod} not found`);
    connection.send({ type: 'kubelet.reply', code: 101 } satisfies KubeletReply);
    const to = { address: 'localhost', port: request.port ?? 0 };
    try {
      if (request.port === undefined) return void (yield* connection.receive());
      if (!stack.listenerAt(request.port)?.handler) return yield* this.forwardRaw(connection, yield* stack.connect(to));
      for (let payload = yield* connection.receive(); payload !== undefined; payload = yield* connection.receive()) {
        if (!isHttpRequest(payload)) {
          const far = yield* stack.connect(to);
          far.send(payload);
          return yield* this.forwardRaw(connection, far);
        }
        const reply = yield* stack.call({ ...to, kind: 'traffic', payload });
        connection.send(reply.payload);
        for (let part = yield* partOf(reply); part !== undefined; part = yield* partOf(reply)) connection.send(part);
      }
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      refuse(500, this.forwardFailure(request));
    }
  }

  private *forwardRaw(near: Connection, far: Connection): Process {
    const { kernel, group } = this.context;
    const there = kernel.spawn('port-forward in', pass(near, far), group);
    const back = kernel.spawn('port-forward out', pass(far, near), group);
    yield* race([ended(there), ended(back)]);
    far.close();
    near.close();
  }

  private session(container: Container, request: SessionRequest, end: SessionEnd): Session {
    return request.type === 'kubelet.exec'
      ? execSession(this.context, container, request, end)
      : attachSession(this.context, container, request, end);
  }

  private find(namespace: string, name: string): PodWorker | undefined {
    for (const worker of this.context.workers()) {
      const { metadata } = worker.pod;
      if (metadata.name === name && metadata.namespace === namespace) return worker;
    }
    return undefined;
  }

  private container(request: SessionRequest): Container | undefined {
    const container = this.find(request.namespace, request.pod)?.runtime.latest(request.container);
    return container?.isRunning ? container : undefined;
  }
}

/** What is said of a container that does not run, which differs by what was to be done with it. */
function notFound({ type, namespace, pod, container }: SessionRequest): string {
  return type === 'kubelet.attach' ? `container ${container} not found in pod ${pod}_${namespace}` : `container not found ("${container}")`;
}

function head(reply: Omit<KubeletReply, 'type'>): Reply {
  const payload: KubeletReply = { type: 'kubelet.reply', ...reply };
  return { kind: 'response', payload, ...(reply.isStream ? { isStream: true } : {}) };
}

function* pass(from: Connection, to: Connection): Process {
  try {
    for (let payload = yield* from.receive(); payload !== undefined; payload = yield* from.receive()) to.send(payload);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}

/** The next part of a streamed answer; undefined at its end, or when it is none. */
function* partOf(reply: Reply): Process<unknown> {
  return reply.stream ? yield* reply.stream.next() : undefined;
}

function* never(): Process<undefined> {
  return undefined;
}

/** What the kubelet answers to plain HTTP: that it lives. */
function page({ path }: HttpRequest): HttpResponse {
  const isAlive = path.split('?', 1)[0] === '/healthz';
  return { type: 'http.response', status: isAlive ? 200 : 404, headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }, body: isAlive ? 'ok' : '404 page not found\n' };
}
