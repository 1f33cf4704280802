import type { AnyKind, KubeObject, ObjectList, Table } from '../../kinds/index.ts';
import { notAcceptable } from '../failures.ts';
import { tableOf } from '../table/table.ts';
import { partOf } from '../verbs/validate.ts';
import type { Call } from './call.ts';
import { internalGroup } from './internal-group.ts';

/** An object in the version in which the client speaks of it. */
export function inSpokenForm({ spoken: { view } }: Call, object: KubeObject): KubeObject {
  return view ? view.fromStored(object) : object;
}

/** What a client gets that wants to know no more of an object than its metadata. */
interface PartialObject {
  readonly kind: 'PartialObjectMetadata';
  readonly apiVersion: string;
  readonly metadata: KubeObject['metadata'];
}

/** The version in which tables and metadata are wanted. */
export const metaVersion = ({ request }: Call): `meta.k8s.io/${string}` => `meta.k8s.io/${request.asVersion ?? 'v1'}`;

/** An object's metadata alone. */
export function metadataOf(call: Call, { metadata }: KubeObject): PartialObject {
  return { kind: 'PartialObjectMetadata', apiVersion: metaVersion(call), metadata };
}

/** What Go calls a kind's internal type. */
const internalType = (kind: AnyKind): string => `*${internalGroup(kind)}.${kind.kind}`;

/** An object in the form that was asked for. Throws NotAcceptable when that is a form of lists. */
export function presentObject(call: Call, object: KubeObject): KubeObject | Table | PartialObject {
  const { request, kind, server } = call;
  switch (request.as) {
    case 'object': return inSpokenForm(call, object);
    case 'metadata': return metadataOf(call, object);
    case 'metadataList': throw notAcceptable(`you requested PartialObjectMetadataList, but the requested object is not a list (${internalType(kind)})`);
    case 'table':
  }
  // The parts of a Pod's spec that have doors of their own are shown by name and age.
  const shown = partOf(kind, request.subresource) ? { ...kind, columns: kind.columns?.filter(({ name }) => name === 'Name' || name === 'Age') ?? [] } : kind;
  return tableOf(shown, [object], {
    apiVersion: metaVersion(call),
    form: call.spoken.view,
    nowMs: server.kernel.wallMs,
    include: request.options.includeObject,
    metadata: { resourceVersion: object.metadata.resourceVersion },
  });
}

/** A list in the form that was asked for. Throws NotAcceptable when that is a form of single objects. */
export function presentList(call: Call, items: readonly KubeObject[], metadata: ObjectList['metadata']): object {
  const { request, kind, server } = call;
  switch (request.as) {
    case 'object': {
      const { listKind, apiVersion, view } = call.spoken;
      const list: ObjectList = { kind: listKind, apiVersion, metadata, items: view ? items.map((item) => view.fromStored(item)) : items };
      return list;
    }
    case 'metadata': throw notAcceptable(`you requested PartialObjectMetadata, but the requested object is a list (${internalType(kind)}List)`);
    case 'metadataList': return { kind: 'PartialObjectMetadataList', apiVersion: metaVersion(call), metadata, items: items.map((item) => metadataOf(call, item)) };
    case 'table':
  }
  return tableOf(kind, items, { apiVersion: metaVersion(call), form: call.spoken.view, nowMs: server.kernel.wallMs, include: request.options.includeObject, metadata });
}
