import { memo } from 'react';
import { useView } from '../state/view.ts';
import { useWorld } from '../state/store.ts';
import { curve } from './geometry.ts';
import type { ClusterScene } from './layout-cluster.ts';
import type { Scene } from './scene.ts';

/** The lines on which something can travel, under the boxes. */
export const Wires = memo(function Wires({ scene }: { readonly scene: Scene }) {
  const wires = scene.routes.filter((route) => route.kind === 'wire');
  const faint = scene.routes.filter((route) => route.kind === 'faint');
  const owners = scene.routes.filter((route) => route.kind === 'owner');
  return (
    <g className="wires" aria-hidden="true">
      {faint.map((route) => <path key={route.id} d={route.path.d} className="faint-wire" />)}
      {wires.map((route) => <path key={route.id} d={route.path.d} />)}
      {owners.map((route) => <path key={route.id} d={route.path.d} />)}
    </g>
  );
});

/** Service to endpoint, over the boxes, in traffic green. */
export const Links = memo(function Links({ scene }: { readonly scene: Scene }) {
  const muted = useView((view) => view.muted.has('traffic'));
  if (muted) return null;
  const links = scene.routes.filter((route) => route.kind === 'link');
  return (
    <g className="links" aria-hidden="true">
      {links.map((route) => <path key={route.id} d={route.path.d} />)}
    </g>
  );
});

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
