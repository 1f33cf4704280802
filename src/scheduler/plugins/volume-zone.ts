// Upstream: kube-scheduler, VolumeZone
import { changedNode } from '../cluster-event.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import { fits, unresolvable } from '../verdict.ts';
import { readyClaims } from '../volumes/pod-claims.ts';

const topologyLabels = ['failure-domain.beta.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];
/** Between several zones in one label. */
const separator = '__';

/** A volume whose labels name a zone or region is used only there. */
export const volumeZone: SchedulerPlugin = {
  name: 'VolumeZone',
  wokenByTaints: true,
  filter: ({ pod }, { storage }) => {
    const claims = readyClaims(pod, storage);
    if (!claims) return undefined;
    const wanted = claims.bound.flatMap(({ spec: { volumeName = '' } }) => {
      const labels = storage.volume(volumeName)?.metadata.labels ?? {};
      return topologyLabels.flatMap((key) => (labels[key] === undefined ? [] : [{ key, values: labels[key].split(separator) }]));
    });
    if (wanted.length === 0) return undefined;
    return ({ labels }) => (wanted.every(({ key, values }) => values.includes(labels[key] ?? '')) ? fits : unresolvable('node(s) had no available volume zone'));
  },
  mayHelp: (event) => event.type === 'storage-changed' || changedNode(event, 'labels') !== undefined,
};
