import { useEffect } from 'react';
import { hover } from '../graph/nodes/interact.ts';
import { ClusterMap } from '../graph/maps/cluster-map.tsx';
import { OwnershipMap } from '../graph/maps/ownership-map.tsx';
import { TrafficMap } from '../graph/maps/traffic-map.tsx';
import { LoopView } from '../panels/loop-view.tsx';
import { RaftView } from '../panels/raft/raft-view.tsx';
import { SchedulingView } from '../panels/scheduling/scheduling-view.tsx';
import type { Perspective } from '../state/view.ts';
import { Boundary } from './boundary.tsx';

const views: Readonly<Record<Perspective, () => React.ReactNode>> = {
  cluster: ClusterMap, traffic: TrafficMap, ownership: OwnershipMap, raft: RaftView, scheduling: SchedulingView, loop: LoopView,
};

/** One way of looking at the world. */
export function PerspectiveView({ perspective }: { readonly perspective: Perspective }) {
  useEffect(() => () => hover(undefined), [perspective]);
  const View = views[perspective];
  return <Boundary key={perspective}><View /></Boundary>;
}

/** Views that need the whole page: inspector and docks stand aside. */
export const isWide = (perspective: Perspective): boolean => perspective === 'raft' || perspective === 'scheduling';
