import { memo, useMemo } from 'react';
import { useView } from '../../state/view.ts';
import { useWorld } from '../../state/store.ts';
import { curve } from '../scene/geometry.ts';
import { useKept } from './kept.ts';
import type { ClusterScene } from '../layout/cluster.ts';
import type { Route, Scene } from '../scene/scene.ts';

const isSameLine = (a: Route, b: Route): boolean => a.id === b.id && a.kind === b.kind && a.path.d === b.path.d;

/** The routes of some kinds that are drawn; the same list until one of them looks different. */
function useLines(scene: Scene, kinds: readonly Route['kind'][]): readonly Route[] {
  return useKept(useMemo(() => scene.routes.filter((route) => kinds.includes(route.kind)), [scene, kinds]), isSameLine);
}

const Lines = memo(function Lines({ routes }: { readonly routes: readonly Route[] }) {
  return routes.map((route) => <path key={route.id} d={route.path.d} className={route.kind === 'faint' ? 'faint-wire' : undefined} />);
});

const faint = ['faint'] as const;
const wired = ['wire', 'owner'] as const;
const linked = ['link'] as const;

/** The lines on which something can travel, under the boxes. */
export function Wires({ scene }: { readonly scene: Scene }) {
  return (
    <g className="wires" aria-hidden="true">
      <Lines routes={useLines(scene, faint)} />
      <Lines routes={useLines(scene, wired)} />
    </g>
  );
}

/** Service to endpoint, over the boxes, in traffic green. */
export function Links({ scene }: { readonly scene: Scene }) {
  const muted = useView((view) => view.muted.has('traffic'));
  const links = useLines(scene, linked);
  return muted ? null : <g className="links" aria-hidden="true"><Lines routes={links} /></g>;
}

/** The next step of the selected Pod: from the fence to the slot it is bound for. */
export function NextStep({ scene }: { readonly scene: ClusterScene }) {
  const selected = useView((view) => view.selected);
  const pod = useWorld((world) => (selected === undefined ? undefined : world.pods.get(selected)));
  if (!pod || pod.node !== undefined) return null;
  const from = scene.fence?.tiles.get(pod.id);
  const to = scene.workers.ghosts.get(pod.id);
  if (!from || !to) return null;
  const start = { x: from.x + from.w + 3, y: from.y + from.h / 2 };
  const owner = scene.workers.boxes.find((box) => to.x >= box.x && to.x < box.x + box.w && to.y >= box.y && to.y < box.y + box.h);
  const isFirst = !owner || to.x - owner.x < 20;
  // Into the first column straight; into the others along the gap above their row, so that no tile is crossed.
  const end = isFirst ? { x: to.x - 1, y: to.y + to.h / 2 } : { x: to.x + 16, y: to.y + 9 };
  const way = isFirst
    ? curve(start, { x: start.x + 26, y: start.y + 2 }, { x: end.x - 34, y: end.y }, end).d
    : `${curve(start, { x: start.x + 26, y: start.y }, { x: owner.x - 30, y: to.y - 2 }, { x: owner.x + 6, y: to.y - 2 }).d}H${end.x}V${end.y}`;
  const head = isFirst ? `M${end.x - 7} ${end.y - 4.5}L${end.x} ${end.y}L${end.x - 7} ${end.y + 4.5}` : `M${end.x - 4.5} ${end.y - 7}L${end.x} ${end.y}L${end.x + 4.5} ${end.y - 7}`;
  return (
    <g aria-hidden="true">
      <path className="decided" d={way} />
      <path className="decided-head" d={head} />
    </g>
  );
}
