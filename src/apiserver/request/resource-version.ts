import { quote } from '../../base/index.ts';
import { formatFieldError, invalid as invalidField } from '../../kinds/index.ts';
import { badRequest, notInitialized, plainError, tooLargeResourceVersion } from '../failures.ts';
import type { Process } from '../../kernel/index.ts';
import type { ServerContext } from '../server-context.ts';

const largest = 2n ** 64n - 1n;

/** The number in a resourceVersion; empty is 0. Throws what the server answers to anything else. */
export function parseResourceVersion(text: string | undefined): number {
  const wrong = wrongVersion(text);
  if (wrong !== undefined) throw plainError(wrong);
  return Number(text ?? '');
}

/** As parseResourceVersion, in the words of a list. */
export function parseListVersion(text: string | undefined): number {
  const wrong = wrongVersion(text);
  if (wrong !== undefined) throw badRequest(`invalid resource version: ${wrong}`);
  return Number(text ?? '');
}

/** What is wrong with a resourceVersion. */
function wrongVersion(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || text === '0') return undefined;
  const isNumber = /^[0-9]+$/.test(text);
  if (isNumber && (text.length < 16 || BigInt(text) <= largest)) return undefined;
  return formatFieldError(invalidField('resourceVersion', text, `strconv.ParseUint: parsing ${quote(text)}: ${isNumber ? 'value out of range' : 'invalid syntax'}`));
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
