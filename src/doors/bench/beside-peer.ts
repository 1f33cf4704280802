import { outputOf } from './child.ts';
import { figure } from './figure.ts';
import type { Figure } from './figure.ts';
import { podsReady } from './pods.ts';

/** The same Deployment here and in a comparable simulator, one right after the other. A thousand Pods take that one many minutes. */
export function besidePeer(counts: readonly number[] = [100, 300]): readonly Figure[] {
  return counts.map((count) => {
    const own = podsReady(count, 1, 1).value;
    return figure(`${count} Pods of one Deployment Ready, beside @ngrok/webernetes`, own, 's', Number(outputOf('scripts/door.mjs', 'bench/peer', String(count))));
  });
}
