import { useEffect, useRef } from 'react';
import { useWorld, worldNow } from './store.ts';

type Draw = (nowMs: number, pageMs: number) => void;
const drawers = new Set<Draw>();
let pending = 0;

function tick(pageMs: number): void {
  pending = drawers.size > 0 ? requestAnimationFrame(tick) : 0;
  const nowMs = worldNow();
  for (const draw of drawers) draw(nowMs, pageMs);
}

/** Draws on each animation frame with the virtual time it shows: the only loop of the page. Returns how to end it. */
export function onFrame(draw: Draw): () => void {
  drawers.add(draw);
  if (pending === 0) pending = requestAnimationFrame(tick);
  return () => void drawers.delete(draw);
}

/** Calls back on each frame while mounted. The newest callback is used without starting anew. */
export function useFrame(draw: Draw): void {
  const latest = useRef(draw);
  useEffect(() => { latest.current = draw; });
  useEffect(() => onFrame((nowMs, pageMs) => latest.current(nowMs, pageMs)), []);
}

const stillness = typeof matchMedia === 'function' ? matchMedia('(prefers-reduced-motion: reduce)') : undefined;

/** Whether motion is unwelcome. */
export const prefersStill = (): boolean => stillness?.matches ?? false;

/** Whether the world runs now. */
export const useRunning = (): boolean => useWorld((world) => world.clock?.running ?? false);
