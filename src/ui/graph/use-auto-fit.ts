import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import { prefersStill } from '../state/frames.ts';
import type { Box } from './geometry.ts';

/** Keeps the whole scene in view until a person pans or zooms; never after that, except when asked. */
export function useAutoFit(stage: RefObject<HTMLElement | null>, bounds: Box, most = 1.7, upright = false, least = 0.08): { readonly again: () => void; readonly stop: () => void } {
  const flow = useReactFlow();
  const moved = useRef(false);
  const mostZoom = useRef(most);
  const leastZoom = useRef(least);
  const latest = useRef(bounds);
  useLayoutEffect(() => { latest.current = bounds; });

  const fit = useCallback((duration: number) => {
    const element = stage.current;
    if (!element) return;
    const { clientWidth: w, clientHeight: h } = element;
    const box = latest.current;
    if (w === 0 || h === 0 || box.w === 0) return;
    if (upright) {
      const zoom = Math.min(mostZoom.current, w / box.w);
      void flow.setViewport({ x: Math.round((w - box.w * zoom) / 2), y: 0, zoom }, { duration: prefersStill() ? 0 : duration });
      return;
    }
    const zoom = Math.max(leastZoom.current, Math.min(mostZoom.current, w / box.w, h / box.h));
    const x = Math.round((w - box.w * zoom) / 2 - box.x * zoom);
    const y = box.h * zoom >= h - 40 ? Math.round((h - box.h * zoom) / 2 - box.y * zoom) : Math.round(Math.max(0, (h - 40 - box.h * zoom) / 2) - box.y * zoom);
    // What does not fit begins at its upper left corner.
    void flow.setViewport({ x: box.w * zoom > w ? 0 : x, y: box.h * zoom > h ? 0 : y, zoom }, { duration: prefersStill() ? 0 : duration });
  }, [flow, stage, upright]);

  useEffect(() => {
    if (!moved.current) fit(0);
  }, [fit, bounds.w, bounds.h]);

  useEffect(() => {
    const element = stage.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(() => { if (!moved.current) fit(0); });
    watch.observe(element);
    return () => watch.disconnect();
  }, [fit, stage]);

  return useMemo(() => ({ again: () => { moved.current = false; fit(600); }, stop: () => { moved.current = true; } }), [fit]);
}
