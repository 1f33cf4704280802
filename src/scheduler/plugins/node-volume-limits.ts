// Upstream: kube-scheduler, NodeVolumeLimits (pkg/scheduler/framework/plugins/nodevolumelimits/csi.go)
import { storageClassOf, volumeClaimName } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { changedNode } from '../cluster-event.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import { fits, unschedulable } from '../verdict.ts';
import { hasClaims } from '../volumes/pod-claims.ts';
import type { Storage } from '../volumes/storage.ts';

const tooMany = unschedulable('node(s) exceed max volume count');

/** A driver attaches no more volumes to a node than its CSINode says; one that several Pods there use counts once. */
export const nodeVolumeLimits: SchedulerPlugin = {
  name: 'NodeVolumeLimits',
  filter: ({ pod }, { storage }) => {
    const wanted = attachments([pod], storage);
    if (wanted.size === 0) return undefined;
    return ({ name, pods }) => {
      const limits = storage.attachable(name);
      if (![...wanted.keys()].some((driver) => limits.has(driver))) return fits;
      const present = attachments([...pods.values()].map((info) => info.pod), storage);
      for (const [driver, volumes] of wanted) {
        const attached = present.get(driver) ?? none;
        const more = [...volumes].filter((volume) => !attached.has(volume)).length;
        if (more > 0 && attached.size + more > (limits.get(driver) ?? Infinity)) return tooMany;
      }
      return fits;
    };
  },
  mayHelp: (event) => event.type === 'pod-gone' || event.type === 'storage-changed' || changedNode(event) !== undefined,
};

const none: ReadonlySet<string> = new Set();

/** The volumes that Pods use, bound or yet to be made for them, by their drivers. */
function attachments(pods: readonly Pod[], storage: Storage): ReadonlyMap<string, ReadonlySet<string>> {
  const byDriver = new Map<string, Set<string>>();
  for (const pod of pods) {
    if (!hasClaims(pod)) continue;
    for (const { driver, volume } of volumesOf(pod, storage)) {
      const known = byDriver.get(driver);
      if (known) known.add(volume);
      else byDriver.set(driver, new Set([volume]));
    }
  }
  return byDriver;
}

function volumesOf({ metadata: { namespace, name: podName }, spec: { volumes = [] } }: Pod, storage: Storage): readonly { readonly driver: string; readonly volume: string }[] {
  return volumes.flatMap((each) => {
    const claimName = volumeClaimName(podName, each);
    const claim = claimName === undefined ? undefined : storage.claim(namespace, claimName);
    if (!claim) return [];
    const { volumeName = '' } = claim.spec;
    if (volumeName !== '') {
      const csi = storage.volume(volumeName)?.spec.csi;
      return csi ? { driver: csi.driver, volume: csi.volumeHandle } : [];
    }
    const driver = storage.storageClass(storageClassOf(claim))?.provisioner;
    return driver === undefined ? [] : { driver, volume: `${namespace}/${claim.metadata.name}` };
  });
}
