import type { EntityId } from '../../../protocol/index.ts';
import type { Box } from '../scene/geometry.ts';
import type { ClusterScene } from '../layout/cluster.ts';
import type { Scene } from '../scene/scene.ts';

/** A Pod on its way from the fence to its node, in the page's own time. */
export interface Slide { readonly pod: EntityId; readonly from: Box; readonly to: Box; readonly startMs: number }

/** How long a Pod slides to its node at human pace. */
export const slideMs = 280;
/** Above so many messages a second nobody could follow, so nothing slides. */
const fastest = 8;

const isCluster = (scene: Scene): scene is ClusterScene => 'workers' in scene;

/** Pods that stood outside the fence before and stand in a node now. */
export function slidesBetween(before: Scene | undefined, after: Scene, at: { readonly pageMs: number; readonly messagesPerSecond: number }): readonly Slide[] {
  if (!before || !isCluster(before) || !isCluster(after) || !before.fence || at.messagesPerSecond > fastest) return [];
  const slides: Slide[] = [];
  for (const [pod, from] of before.fence.tiles) {
    const to = after.workers.places.get(pod);
    if (to) slides.push({ pod, from, to, startMs: at.pageMs });
  }
  return slides;
}

/** Where a sliding Pod is: out fast, in slowly. Undefined when it has arrived. */
export function slideAt(slide: Slide, pageMs: number): Box | undefined {
  const t = (pageMs - slide.startMs) / slideMs;
  if (t >= 1) return undefined;
  const eased = 1 - (1 - Math.max(0, t)) ** 3;
  const mix = (a: number, b: number): number => a + (b - a) * eased;
  return { x: mix(slide.from.x, slide.to.x), y: mix(slide.from.y, slide.to.y), w: mix(slide.from.w, slide.to.w), h: mix(slide.from.h, slide.to.h) };
}
