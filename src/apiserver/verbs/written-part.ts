// What of an object a write changes: each subresource has its part.

import { withFields } from '../../base/index.ts';
import type { KubeInput, KubeObject, ObjectMeta, ObjectMetaInput } from '../../kinds/index.ts';
import { metadataThroughStatus, withUnsaidTimes } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';
import { partOf } from './validate.ts';

/** What a write says, and what of it counts. */
export interface WrittenPart {
  /** The current object with the input's part: everything but the status, or only the status; metadata either way. */
  readonly object: KubeObject;
  /** All that is said through a door that takes only a part of it. */
  readonly said?: KubeObject;
}

/** What an input means for the current object. */
export function applyInput(call: Call, input: KubeInput, current: KubeObject): WrittenPart {
  const { kind, request } = call;
  const given = input.metadata ?? {};
  const written = keptMetadata(kind.namespaced ? given : withoutNamespace(given), current.metadata);
  const defaulted = kind.defaults(input.metadata === written ? input : withFields(input, { metadata: written }));
  const metadata = withMaps(written, defaulted.metadata);
  if (request.subresource === 'status') {
    if (kind.custom) return { object: withStatus(current, defaulted.status) };
    const kept = metadataThroughStatus(kind, metadata, current.metadata);
    return { object: withFields(current, defaulted.status === undefined ? { metadata: kept } : { metadata: kept, status: withUnsaidTimes(kind.kind, defaulted.status) }) };
  }
  const { status, ...rest } = defaulted;
  const part = partOf(kind, request.subresource);
  const said = { ...defaulted, metadata };
  if (part) return { object: part.take(said, current), said };
  const kept = kind.hasStatus ? current.status : status;
  return { object: { ...rest, metadata, ...(kept === undefined ? {} : { status: kept }) } };
}

/** A custom object has no status that is there whatever is written: without one it is gone. */
function withStatus(current: KubeObject, status: unknown): KubeObject {
  if (status !== undefined) return { ...current, status };
  const { status: _, ...rest } = current;
  return rest;
}

/** Defaulting may add labels (a namespace its name) and annotations. */
function withMaps(metadata: ObjectMeta, { labels, annotations }: ObjectMetaInput): ObjectMeta {
  const withLabels = labels === undefined || labels === metadata.labels ? metadata : withFields(metadata, { labels });
  return annotations === undefined || annotations === metadata.annotations ? withLabels : withFields(withLabels, { annotations });
}

/** What a client may leave out of the metadata, and what it cannot change, as it was. */
function keptMetadata(input: ObjectMetaInput, current: ObjectMeta): ObjectMeta {
  if (input === current) return current;
  const { generation: _generation, managedFields: _fields, ...given } = input;
  const { deletionTimestamp, deletionGracePeriodSeconds, generation, managedFields, namespace } = current;
  return {
    ...given,
    name: current.name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: given.uid || current.uid,
    resourceVersion: current.resourceVersion,
    creationTimestamp: current.creationTimestamp,
    ...(generation === undefined ? {} : { generation }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
    ...(managedFields === undefined ? {} : { managedFields }),
  };
}

/** What belongs to the whole cluster drops a namespace that somebody wrote. */
export function withoutNamespace(metadata: ObjectMetaInput): ObjectMetaInput {
  if (metadata.namespace === undefined) return metadata;
  const { namespace: _, ...rest } = metadata;
  return rest;
}
