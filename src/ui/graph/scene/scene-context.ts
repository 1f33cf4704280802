import { createContext, useContext } from 'react';
import type { ClusterScene } from '../layout/cluster.ts';

/** The scene that the nodes of the map are drawn from. */
export const SceneContext = createContext<ClusterScene | undefined>(undefined);

/** The cluster's scene, inside the map. */
export function useScene(): ClusterScene {
  const scene = useContext(SceneContext);
  if (!scene) throw new Error('A node of the map was drawn outside of it');
  return scene;
}
