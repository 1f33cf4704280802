// Upstream: pkg/scheduler/framework/plugins/imagelocality/image_locality.go
import { greatestScore } from '../plugin.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import type { Pod } from '../../kinds/index.ts';
import type { Snapshot } from '../snapshot.ts';

const megabyte = 1024 * 1024;
const leastBytes = 23 * megabyte;
const greatestBytesPerContainer = 1000 * megabyte;

/** Prefers nodes that have the Pod's images already, the larger the better, the more common the image the better. */
export const imageLocality: SchedulerPlugin = {
  name: 'ImageLocality',
  weight: 1,
  scoring: ({ pod }, snapshot) => {
    const containers = pod.spec.containers.length + (pod.spec.initContainers?.length ?? 0);
    const images = knownImages(pod, snapshot);
    const greatest = greatestBytesPerContainer * containers;
    return {
      score: (node) => {
        let bytes = 0;
        for (const { scaledBytes, nodes } of images) if (nodes.has(node.name)) bytes += scaledBytes;
        const counted = Math.min(Math.max(bytes, leastBytes), greatest);
        return Math.floor((greatestScore * (counted - leastBytes)) / (greatest - leastBytes));
      },
    };
  },
};

function knownImages(pod: Pod, snapshot: Snapshot): readonly { readonly scaledBytes: number; readonly nodes: ReadonlySet<string> }[] {
  const total = snapshot.nodes.length;
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap(({ image }) => {
    const state = snapshot.image(normalizedName(image ?? ''));
    // An image that few nodes have must not draw all Pods there.
    return state ? [{ scaledBytes: Math.floor(state.sizeBytes * (state.nodes.size / total)), nodes: state.nodes }] : [];
  });
}

function normalizedName(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
