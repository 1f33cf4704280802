import { useEffect, useState } from 'react';
import { useWorld } from './store.ts';
import type { World } from './world.ts';

/** How often something that is read, not watched, changes at most, in wall milliseconds. */
const calmMs = 250;

/** A part of the world for what is read: at once when it changes now and then, four times a second when it changes in every frame. `part` must be the same function each time. */
export function useCalm<Part>(part: (world: World) => Part): Part {
  const [shown, setShown] = useState(() => part(useWorld.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastMs = Number.NEGATIVE_INFINITY;
    const take = (): void => {
      timer = undefined;
      lastMs = performance.now();
      setShown(() => part(useWorld.getState()));
    };
    take();
    const unsubscribe = useWorld.subscribe((after, before) => {
      if (timer !== undefined || part(after) === part(before)) return;
      const waitMs = calmMs - (performance.now() - lastMs);
      if (waitMs <= 0) take();
      else timer = setTimeout(take, waitMs);
    });
    return () => { clearTimeout(timer); unsubscribe(); };
  }, [part]);
  return shown;
}
