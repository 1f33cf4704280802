import type { KubeObject, ObjectList, Table } from '../../kinds/index.ts';
import { tableOf } from '../table/table.ts';
import { partOf } from '../verbs/validate.ts';
import type { Call } from './call.ts';

/** An object in the version in which the client speaks of it. */
export function inSpokenForm({ spoken: { view } }: Call, object: KubeObject): KubeObject {
  return view ? view.fromStored(object) : object;
}

/** An object in the form that was asked for. */
export function presentObject(call: Call, object: KubeObject): KubeObject | Table {
  const { request, kind, server } = call;
  if (request.as === 'object') return inSpokenForm(call, object);
  // The parts of a Pod's spec that have doors of their own are shown by name and age.
  const shown = partOf(kind, request.subresource) ? { ...kind, columns: kind.columns?.filter(({ name }) => name === 'Name' || name === 'Age') ?? [] } : kind;
  return tableOf(shown, [object], {
    form: call.spoken.view,
    nowMs: server.kernel.wallMs,
    include: request.options.includeObject,
    metadata: { resourceVersion: object.metadata.resourceVersion },
  });
}

/** A list in the form that was asked for. */
export function presentList(call: Call, items: readonly KubeObject[], metadata: ObjectList['metadata']): ObjectList | Table {
  const { request, kind, server } = call;
  if (request.as === 'object') {
    const { listKind, apiVersion, view } = call.spoken;
    return { kind: listKind, apiVersion, metadata, items: view ? items.map((item) => view.fromStored(item)) : items };
  }
  return tableOf(kind, items, { form: call.spoken.view, nowMs: server.kernel.wallMs, include: request.options.includeObject, metadata });
}
