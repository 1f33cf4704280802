// Binding puts a Pod onto a node, once.
// Upstream: pkg/registry/core/pod/storage/storage.go (BindingREST)

import { formatTime, isObject, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { formatFieldErrors, notSupported, required, setCondition } from '../../kinds/index.ts';
import type { KubeObject, Pod, PodCondition, PodStatus, Status } from '../../kinds/index.ts';
import { isPod } from '../admission/service-account.ts';
import { admitSubresource } from '../admission/subresource-write.ts';
import { badRequest, conflict, notFound, plainError } from '../failures.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { guaranteedUpdate } from '../storage/guaranteed-update.ts';
import type { Change } from '../storage/guaranteed-update.ts';

/** What a create of a subresource that leaves no object answers. */
export const createdStatus: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

const bindings = { group: '', version: 'v1', resource: 'pods/binding' };

/** Serves a Pod's `binding`. */
export function* bind(call: Call): Process<Answer> {
  const { name = '' } = call.request;
  const body = yield* admitSubresource(call, 'CREATE', { apiVersion: 'v1', kind: 'Binding', body: call.request.body });
  yield* guaranteedUpdate(call, name, new Binding(call, targetNode(body, name), annotationsOf(body)));
  return created(createdStatus);
}

class Binding implements Change {
  private readonly call: Call;
  private readonly node: string;
  private readonly annotations: Readonly<Record<string, string>> | undefined;

  constructor(call: Call, node: string, annotations: Readonly<Record<string, string>> | undefined) {
    this.call = call;
    this.node = node;
    this.annotations = annotations;
  }

  *make(current: KubeObject | undefined): Process<KubeObject> {
    const { call } = this;
    if (!current || !isPod(current)) throw notFound(call.kind.gvr, call.request.name ?? '');
    return bound(call, current, this.node, this.annotations);
  }
}

function bound(call: Call, pod: Pod, node: string, annotations: Readonly<Record<string, string>> | undefined): KubeObject {
  const { name } = pod.metadata;
  if (pod.metadata.deletionTimestamp !== undefined) throw conflict(bindings, name, `pod ${name} is being deleted, cannot be assigned to a host`);
  if (pod.spec.nodeName) throw conflict(bindings, name, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`);
  if (pod.spec.schedulingGates?.length) throw conflict(bindings, name, `pod ${name} has non-empty .spec.schedulingGates`);
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'True',
    lastTransitionTime: formatTime(call.server.kernel.wallMs),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
  };
  const status = withFields(withoutNomination(pod.status), { conditions: setCondition(pod.status.conditions, condition) });
  const metadata = annotations ? withFields(pod.metadata, { annotations: { ...pod.metadata.annotations, ...annotations } }) : pod.metadata;
  return withFields(pod, { metadata, spec: withFields(pod.spec, { nodeName: node }), status });
}

/** Who has a node waits for none. */
function withoutNomination(status: PodStatus): PodStatus {
  if (status.nominatedNodeName === undefined) return status;
  const { nominatedNodeName: _, ...rest } = status;
  return rest;
}

function targetNode(body: unknown, name: string): string {
  if (!isObject(body)) throw badRequest('the body of the request is no Binding');
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  if (metadata['name'] && metadata['name'] !== name) throw badRequest('name in URL does not match name in Binding object');
  const target = isObject(body['target']) ? body['target'] : {};
  const { kind, name: node } = target;
  if (kind !== undefined && kind !== '' && kind !== 'Node') throw plainError(formatFieldErrors([notSupported('target.kind', kind, ['Node', '<empty>'])]));
  if (typeof node !== 'string' || node === '') throw plainError(formatFieldErrors([required('target.name')]));
  return node;
}

function annotationsOf(body: unknown): Readonly<Record<string, string>> | undefined {
  const metadata = isObject(body) && isObject(body['metadata']) ? body['metadata'] : {};
  if (!isObject(metadata['annotations'])) return undefined;
  const annotations: Record<string, string> = {};
  for (const [key, value] of Object.entries(metadata['annotations'])) if (typeof value === 'string') annotations[key] = value;
  return annotations;
}
