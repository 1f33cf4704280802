// kubectl port-forward: ports of this machine that lead to a Pod.
// Upstream: k8s.io/kubectl pkg/cmd/portforward

import { ipVersion, isObject } from '../../../base/index.ts';
import { Signal } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { Pod, Service } from '../../../kinds/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { Exchange, Reply } from '../../../network/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, RequestError, usageError } from '../../core/errors.ts';
import { duration, strings } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { checkRunningTimeout, podOf, podsResource } from '../../streaming/pods.ts';

export const portForward: Command = {
  name: 'port-forward', short: 'Forward one or more local ports to a pod', usage: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  flags: [
    strings('address', 'Addresses to listen on (comma separated). Only accepts IP addresses or localhost as a value. When localhost is supplied, kubectl will try to bind on both 127.0.0.1 and ::1 and will fail if neither of these addresses are available to bind.', { value: '[localhost]' }),
    duration('pod-running-timeout', 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running', { value: '1m0s' }),
  ],
  run: runPortForward,
};

interface Ports {
  readonly local: number;
  readonly remote: number;
}

function* runPortForward(kubectl: Kubectl, args: readonly string[]): Process {
  const [word, ...specs] = args;
  if (word === undefined || specs.length === 0) throw usageError(kubectl.found.path, 'TYPE/NAME and list of ports are required for port-forward');
  checkRunningTimeout(kubectl);
  const pod = yield* podOf(kubectl, word, 'attach to', kubectl.flags.durationMs('pod-running-timeout'));
  const service = yield* serviceOf(kubectl, word);
  const ports = specs.map((spec) => readPorts(spec, pod, service));
  if (pod.status.phase !== 'Running') throw new CommandError(`unable to forward port because pod is not running. Current status=${pod.status.phase}`);
  for (const address of kubectl.flags.list('address')) if (address !== 'localhost' && ipVersion(address) === undefined) throw new CommandError(`${address} is not a valid IP`);
  const { kernel, stack, group } = kubectl.context.sandbox;
  const lost = new Signal('the connection to the pod');
  const own = (kernel.currentProcess?.group ?? group).subgroup('port-forward');
  try {
    for (const each of ports) {
      stack.serve({ port: each.local, name: 'kubectl port-forward', group: own, handler: (exchange) => forward(kubectl, pod, each, exchange, lost) });
      yield* kubectl.out(`Forwarding from 127.0.0.1:${each.local} -> ${each.remote}\n`);
      if (kubectl.flags.list('address').length === 0) yield* kubectl.out(`Forwarding from [::1]:${each.local} -> ${each.remote}\n`);
    }
    yield* lost.next();
    throw new CommandError('lost connection to pod');
  } finally {
    own.dispose();
  }
}

function* serviceOf(kubectl: Kubectl, word: string): Process<Service | undefined> {
  const [type = '', name] = word.split('/');
  if (name === undefined || (yield* kubectl.discovery()).need(type).kind !== 'Service') return undefined;
  return (yield* kubectl.api.ask('get', { mapping: { group: '', version: 'v1', resource: 'services' }, namespace: kubectl.namespace, name })) as Service;
}

/** The ports of `8888:http`; a Service's ports are those of the Pod behind them. */
function readPorts(spec: string, pod: Pod, service: Service | undefined): Ports {
  const [first = '', second] = spec.split(':');
  const target = second ?? first;
  const remote = service ? servicePort(target, pod, service) : podPort(target, pod);
  const local = second === undefined ? (/^\d+$/.test(first) ? Number(first) : remote) : first === '' ? remote : Number(first);
  if (!Number.isInteger(local) || local < 0 || local > 65_535) throw new CommandError(`error parsing local port '${first}': strconv.ParseUint: parsing ${JSON.stringify(first)}: ${/^\d+$/.test(first) ? 'value out of range' : 'invalid syntax'}`);
  return { local, remote };
}

function podPort(target: string, pod: Pod): number {
  if (/^\d+$/.test(target)) return Number(target);
  const named = pod.spec.containers.flatMap((container) => container.ports ?? []).find((port) => port.name === target);
  if (!named) throw new CommandError(`Pod '${pod.metadata.name}' does not have a named port '${target}'`);
  return named.containerPort;
}

function servicePort(target: string, pod: Pod, service: Service): number {
  const found = (service.spec.ports ?? []).find((port) => port.name === target || String(port.port) === target);
  if (!found) throw new CommandError(/^\d+$/.test(target) ? `Service ${service.metadata.name} does not have a service port ${target}` : `Service '${service.metadata.name}' does not have a named port '${target}'`);
  return podPort(String(found.targetPort), pod);
}

/** Passes one request on to the Pod and its answer back; the first failure ends all forwarding. */
function* forward(kubectl: Kubectl, pod: Pod, ports: Ports, exchange: Exchange, lost: Signal): Process<Reply | undefined> {
  yield* kubectl.out(`Handling connection for ${ports.local}\n`);
  try {
    const payload = yield* throughPod(kubectl, pod, ports.remote, exchange.request);
    return { kind: 'traffic', payload };
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof RequestError) && !(error instanceof NetworkError)) throw error;
    yield* kubectl.log('E', 'portforward.go:424', `"Unhandled Error" err=${JSON.stringify(`an error occurred forwarding ${ports.local} -> ${ports.remote}: ${error.message}`)}`);
    exchange.abortByServer();
    lost.notify();
    return undefined;
  }
}

/** One question through the API server and the kubelet to a port inside the Pod. */
function* throughPod(kubectl: Kubectl, pod: Pod, port: number, question: unknown): Process<object> {
  const { namespace, name } = pod.metadata;
  const connection = yield* kubectl.api.connect({ mapping: podsResource, namespace, name, subresource: 'portforward', body: { ports: [port] } });
  try {
    connection.send(question);
    const answer = yield* connection.receive();
    if (!isObject(answer)) throw new NetworkError('ECONNRESET', 'unexpected EOF');
    if (answer['type'] === 'kubelet.reply') throw new NetworkError('ECONNREFUSED', String(answer['message']));
    return answer;
  } finally {
    connection.close();
  }
}
