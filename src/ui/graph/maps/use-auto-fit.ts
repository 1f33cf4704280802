import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import { prefersStill } from '../../state/frames.ts';
import type { Box } from '../scene/geometry.ts';

/** How the whole scene is fitted. */
export interface Fitting {
  /** The nearest it may come, and the farthest away. */
  readonly most: number;
  readonly least: number;
  /** Only its width counts, and it begins at the top. */
  readonly upright: boolean;
  /** Pixels at the lower edge that something else covers. */
  readonly foot: number;
}

/** Keeps the whole scene in view until a person pans or zooms; never after that, except when asked. */
export function useAutoFit(stage: RefObject<HTMLElement | null>, bounds: Box, { most, least, upright, foot }: Fitting): { readonly again: () => void; readonly stop: () => void } {
  const flow = useReactFlow();
  const moved = useRef(false);
  const latest = useRef(bounds);
  useLayoutEffect(() => { latest.current = bounds; });

  const fit = useCallback((duration: number) => {
    const element = stage.current;
    if (!element) return;
    const { clientWidth: w, clientHeight: h } = element;
    const box = latest.current;
    if (w === 0 || h === 0 || box.w === 0) return;
    if (upright) {
      const zoom = Math.min(most, w / box.w);
      void flow.setViewport({ x: Math.round((w - box.w * zoom) / 2), y: 0, zoom }, { duration: prefersStill() ? 0 : duration });
      return;
    }
    const free = h - foot;
    const zoom = Math.max(least, Math.min(most, w / box.w, free / box.h));
    const x = Math.round((w - box.w * zoom) / 2 - box.x * zoom);
    const y = Math.round((free - box.h * zoom) / 2 - box.y * zoom);
    // What does not fit begins at its upper left corner.
    void flow.setViewport({ x: box.w * zoom > w + 1 ? 0 : x, y: box.h * zoom > free + 1 ? 0 : y, zoom }, { duration: prefersStill() ? 0 : duration });
  }, [flow, stage, most, least, upright, foot]);

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
