/** A stretch of virtual time, in milliseconds. */
export interface Stretch { readonly fromMs: number; readonly toMs: number }

/** Shorter than this, no two events would be told apart by a mark. */
const leastMs = 2;
/** Where in a stretch the moment stands that has just led out of the one before. */
const entry = 0.15;

/** All of a run, with room ahead of its head. */
export function wholeRun(headMs: number): Stretch {
  return { fromMs: 0, toMs: Math.max(30_000, headMs * 1.22) };
}

/** A stretch `factor` times as long, in which `aroundMs` keeps its place; undefined when that is the whole run. */
export function zoomed(stretch: Stretch, aroundMs: number, factor: number, whole: Stretch): Stretch | undefined {
  const longMs = stretch.toMs - stretch.fromMs;
  const wantedMs = Math.max(leastMs, longMs * factor);
  const wholeMs = whole.toMs - whole.fromMs;
  if (wantedMs >= wholeMs) return undefined;
  const share = (aroundMs - stretch.fromMs) / longMs;
  return within({ fromMs: aroundMs - share * wantedMs, toMs: aroundMs + (1 - share) * wantedMs }, whole);
}

/** The stretch moved by a part of its length, as far as the run goes. */
export function shifted(stretch: Stretch, byShare: number, whole: Stretch): Stretch {
  const byMs = (stretch.toMs - stretch.fromMs) * byShare;
  return within({ fromMs: stretch.fromMs + byMs, toMs: stretch.toMs + byMs }, whole);
}

function within({ fromMs, toMs }: Stretch, whole: Stretch): Stretch {
  const byMs = Math.max(whole.fromMs - fromMs, Math.min(0, whole.toMs - toMs));
  return { fromMs: fromMs + byMs, toMs: toMs + byMs };
}

/** The stretch that goes with a moment that was in it; one that a person has moved away from the moment stays. */
export function following(stretch: Stretch, beforeMs: number, nowMs: number): Stretch {
  const holds = (ms: number): boolean => ms >= stretch.fromMs && ms <= stretch.toMs;
  if (!holds(beforeMs) || holds(nowMs)) return stretch;
  const longMs = stretch.toMs - stretch.fromMs;
  const fromMs = Math.max(0, nowMs - longMs * (nowMs > beforeMs ? entry : 1 - entry));
  return { fromMs, toMs: fromMs + longMs };
}
