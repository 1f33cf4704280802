// Upstream: pkg/controller/replicaset slowStartBatch
import { join } from '../../kernel/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';

/** Does the same `count` times, in batches of 1, 2, 4, …; a failing batch is the last. Gives how many succeeded, and the failure. */
export function* slowStart(
  kernel: Kernel,
  count: number,
  attempt: () => Process<unknown>,
  isExpected: (error: unknown) => boolean,
): Process<{ readonly succeeded: number; readonly error?: unknown }> {
  const { cause, currentProcess } = kernel;
  const group = currentProcess?.group ?? kernel.root;
  let succeeded = 0;
  for (let batch = 1, left = count; left > 0; batch = Math.min(2 * batch, left)) {
    const size = Math.min(batch, left);
    const failures: unknown[] = [];
    const body = function* (): Process {
      try {
        yield* attempt();
        succeeded++;
      } catch (error) {
        if (!isExpected(error)) throw error;
        failures.push(error);
      }
    };
    kernel.cause = cause;
    const running = Array.from({ length: size }, () => kernel.spawn('batch', body(), group));
    for (const process of running) yield* join(process);
    if (failures.length > 0) return { succeeded, error: failures[0] };
    left -= size;
  }
  kernel.cause = cause;
  return { succeeded };
}
