import type { Box } from '../scene/geometry.ts';
import { near, type ClusterScene } from '../layout/cluster.ts';
import { dialBoxes } from '../layout/etcd.ts';
import type { Scene, SceneBox } from '../scene/scene.ts';

const insides = [near.scheduler, near.controllers, near.apiserver];

function wordsOf(box: SceneBox): readonly Box[] {
  switch (box.kind) {
    // Between the parts of a control plane messages travel, and are told; none lies on its name or crosses an edge.
    case 'controlPlane': return [{ x: box.x, y: box.y, w: box.w, h: near.scheduler.y - 4 }, ...insides.map(({ x, y, w, h }) => ({ x: box.x + x, y: box.y + y, w, h })), { x: box.x, y: box.y + box.h - 2, w: box.w, h: 4 }, ...[box.x, box.x + box.w].map((x) => ({ x: x - 1, y: box.y, w: 2, h: box.h }))];
    // Around the ring labels turn away from its middle.
    case 'etcd': return [{ x: box.x + box.w / 2 - 46, y: box.y + box.h / 2 - 16, w: 92, h: 40 }];
    default: return [box];
  }
}

const known = new WeakMap<Scene, readonly Box[]>();

/** What no message's label may lie on: boxes with words in them, on the map's plane. */
export function obstaclesOf(scene: Scene): readonly Box[] {
  const before = known.get(scene);
  if (before) return before;
  const obstacles = [...scene.boxes.flatMap(wordsOf), ...('workers' in scene ? dialBoxes((scene as ClusterScene).etcd) : [])];
  known.set(scene, obstacles);
  return obstacles;
}
