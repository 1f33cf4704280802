import { outputOf } from './child.ts';
import { figure, median } from './figure.ts';
import type { Figure } from './figure.ts';
import { podsReady } from './pods.ts';

/** The same Deployment here and in a comparable simulator, one right after the other. A thousand Pods take that one many minutes. */
export function besidePeer(counts: readonly number[] = [100, 300]): readonly Figure[] {
  return counts.map((count) => {
    const own = podsReady(count, 1, 1).value;
    return figure(`${count} Pods of one Deployment Ready, beside @ngrok/webernetes`, own, 's', peerSeconds(count));
  });
}

/** What the comparable simulator takes for 100 Pods on the machine that the targets of the other figures are of. */
const secondsThere = 1.2;

/** How slow this machine is, by a program that is not ours: a figure measured here is to be read with this ratio. */
export function paceOfMachine(): Figure {
  return figure('100 Pods in @ngrok/webernetes, here and on the machine of the targets', median([1, 2, 3].map(() => peerSeconds(100))), 's', secondsThere);
}

function peerSeconds(count: number): number {
  return Number(outputOf('scripts/door.mjs', 'bench/peer', String(count)));
}
