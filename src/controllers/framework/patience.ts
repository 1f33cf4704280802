import { tolerates } from '../../kinds/index.ts';
import type { AnyTaint, AnyToleration } from '../../kinds/index.ts';

/** For how many milliseconds these taints are tolerated; undefined: for ever. */
export function patienceOf(tolerations: readonly AnyToleration[] | undefined, taints: readonly AnyTaint[]): number | undefined {
  let patienceMs: number | undefined;
  for (const taint of taints) {
    const tolerating = (tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
    if (tolerating.length === 0) return 0;
    const seconds = leastSeconds(tolerating);
    if (seconds !== undefined && (patienceMs === undefined || seconds * 1000 < patienceMs)) patienceMs = seconds * 1000;
  }
  return patienceMs;
}

function leastSeconds(tolerations: readonly AnyToleration[]): number | undefined {
  const limited = tolerations.map(({ tolerationSeconds }) => tolerationSeconds).filter((seconds) => seconds !== undefined);
  return limited.length > 0 ? Math.max(0, Math.min(...limited)) : undefined;
}
