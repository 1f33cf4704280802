// Binding puts a Pod onto a node, once.
// Upstream: pkg/registry/core/pod/storage/storage.go (BindingREST)

import { formatTime, isObject, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { formatFieldErrors, notSupported, required, setCondition } from '../../kinds/index.ts';
import type { FieldError, KubeObject, Pod, PodCondition, PodStatus, Status } from '../../kinds/index.ts';
import { isPod } from '../admission/service-account.ts';
import { admitSubresource } from '../admission/subresource-write.ts';
import { badRequest, conflict, notFound, plainError } from '../failures.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { guaranteedUpdate } from '../storage/guaranteed-update.ts';
import type { Change } from '../storage/guaranteed-update.ts';
import { checkUid } from '../verbs/identity.ts';

/** What a create of a subresource that leaves no object answers. */
export const createdStatus: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

const bindings = { group: '', version: 'v1', resource: 'pods/binding' };

/** Serves a Pod's `binding`. */
export function* bind(call: Call): Process<Answer> {
  const { name = '' } = call.request;
  const body = yield* admitSubresource(call, 'CREATE', { apiVersion: 'v1', kind: 'Binding', body: call.request.body });
  yield* guaranteedUpdate(call, name, new Binding(call, targetNode(body, name), body));
  return created(createdStatus);
}

class Binding implements Change {
  private readonly call: Call;
  private readonly node: string;
  /** Which Pod of the name is meant; '' for any. */
  private readonly uid: string;
  private readonly annotations: Texts | undefined;
  private readonly labels: Texts | undefined;

  constructor(call: Call, node: string, body: unknown) {
    this.call = call;
    this.node = node;
    const { uid } = metadataIn(body);
    this.uid = typeof uid === 'string' ? uid : '';
    this.annotations = textsIn(body, 'annotations');
    this.labels = textsIn(body, 'labels');
  }

  *make(current: KubeObject | undefined): Process<KubeObject> {
    const { call } = this;
    if (!current || !isPod(current)) throw notFound(call.kind.gvr, call.request.name ?? '');
    if (this.uid !== '') checkUid(call, this.uid, current);
    return bound(call, withMetadata(current, this.annotations, this.labels), this.node);
  }
}

type Texts = Readonly<Record<string, string>>;

/** What the Binding says of annotations and labels is added to the Pod's. */
function withMetadata(pod: Pod, annotations: Texts | undefined, labels: Texts | undefined): Pod {
  if (!annotations && !labels) return pod;
  let { metadata } = pod;
  if (annotations) metadata = withFields(metadata, { annotations: { ...metadata.annotations, ...annotations } });
  if (labels) metadata = withFields(metadata, { labels: { ...metadata.labels, ...labels } });
  return withFields(pod, { metadata });
}

function bound(call: Call, pod: Pod, node: string): KubeObject {
  const { name } = pod.metadata;
  if (pod.metadata.deletionTimestamp !== undefined) throw conflict(bindings, name, `pod ${name} is being deleted, cannot be assigned to a host`);
  if (pod.spec.nodeName) throw conflict(bindings, name, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`);
  if (pod.spec.schedulingGates?.length) throw conflict(bindings, name, `pod ${name} has non-empty .spec.schedulingGates`);
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: formatTime(call.server.kernel.wallMs),
  };
  const status = withFields(withoutNomination(pod.status), { conditions: setCondition(pod.status.conditions, condition) });
  return withFields(pod, { spec: withFields(pod.spec, { nodeName: node }), status });
}

/** Who has a node waits for none. */
function withoutNomination(status: PodStatus): PodStatus {
  if (status.nominatedNodeName === undefined) return status;
  const { nominatedNodeName: _, ...rest } = status;
  return rest;
}

function targetNode(body: unknown, name: string): string {
  if (!isObject(body)) throw badRequest('the body of the request is no Binding');
  const metadata = metadataIn(body);
  if (metadata['name'] !== name) throw badRequest('name in URL does not match name in Binding object');
  const target = isObject(body['target']) ? body['target'] : {};
  const { kind, name: node } = target;
  const errors: FieldError[] = [];
  if (kind !== undefined && kind !== '' && kind !== 'Node') errors.push(notSupported('target.kind', kind, ['Node', '<empty>']));
  if (!node) errors.push(required('target.name'));
  if (errors.length > 0) throw plainError(formatFieldErrors(errors));
  return String(node);
}

function metadataIn(body: unknown): Readonly<Record<string, unknown>> {
  return isObject(body) && isObject(body['metadata']) ? body['metadata'] : {};
}

function textsIn(body: unknown, field: 'annotations' | 'labels'): Texts | undefined {
  const given = metadataIn(body)[field];
  if (!isObject(given)) return undefined;
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(given)) if (typeof value === 'string') texts[key] = value;
  return texts;
}
