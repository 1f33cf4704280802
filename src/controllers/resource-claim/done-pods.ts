import { isPodTerminal } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';

/** Whether a Pod uses its claims no more: it has ended, or goes without ever having had a node. */
export function isDone(pod: Pod): boolean {
  return isPodTerminal(pod) || (pod.metadata.deletionTimestamp !== undefined && !pod.spec.nodeName);
}
