import { formatFieldError, invalid as invalidField } from '../../kinds/index.ts';
import { notInitialized, plainError, tooLargeResourceVersion } from '../failures.ts';
import type { Process } from '../../kernel/index.ts';
import type { ServerContext } from '../server-context.ts';

/** The number in a resourceVersion; empty is 0. Throws what the server answers to anything else. */
export function parseResourceVersion(text: string | undefined): number {
  if (text === undefined || text === '' || text === '0') return 0;
  if (/^[0-9]+$/.test(text)) return Number(text);
  throw plainError(formatFieldError(invalidField('resourceVersion', text, `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`)));
}

/** Waits until the cache has come to the revision; throws what the server answers when it does not come. */
export function* waitForRevision(server: ServerContext, revision: number): Process {
  if (server.cache.revision >= revision) return;
  if (yield* server.cache.waitFor(revision)) return;
  throw server.cache.isReady ? tooLargeResourceVersion(revision, server.cache.revision) : notInitialized();
}

/** Waits until the cache shows what the majority of etcd has now. */
export function* waitForMajority(server: ServerContext): Process {
  yield* waitForRevision(server, yield* server.storage.currentRevision());
}
