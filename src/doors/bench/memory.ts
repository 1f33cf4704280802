import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { getHeapSpaceStatistics } from 'node:v8';
import { figure } from './figure.ts';
import type { Figure } from './figure.ts';
import { applyUntilReady, readyWorld } from './worlds.ts';

/** How many Pods are weighed, after as many others by which all code that they need has come to be compiled. */
const pods = 1_000;
const firstPods = 1_000;
/** The trace has a fixed size; it would be weighed with the Pods that fill it. */
const shortTrace = 1_000;
/** The word that makes this program the one that is weighed. */
export const weighWord = 'weigh-pods';

/** Heap that a further running Pod takes, everything that the cluster keeps of it included; what is compiled meanwhile is no Pod's. */
export function memoryPerPod(): Figure {
  const [, script = fileURLToPath(import.meta.url)] = process.argv;
  const { stdout, status, stderr } = spawnSync(process.execPath, ['--expose-gc', script, weighWord], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`weighing failed: ${stderr}`);
  return figure('heap per Pod', Number(stdout), 'kB', 40);
}

/** In the child: kB per Pod on standard output. */
export function weighPods(): void {
  const ready = readyWorld(firstPods + pods, { traceCapacity: shortTrace });
  applyUntilReady(ready, 'first', firstPods);
  const before = heapAfterCollection();
  applyUntilReady(ready, 'web', pods);
  const perPod = (heapAfterCollection() - before) / pods / 1_024;
  process.stdout.write(`${perPod.toFixed(2)}\n`);
  ready.world.pass(0);
}

function heapAfterCollection(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return getHeapSpaceStatistics().filter(({ space_name: name }) => !name.startsWith('code')).reduce((sum, { space_used_size: used }) => sum + used, 0);
}
