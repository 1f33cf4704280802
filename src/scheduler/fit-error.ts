// Upstream: pkg/scheduler/framework/types.go (FitError)
import { compareText } from '../base/index.ts';

/** The sentence about all nodes: reasons counted and sorted as texts, counts included. */
export function describeReasons(nodeCount: number, reasons: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const told = [...counts].map(([reason, count]) => `${count} ${reason}`).sort(compareText);
  return `0/${nodeCount} nodes are available:${told.length > 0 ? ` ${told.join(', ')}.` : ''}`;
}
