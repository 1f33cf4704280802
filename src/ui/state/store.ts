import { create } from 'zustand';
import { noWorld, virtualNow, type World } from './world.ts';

/** What the frames say. Only the link to the worker writes here. */
export const useWorld = create<World>()(() => noWorld);

/** Virtual time now, for whatever draws each animation frame. */
export function worldNow(): number {
  return virtualNow(useWorld.getState(), performance.now());
}
