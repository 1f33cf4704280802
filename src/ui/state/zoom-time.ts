import { useWorld, worldNow } from './store.ts';
import { following, shifted, wholeRun, zoomed, type Stretch } from './stretch.ts';
import { setView, useView } from './view.ts';

/** How much longer or shorter one press makes what is shown. */
export const zoomStep = 3;

const whole = (): Stretch => wholeRun(useWorld.getState().clock?.headMs ?? 0);

/** Zooms the timeline around a moment: the one that is shown when none is given and it is in view, else the middle. */
export function zoomTime(factor: number, aroundMs?: number): void {
  const run = whole();
  const from = useView.getState().stretch ?? run;
  const now = worldNow();
  const middle = now >= from.fromMs && now <= from.toMs ? now : (from.fromMs + from.toMs) / 2;
  setView({ stretch: zoomed(from, aroundMs ?? middle, factor, run) });
}

/** Moves what the timeline shows by a part of its length. */
export function shiftTime(byShare: number): void {
  const { stretch } = useView.getState();
  if (stretch) setView({ stretch: shifted(stretch, byShare, whole()) });
}

/** Shows the whole run on the timeline. */
export function wholeTime(): void {
  setView({ stretch: undefined });
}

/** The stretch goes on with the moment that is shown, once that leaves it. */
export function followTime(beforeMs: number, nowMs: number): void {
  const { stretch } = useView.getState();
  if (!stretch) return;
  const next = following(stretch, beforeMs, nowMs);
  if (next !== stretch) setView({ stretch: next });
}
