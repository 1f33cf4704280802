// Logs, exec and attach: passed on to the kubelet of the Pod's node, whose words are passed back.
// Upstream: pkg/registry/core/pod/rest (LogREST, ExecREST, AttachREST), strategy.go (LogLocation, streamLocation)

import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, kubeletPort } from '../../kinds/index.ts';
import type { KubeletReply, KubeletRequest, KubeObject, LogOptions, Node, Pod } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { ReplyStream } from '../../network/index.ts';
import { lookUp } from '../admission/lookup.ts';
import { isPod } from '../admission/service-account.ts';
import { badRequest, internalError, notFound, plainError } from '../failures.ts';
import { limits } from '../limits.ts';
import type { Call } from '../request/call.ts';
import type { Outlet } from '../request/outlet.ts';
import { readObject } from '../verbs/get.ts';

/** What of a Pod is to be streamed, as PodLogOptions, PodExecOptions and PodAttachOptions say it. */
type Options = Readonly<Record<string, unknown>>;

/** Serves a Pod's `log`, `exec` and `attach`; options come in the request's body. */
export function* podStream(
  call: Call,
  what: 'log' | 'exec' | 'attach',
  outlet: Outlet,
): Process {
  const request = yield* kubeletRequest(call, what);
  if (!request) {
    outlet.sendHead({ isStream: true }); // a Pod without a node has no log yet
    outlet.finish();
    return;
  }
  const answer = yield* callKubelet(call, request);
  outlet.sendHead({ isStream: true });
  if (answer.stream) yield* passOn(answer.stream, outlet);
  outlet.finish();
}

/** The request to the kubelet and where it goes; undefined when there is nothing to ask for. Throws the answer to bad options. */
export function* kubeletRequest(
  call: Call,
  what: 'log' | 'exec' | 'attach',
): Process<{ readonly address: string; readonly payload: KubeletRequest } | undefined> {
  const pod = yield* readObject(call);
  if (!isPod(pod)) throw notFound(call.kind.gvr, call.request.name ?? '');
  const options = isObject(call.request.body) ? call.request.body : {};
  const container = containerOf(pod, options['container'], what);
  const { nodeName } = pod.spec;
  if (!nodeName) {
    if (what === 'log') return undefined;
    throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  }
  const address = yield* addressOf(call, nodeName);
  return { address, payload: payloadFor(what, { namespace: pod.metadata.namespace, pod: pod.metadata.name, container }, options) };
}

function payloadFor(
  what: 'log' | 'exec' | 'attach',
  target: { readonly namespace: string; readonly pod: string; readonly container: string },
  options: Options,
): KubeletRequest {
  const stdin = options['stdin'] === true;
  const tty = options['tty'] === true;
  switch (what) {
    case 'log':
      return { type: 'kubelet.logs', ...target, options: logOptions(options) };
    case 'exec':
      return { type: 'kubelet.exec', ...target, command: commandOf(options['command']), stdin, tty };
    case 'attach':
      return { type: 'kubelet.attach', ...target, stdin, tty };
  }
}

function commandOf(command: unknown): readonly string[] {
  const words = Array.isArray(command) ? command.filter((word) => typeof word === 'string') : [];
  if (words.length === 0) throw badRequest('you must specify at least 1 command for the container');
  return words;
}

function logOptions(options: Options): LogOptions {
  const numbers = ['sinceSeconds', 'tailLines', 'limitBytes'] as const;
  const flags = ['follow', 'previous', 'timestamps'] as const;
  const read: Record<string, unknown> = {};
  for (const name of numbers) if (typeof options[name] === 'number') read[name] = options[name];
  for (const name of flags) if (options[name] === true) read[name] = true;
  if (typeof options['sinceTime'] === 'string') read['sinceTime'] = options['sinceTime'];
  return read;
}

/** The container that is meant: the named one, or the only one. */
function containerOf(pod: Pod, wanted: unknown, what: 'log' | 'exec' | 'attach'): string {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  const all = [...containers, ...initContainers, ...ephemeralContainers].map(({ name }) => name);
  const { name } = pod.metadata;
  if (typeof wanted === 'string' && wanted !== '') {
    if (all.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  const [only] = containers;
  if (containers.length === 1 && only && (what !== 'log' || initContainers.length + ephemeralContainers.length === 0)) return only.name;
  if (what !== 'log' && only && containers.length === 1) return only.name;
  const init = initContainers.length === 0 ? '' : ` or one of the init containers: [${initContainers.map((container) => container.name).join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${containers.map((container) => container.name).join(' ')}]${init}`);
}

function isNode(object: KubeObject): object is Node {
  return object.kind === 'Node' && object.apiVersion === 'v1';
}

/** kube-apiserver --kubelet-preferred-address-types, as kubeadm sets it: InternalIP first. */
function* addressOf(call: Call, name: string): Process<string> {
  const node = yield* lookUp(call.server, { apiVersion: 'v1', kind: 'Node', name });
  if (!node || !isNode(node)) throw notFound({ group: '', version: 'v1', resource: 'nodes' }, name);
  const addresses = node.status.addresses ?? [];
  for (const type of ['InternalIP', 'ExternalIP', 'Hostname']) {
    const found = addresses.find((address) => address.type === type);
    if (found) return found.address;
  }
  throw internalError(`no preferred addresses found; known addresses: []`);
}

function* callKubelet(call: Call, { address, payload }: { readonly address: string; readonly payload: KubeletRequest }) {
  const { stack } = call.server;
  try {
    const reply = yield* stack.call({ address, port: kubeletPort, kind: 'request', payload, timeoutMs: limits.kubeletDialMs });
    if (!isKubeletReply(reply.payload)) throw internalError('the kubelet did not answer as one');
    if (reply.payload.code >= 400) throw refusedByKubelet(call, reply.payload);
    return reply;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw plainError(dialError(payload, address, error));
  }
}

function isKubeletReply(payload: unknown): payload is KubeletReply {
  return isObject(payload) && payload['type'] === 'kubelet.reply';
}

/** How Go's HTTP client says that it did not get through. */
function dialError(payload: KubeletRequest, address: string, error: NetworkError): string {
  const place = `https://${address}:${kubeletPort}`;
  if (payload.type === 'kubelet.logs') {
    const { namespace, pod, container, options } = payload;
    const query = options.follow ? '?follow=true' : '';
    return `Get "${place}/containerLogs/${namespace}/${pod}/${container}${query}": ${error.message}`;
  }
  return `error dialing backend: ${error.message}`;
}

function refusedByKubelet({ kind, request }: Call, reply: KubeletReply): ApiError {
  const message = reply.message ?? '';
  if (reply.code === 400) return badRequest(message);
  if (reply.code === 404) return new ApiError({ ...notFound(kind.gvr, request.name ?? '').status, message });
  return internalError(message);
}

function* passOn(from: ReplyStream, to: Outlet): Process {
  try {
    for (let payload = yield* from.next(); payload !== undefined; payload = yield* from.next()) {
      to.push(payload);
      if (to.isClosed) break;
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  } finally {
    from.cancel();
  }
}
