import { figure, median } from './figure.ts';
import type { Figure } from './figure.ts';
import { applyUntilReady, readyWorld } from './worlds.ts';

/** Wall seconds from `kubectl apply` of a Deployment until its Pods are Ready. */
export function podsReady(count: number, targetSeconds: number, runs = 5): Figure {
  const seconds = Array.from({ length: runs }, () => applyUntilReady(readyWorld(count), 'web', count) / 1_000);
  return figure(`${count} Pods of one Deployment Ready`, median(seconds), 's', targetSeconds);
}
