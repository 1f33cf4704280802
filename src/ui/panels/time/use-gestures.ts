import { useEffect, useRef, type RefObject } from 'react';
import { send } from '../../state/link.ts';
import { useWorld, worldNow } from '../../state/store.ts';
import { useView } from '../../state/view.ts';
import { shiftTime, zoomTime } from '../../state/zoom-time.ts';
import { Fingers, type Gesture } from './fingers.ts';
import { at, momentAt, type TimeScale } from './scale.ts';

/** How much a unit of the wheel zooms: a notch of a hundred by a quarter. */
const wheelZoom = 0.0025;
/** Who points this near to the needle means the moment at which it stands: a pixel of a long run is many events. */
const reach = 10;

/** Shows another moment of the run; beyond its head it goes on. */
function goTo(wantedMs: number): void {
  const head = useWorld.getState().clock?.headMs ?? 0;
  send(wantedMs >= head ? { type: 'live' } : { type: 'rewind', atMs: wantedMs });
}

/** Pointer, fingers and wheel on a timeline: they pick a moment, and stretch or move what is shown. A bare one leaves the wheel to the page. */
export function useGestures(box: RefObject<SVGSVGElement | null>, scale: TimeScale, bare: boolean): void {
  const shown = useRef<TimeScale>(scale);
  useEffect(() => { shown.current = scale; });
  useEffect(() => {
    const target = box.current;
    if (!target) return undefined;
    const fingers = new Fingers();
    const momentOf = (x: number, width: number): number => momentAt({ ...shown.current, ...useView.getState().stretch }, x, width);
    const act = (gesture: Gesture | undefined): void => {
      const { width } = target.getBoundingClientRect();
      if (gesture?.type === 'pick') goTo(momentOf(gesture.x, width));
      if (gesture?.type !== 'pinch') return;
      zoomTime(gesture.factor, momentOf(gesture.x, width));
      shiftTime(-gesture.byX / width);
    };
    const pointed = (event: PointerEvent): void => {
      // A flag is pressed for the event that it marks.
      if (event.type === 'pointerdown' && event.target instanceof Element && event.target.closest('[data-flag]')) return;
      const x = event.clientX - target.getBoundingClientRect().left;
      if (event.pointerType !== 'touch') {
        if (event.buttons !== 0) act({ type: 'pick', x });
      } else if (event.type === 'pointerdown') fingers.down(event.pointerId, x);
      else act(fingers.move(event.pointerId, x));
    };
    const lifted = (event: PointerEvent): void => act(fingers.up(event.pointerId));
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, width } = target.getBoundingClientRect();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) { shiftTime(event.deltaX / width); return; }
      const x = event.clientX - left;
      const isAtNeedle = Math.abs(x - at(shown.current, worldNow(), width)) < reach;
      zoomTime(Math.exp(event.deltaY * (event.ctrlKey ? wheelZoom * 4 : wheelZoom)), isAtNeedle ? worldNow() : momentAt(shown.current, x, width));
    };
    const listening = new AbortController();
    const { signal } = listening;
    target.addEventListener('pointerdown', pointed, { signal });
    target.addEventListener('pointermove', pointed, { signal });
    target.addEventListener('pointerup', lifted, { signal });
    target.addEventListener('pointercancel', lifted, { signal });
    // Not passive: a pinch of a touchpad would zoom the page.
    if (!bare) target.addEventListener('wheel', wheel, { passive: false, signal });
    return () => listening.abort();
  }, [box, bare]);
}
