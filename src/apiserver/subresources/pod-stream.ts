// Logs, exec and attach: passed on to the kubelet of the Pod's node, whose words are passed back.
// Upstream: pkg/registry/core/pod/rest (LogREST, ExecREST, AttachREST), strategy.go (LogLocation, streamLocation)

import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, forbidden, invalid as invalidField, kubeletPort } from '../../kinds/index.ts';
import type { FieldError, KubeletReply, KubeletRequest, KubeObject, LogOptions, Node, Pod } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { ReplyStream } from '../../network/index.ts';
import { lookUp } from '../cache/lookup.ts';
import { isPod } from '../admission/service-account.ts';
import { admitSubresource } from '../admission/subresource-write.ts';
import { badRequest, internalError, invalid, notFound, plainError } from '../failures.ts';
import { limits } from '../limits.ts';
import type { Call } from '../request/call.ts';
import type { Outlet } from '../request/outlet.ts';
import { readObject } from '../verbs/get.ts';

/** What of a Pod is to be streamed, as PodLogOptions, PodExecOptions, PodAttachOptions and PodPortForwardOptions say it. */
type Options = Readonly<Record<string, unknown>>;

/** The subresources of a Pod that its kubelet serves. */
export type PodStream = 'log' | 'exec' | 'attach' | 'portforward';

/** As what admission sees the options of those that connect to a Pod. */
const optionKinds = { exec: 'PodExecOptions', attach: 'PodAttachOptions', portforward: 'PodPortForwardOptions' } as const;

/** Serves a Pod's `log`, `exec` and `attach`; options come in the request's body. */
export function* podStream(
  call: Call,
  what: PodStream,
  outlet: Outlet,
): Process {
  const request = yield* kubeletRequest(call, what);
  if (!request) {
    outlet.sendHead({ isStream: true, status: 204 }); // a Pod without a node has no log yet
    outlet.finish();
    return;
  }
  const answer = yield* callKubelet(call, request);
  outlet.sendHead({ isStream: true });
  if (answer.stream) yield* passOn(answer.stream, outlet);
  outlet.finish();
}

/** A session that comes as a plain request: what is wrong with it otherwise is told first. Throws BadRequest and NotFound. */
export function* refusePlainSession(call: Call, what: Exclude<PodStream, 'log'>): Process<never> {
  yield* kubeletRequest(call, what);
  throw badRequest('Upgrade request required');
}

/** The request to the kubelet and where it goes; undefined when there is nothing to ask for. Throws the answer to bad options. */
export function* kubeletRequest(
  call: Call,
  what: PodStream,
): Process<{ readonly address: string; readonly payload: KubeletRequest } | undefined> {
  if (what !== 'log') yield* admitSubresource(call, 'CONNECT', { apiVersion: 'v1', kind: optionKinds[what], body: call.request.body });
  if (what === 'log') checkLogOptions(call);
  const pod = yield* readObject(call);
  if (!isPod(pod)) throw notFound(call.kind.gvr, call.request.name ?? '');
  const options = isObject(call.request.body) ? call.request.body : {};
  const container = what === 'portforward' ? '' : containerOf(pod, options['container']);
  const { nodeName } = pod.spec;
  if (!nodeName) {
    if (what === 'log') return undefined;
    throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  }
  const address = yield* addressOfNode(call, nodeName);
  return { address, payload: payloadFor(what, { namespace: pod.metadata.namespace, pod: pod.metadata.name, container }, options) };
}

/** Throws Invalid for options of a log that make no sense. Upstream: pkg/apis/core/validation ValidatePodLogOptions */
function checkLogOptions({ request: { name = '', body } }: Call): void {
  const { tailLines, limitBytes, sinceSeconds, sinceTime, stream }: Options = isObject(body) ? body : {};
  const errors: FieldError[] = [];
  if (typeof tailLines === 'number' && tailLines < 0) errors.push(invalidField('tailLines', tailLines, 'must be greater than or equal to 0'));
  if (typeof limitBytes === 'number' && limitBytes < 1) errors.push(invalidField('limitBytes', limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== undefined) errors.push(forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  else if (typeof sinceSeconds === 'number' && sinceSeconds < 1) errors.push(invalidField('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  if (stream !== undefined) errors.push(forbidden('stream', 'may not be specified')); // feature PodLogsQuerySplitStreams is off
  if (errors.length > 0) throw invalid({ group: '', version: 'v1', kind: 'PodLogOptions' }, name, errors);
}

function payloadFor(
  what: PodStream,
  target: { readonly namespace: string; readonly pod: string; readonly container: string },
  options: Options,
): KubeletRequest {
  const stdin = options['stdin'] === true;
  const tty = options['tty'] === true;
  switch (what) {
    case 'log':
      return { type: 'kubelet.logs', ...target, options: logOptions(options) };
    case 'exec':
      return { type: 'kubelet.exec', ...target, command: commandOf(options['command']), stdin, tty, ...sizeOf(options) };
    case 'attach':
      return { type: 'kubelet.attach', ...target, stdin, tty, ...sizeOf(options) };
    case 'portforward':
      return { type: 'kubelet.portForward', namespace: target.namespace, pod: target.pod, ...portOf(options['ports']) };
  }
}

function sizeOf({ columns, rows }: Options): { readonly columns: number; readonly rows: number } | undefined {
  return typeof columns === 'number' && typeof rows === 'number' ? { columns, rows } : undefined;
}

function portOf(ports: unknown): { readonly port?: number } {
  if (ports === undefined) return {};
  const port: unknown = Array.isArray(ports) ? ports[0] : ports;
  if (typeof port !== 'number' || port < 1 || port > 65_535) throw badRequest(`invalid port: ${String(port)}`);
  return { port };
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
function containerOf({ spec, metadata: { name } }: Pod, wanted: unknown): string {
  const { containers, initContainers = [], ephemeralContainers = [] } = spec;
  if (typeof wanted === 'string' && wanted !== '') {
    const all = [...containers, ...initContainers, ...ephemeralContainers];
    if (all.some((container) => container.name === wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  const [only] = containers;
  if (containers.length === 1 && only) return only.name;
  const init = initContainers.length === 0 ? '' : ` or one of the init containers: [${namesOf(initContainers)}]`;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${namesOf(containers)}]${init}`);
}

function namesOf(containers: readonly { readonly name: string }[]): string {
  return containers.map(({ name }) => name).join(' ');
}

function isNode(object: KubeObject): object is Node {
  return object.kind === 'Node' && object.apiVersion === 'v1';
}

/** Where a node is reached: kube-apiserver --kubelet-preferred-address-types, as kubeadm sets it: InternalIP first. Throws NotFound and an error. */
export function* addressOfNode(call: Pick<Call, 'server'>, name: string): Process<string> {
  const node = yield* lookUp(call.server, { apiVersion: 'v1', kind: 'Node', name });
  if (!node || !isNode(node)) throw notFound({ group: '', version: 'v1', resource: 'nodes' }, name);
  const addresses = node.status.addresses ?? [];
  for (const type of ['InternalIP', 'ExternalIP', 'Hostname']) {
    const found = addresses.find((address) => address.type === type);
    if (found) return found.address;
  }
  throw plainError('no preferred addresses found; known addresses: []');
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

/** Whether a payload is the head of a kubelet's answer. */
export function isKubeletReply(payload: unknown): payload is KubeletReply {
  return isObject(payload) && payload['type'] === 'kubelet.reply';
}

/** The kubelet's refusal as the server passes it on. */
export function refusedByKubelet(call: Call, reply: KubeletReply): ApiError {
  const message = reply.message ?? '';
  if (reply.code === 400) return badRequest(message);
  if (reply.code === 404) return new ApiError({ ...notFound(call.kind.gvr, call.request.name ?? '').status, message });
  return internalError(message);
}

/** How Go's HTTP client says that it did not get through. */
export function dialError(payload: KubeletRequest, address: string, error: NetworkError): string {
  const why = error.code === 'ECONNREFUSED' ? `dial tcp ${address}:${kubeletPort}: connect: connection refused` : error.message;
  if (payload.type !== 'kubelet.logs') return `error dialing backend: ${why}`;
  const { namespace, pod, container, options } = payload;
  const query = options.follow ? '?follow=true' : '';
  return `Get "https://${address}:${kubeletPort}/containerLogs/${namespace}/${pod}/${container}${query}": ${why}`;
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
