import type { Kernel, Process } from '../../kernel/index.ts';
import type { Controller } from './context.ts';
import { isSetback } from './setback.ts';

/** Takes keys and reconciles them for ever. A setback (a refusal by the API above all) only puts the key back; anything else is a bug. */
export function* runWorker(kernel: Kernel, controller: Controller): Process<never> {
  const { queue, name, mostRetries = Infinity } = controller;
  for (;;) {
    const key = yield* queue.take();
    kernel.record('step', name, { type: 'reconcile', controller: name, key });
    try {
      const { afterMs } = yield* controller.reconcile(key);
      queue.forget(key);
      if (afterMs !== undefined) queue.addAfter(key, afterMs);
    } catch (error) {
      if (!isSetback(error)) throw error;
      if (queue.retries(key) < mostRetries) queue.addRateLimited(key);
      else queue.forget(key);
    } finally {
      queue.done(key);
    }
  }
}
