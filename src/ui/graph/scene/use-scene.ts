import { useMemo } from 'react';
import { placedPods, podsOnNode, shownServices, sortedMembers, waitingPods } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import type { Machine } from '../../../protocol/index.ts';
import { lastOf } from '../../state/queries.ts';
import type { Rows } from '../../state/world.ts';
import { layoutCluster, type ClusterScene } from '../layout/cluster.ts';

/** Machines by name. */
export const sortedMachines = lastOf((machines: Rows<Machine>): readonly Machine[] =>
  [...machines.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })));

/** What the layout depends on, as text: terms, timers and gauges change each frame, places seldom do. */
export function ringKey(members: readonly { readonly id: string; readonly role: string }[]): string {
  return members.map((member) => `${member.id}${member.role === 'leader' ? '*' : ''}`).join();
}

/** The cluster's scene, laid out again only when something in it stands elsewhere. */
export function useClusterScene(): ClusterScene {
  const machines = useWorld((world) => sortedMachines(world.machines));
  const componentCount = useWorld((world) => world.components.size);
  const ring = useWorld((world) => ringKey(sortedMembers(world.members)));
  const pods = useWorld((world) => placedPods(world.pods));
  const services = useWorld((world) => world.services);
  const nodeCount = useWorld((world) => world.nodes.size);
  return useMemo(() => {
    const world = useWorld.getState();
    return layoutCluster({
      machines, components: [...world.components.values()], members: sortedMembers(world.members), nodes: world.nodes,
      podsOn: (node) => podsOnNode(world, node), waiting: waitingPods(pods), services: shownServices(services),
    });
    // The counts and the key stand for collections whose rows change without moving anything.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [machines, componentCount, ring, pods, services, nodeCount]);
}
