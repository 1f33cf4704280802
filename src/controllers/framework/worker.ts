import type { Kernel, Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Controller } from './context.ts';

/** Takes keys and reconciles them for ever. A refusal by the API only puts the key back; anything else is a bug. */
export function* runWorker(kernel: Kernel, controller: Controller): Process<never> {
  const { queue, name } = controller;
  for (;;) {
    const key = yield* queue.take();
    kernel.record('step', name, { type: 'reconcile', controller: name, key });
    try {
      const { afterMs } = yield* controller.reconcile(key);
      queue.forget(key);
      if (afterMs !== undefined) queue.addAfter(key, afterMs);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
      queue.addRateLimited(key);
    } finally {
      queue.done(key);
    }
  }
}
