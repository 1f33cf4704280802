// Upstream: pkg/controller/bootstrap/tokencleaner.go
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { bootstrapTokenEndMs, isBootstrapToken, objectKey, secretKind } from '../../kinds/index.ts';
import type { Secret } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

/** Takes bootstrap tokens away when their time is over. */
export const tokenCleaner = controllerFactory('token-cleaner', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'token_cleaner');
  const secrets = context.informers.of(secretKind);
  const add = (secret: Secret): void => {
    if (isBootstrapToken(secret)) queue.add(objectKey(secret.metadata));
  };
  secrets.onChange({ added: add, updated: add });
  return {
    name: 'token-cleaner-controller',
    workers: 1,
    queue,
    *reconcile(key): Process<Requeue> {
      const secret = secrets.store.get(key);
      const endMs = secret && bootstrapTokenEndMs(secret);
      if (!secret || endMs === undefined) return {};
      const leftMs = endMs - context.kernel.wallMs;
      if (leftMs > 0) return { afterMs: leftMs };
      const { uid } = secret.metadata;
      yield* unlessGone(context.client.of(secretKind).delete(secret.metadata, { preconditions: { uid } }));
      return {};
    },
  };
});
