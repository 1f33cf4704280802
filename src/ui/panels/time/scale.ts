import { useWorld } from '../../state/store.ts';
import { wholeRun, type Stretch } from '../../state/stretch.ts';
import { useView } from '../../state/view.ts';

/** The stretch of virtual time that a timeline shows, and its graduations. */
export interface TimeScale extends Stretch {
  /** Labelled ticks are this far apart; small ones a tenth of it. */
  readonly stepMs: number;
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000];

/** Shows the stretch that was chosen, else everything from the start, with room ahead of the head: the whole run on one rule, its unit growing with it. */
export function timeScale(headMs: number, width: number, chosen?: Stretch): TimeScale {
  const { fromMs, toMs } = chosen ?? wholeRun(headMs);
  const wanted = ((toMs - fromMs) / Math.max(200, width)) * 74;
  const stepMs = steps.find((step) => step >= wanted) ?? 43_200_000;
  return { fromMs, toMs: chosen ? toMs : Math.ceil(toMs / (stepMs / 10)) * (stepMs / 10), stepMs };
}

/** The graduations of a scale: every tenth is labelled. */
export function graduations({ fromMs, toMs, stepMs }: TimeScale): readonly { readonly ms: number; readonly tenth: number }[] {
  const smallMs = stepMs / 10;
  const first = Math.ceil(fromMs / smallMs);
  return Array.from({ length: Math.max(0, Math.floor(toMs / smallMs) - first + 1) }, (_, i) => ({ ms: (first + i) * smallMs, tenth: (first + i) % 10 }));
}

/** The head in steps that are seen: half a second, or a third of a hundredth of a long run. */
export function coarse(headMs: number): number {
  const stepMs = Math.max(500, 2 ** Math.floor(Math.log2(Math.max(1, headMs / 300))));
  return Math.ceil(headMs / stepMs) * stepMs;
}

/** Where a moment stands on a rule of this width. */
export function at(scale: TimeScale, ms: number, width: number): number {
  return ((ms - scale.fromMs) / (scale.toMs - scale.fromMs)) * width;
}

/** The moment at a place on the rule. */
export function momentAt(scale: TimeScale, x: number, width: number): number {
  return Math.max(0, scale.fromMs + (x / Math.max(1, width)) * (scale.toMs - scale.fromMs));
}

/** What the timeline shows on a rule of this width, and the head of the run. */
export function useTimeScale(width: number): TimeScale & { readonly headMs: number } {
  const headMs = useWorld((world) => coarse(world.clock?.headMs ?? 0));
  const stretch = useView((view) => view.stretch);
  return { ...timeScale(headMs, width, stretch), headMs };
}
