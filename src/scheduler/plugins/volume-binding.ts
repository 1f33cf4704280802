// Upstream: kube-scheduler, VolumeBinding
import { changedNode } from '../cluster-event.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import { fits, unresolvable } from '../verdict.ts';
import { readyClaims, whyClaimsWait } from '../volumes/pod-claims.ts';
import { isReachable, planFor } from '../volumes/volume-plan.ts';

/** Claims: bound ones hold the Pod where their volumes are, others have to find volumes on the node. */
export const volumeBinding: SchedulerPlugin = {
  name: 'VolumeBinding',
  wokenByTaints: true,
  refuse: ({ pod }, { storage }) => {
    const why = whyClaimsWait(pod, storage);
    return why === undefined ? undefined : unresolvable(why);
  },
  filter: ({ pod }, { storage }) => {
    const claims = readyClaims(pod, storage);
    if (!claims) return undefined;
    return (node) => {
      for (const { spec: { volumeName = '' } } of claims.bound) {
        const volume = storage.volume(volumeName);
        if (!volume) return unresolvable('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
        if (!isReachable(volume, node)) return unresolvable("node(s) didn't match PersistentVolume's node affinity");
      }
      const plan = planFor(claims, storage, node);
      return typeof plan === 'string' ? unresolvable(plan) : fits;
    };
  },
  mayHelp: (event) => event.type === 'storage-changed' || changedNode(event, 'labels') !== undefined,
};
