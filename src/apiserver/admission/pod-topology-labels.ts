// A Pod that gets a node gets the labels that say where the node is.
// Upstream: plugin/pkg/admission/podtopologylabels

import { isObject, withFields } from '../../base/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import { lookUp } from '../cache/lookup.ts';
import { isCreation, isPodKind } from './plugin.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { isPod } from './service-account.ts';

const copied = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];

export const podTopologyLabels: AdmissionPlugin = {
  name: 'PodTopologyLabels',
  handles: (target) => isPodKind(target.kind) && (isCreation(target) || (target.operation === 'CREATE' && target.subresource === 'binding')),
  *mutate({ call, object }) {
    if (!object) return undefined;
    const name = nodeNameIn(object);
    if (name === undefined || name === '') return undefined;
    const node = yield* lookUp(call.server, { apiVersion: 'v1', kind: 'Node', name });
    const { labels } = object.metadata;
    const added: Record<string, string> = {};
    for (const key of copied) {
      const value = node?.metadata.labels?.[key];
      if (value !== undefined && labels?.[key] !== value) added[key] = value;
    }
    if (Object.keys(added).length === 0) return undefined;
    return withFields(object, { metadata: withFields(object.metadata, { labels: { ...labels, ...added } }) });
  },
};

function nodeNameIn(object: KubeObject): string | undefined {
  if (isPod(object)) return object.spec.nodeName;
  const { target }: Readonly<Record<string, unknown>> & KubeObject = { ...object };
  const name = isObject(target) ? target['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}
