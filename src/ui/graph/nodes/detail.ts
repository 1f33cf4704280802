import { useStore } from '@xyflow/react';

/** Zoom at which a tile has room for its containers. */
const containerZoom = 1.9;

/** Whether the map is so near that containers are drawn; changes only when the level does. */
export function useDetail(): boolean {
  return useStore((store) => store.transform[2] >= containerZoom);
}
