// A volume that is recycled is emptied by a Pod, and then waits for the next claim.
// Upstream: pkg/volume/util/recyclerclient/recycler_client.go, pkg/controller/volume/persistentvolume recycleVolumeOperation
import { quantityWhole } from '../../base/index.ts';
import type { WatchStream } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, eventKind, keyOf, podKind } from '../../kinds/index.ts';
import type { Event, PersistentVolume, PodInput } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { unbind } from './binding.ts';
import { namespace, prefix } from './recycled-by.ts';

const secondsPerGibibyte = 30; // kube-controller-manager --pv-recycler-increment-timeout-nfs, --pv-recycler-timeout-increment-hostpath

type PodSpec = NonNullable<PodInput['spec']>;

/** How volumes of a type are emptied. */
interface Recycler {
  readonly volume: NonNullable<PodSpec['volumes']>[number];
  readonly leastSeconds: number;
}

function recyclerOf({ spec: { hostPath, nfs } }: PersistentVolume): Recycler | undefined {
  if (hostPath) return { volume: { name: 'vol', hostPath: { ...hostPath, type: '' } }, leastSeconds: 60 }; // --pv-recycler-minimum-timeout-hostpath
  return nfs && { volume: { name: 'vol', nfs }, leastSeconds: 300 }; // --pv-recycler-minimum-timeout-nfs
}

/** Watches that are open on the events of Pods that empty volumes, by the uid of the Pod. */
export type FollowedPods = Map<string, WatchStream<Event> | undefined>;

/** Brings the emptying of a volume one step further. Gives why it is not emptied. */
export function* recycle(context: ControllerContext, volume: PersistentVolume, followed: FollowedPods): Process<string | undefined> {
  const recycler = recyclerOf(volume);
  if (!recycler) return 'No recycler plugin found for the volume!';
  const { client, informers, recorder } = context;
  const name = `${prefix}${volume.metadata.name}`;
  const pods = client.of(podKind);
  const pod = informers.of(podKind).store.get(keyOf(namespace, name)) ?? (yield* pods.create({ apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name }, spec: podSpec(recycler, volume) }));
  const { uid } = pod.metadata;
  if (!followed.has(uid)) {
    followed.set(uid, undefined);
    context.spawn(`events of ${name}`, follow(context, volume, uid, followed));
  }
  const { phase, message } = pod.status;
  if (phase !== 'Succeeded' && phase !== 'Failed') return undefined;
  followed.get(uid)?.cancel();
  followed.delete(uid);
  yield* unlessGone(pods.delete(pod.metadata));
  if (phase === 'Failed') return `Recycle failed: ${message || 'pod failed, pod.Status.Message unknown'}`;
  recorder.record(volume, { type: 'Normal', reason: 'VolumeRecycled', message: 'Volume recycled' });
  yield* unbind(context, volume);
  return undefined;
}

/** Tells of the volume what happens to the Pod. */
function* follow({ client, recorder }: ControllerContext, volume: PersistentVolume, uid: string, followed: FollowedPods): Process {
  try {
    const watch = yield* client.of(eventKind).watch(namespace, { fieldSelector: `involvedObject.uid=${uid}` });
    followed.set(uid, watch);
    for (let change = yield* watch.next(); change; change = yield* watch.next()) {
      if (change.type !== 'ADDED') continue;
      const { type, message } = change.object;
      recorder.record(volume, { type: type === 'Warning' ? 'Warning' : 'Normal', reason: 'RecyclerPod', message: `Recycler pod: ${message ?? ''}` });
    }
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error; // what is not told harms nobody
  }
}

function podSpec({ volume, leastSeconds }: Recycler, { spec: { capacity } }: PersistentVolume): PodSpec {
  const gibibytes = Math.floor(quantityWhole(capacity?.['storage'] ?? '0') / 2 ** 30);
  return {
    restartPolicy: 'Never',
    activeDeadlineSeconds: Math.max(leastSeconds, gibibytes * secondsPerGibibyte),
    volumes: [volume],
    containers: [{
      name: 'pv-recycler',
      image: 'registry.k8s.io/build-image/debian-base:bookworm-v1.0.6',
      command: ['/bin/sh'],
      args: ['-c', 'test -e /scrub && find /scrub -mindepth 1 -delete && test -z "$(ls -A /scrub)" || exit 1'],
      volumeMounts: [{ name: 'vol', mountPath: '/scrub' }],
    }],
  };
}
