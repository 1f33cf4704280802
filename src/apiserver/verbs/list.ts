import type { Process } from '../../kernel/index.ts';
import type { KubeObject, ObjectList, RequestOptions } from '../../kinds/index.ts';
import { objectKey } from '../../kinds/index.ts';
import { isSelected } from '../cache/selection.ts';
import type { Selection } from '../cache/selection.ts';
import { expired, expiredContinue } from '../failures.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { presentList } from '../request/present.ts';
import { parseListVersion, waitForMajority, waitForRevision } from '../request/resource-version.ts';
import { selectionOf } from '../request/selectors.ts';
import { prefixOf } from '../storage/keys.ts';
import { StorageError } from '../storage/storage.ts';
import type { StoredRange } from '../storage/storage.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import type { ContinueToken } from './continue-token.ts';
import { checkListOptions } from './list-options.ts';

/** Reads the objects of a kind: all, or one namespace's; selected; in pages. */
export function* list(call: Call): Process<Answer> {
  const { objects, metadata } = yield* readList(call);
  return ok(presentList(call, objects, metadata));
}

/** What a list holds. */
export interface Listed {
  readonly objects: readonly KubeObject[];
  readonly metadata: ObjectList['metadata'];
}

/** The objects that a request asks for. */
export function* readList(call: Call): Process<Listed> {
  const { options } = call.request;
  const token = options.continue ? decodeContinue(options.continue) : undefined;
  checkListOptions(options, false);
  const selection = selectionOf(call);
  const isExact = options.resourceVersionMatch === 'Exact';
  // Everything but a page or an exact revision comes from the cache, once that is fresh enough.
  const isPage = options.continue !== undefined || limitOf(options) > 0;
  if (isExact || isPage) return yield* listStored(call, selection, token);
  yield* freshenFor(call);
  const { server, cache } = call;
  return { objects: cache.list(selection), metadata: { resourceVersion: String(server.cache.revision) } };
}

/** How many objects a page has; 0 for all of them. Whoever is content with what the cache has gets it whole. */
function limitOf({ limit = 0, resourceVersion }: RequestOptions): number {
  return resourceVersion === '0' ? 0 : Math.max(0, limit);
}

/** Waits until the cache is as fresh as the request wants it. */
export function* freshenFor(call: Pick<Call, 'server' | 'request'>): Process {
  const { resourceVersion = '' } = call.request.options;
  if (resourceVersion === '') yield* waitForMajority(call.server);
  else yield* waitForRevision(call.server, Math.max(1, parseListVersion(resourceVersion)));
}

interface Page {
  readonly objects: readonly KubeObject[];
  readonly revision: number;
  /** The key at which the next page begins, if there is one. */
  readonly next: string | undefined;
  readonly remaining: number;
}

function* listStored(call: Call, selection: Selection, token: ContinueToken | undefined): Process<Listed> {
  const { options } = call.request;
  const wanted = token ? 0 : parseListVersion(options.resourceVersion);
  if (wanted > 0) yield* waitForRevision(call.server, wanted);
  const revision = token ? Math.max(0, token.revision) : options.resourceVersionMatch === 'NotOlderThan' ? 0 : wanted;
  const page = yield* readPage(call, selection, { revision, start: token?.start ?? '' });
  const isSelective = selection.matches !== undefined || selection.name !== undefined || selection.indexed !== undefined;
  const metadata: ObjectList['metadata'] = {
    resourceVersion: String(page.revision),
    ...(page.next === undefined ? {} : { continue: encodeContinue({ revision: page.revision, start: page.next }) }),
    ...(page.next === undefined || isSelective ? {} : { remainingItemCount: page.remaining }),
  };
  return { objects: page.objects, metadata };
}

/** Reads from etcd until the page is full of selected objects. */
function* readPage(call: Call, selection: Selection, at: { readonly revision: number; readonly start: string }): Process<Page> {
  const { request: { options, namespace }, cache, kind } = call;
  // There is one object of a name: it needs no pages.
  const limit = (selection.name === undefined && limitOf(options)) || Number.POSITIVE_INFINITY;
  const prefix = prefixOf(kind, namespace);
  const objects: KubeObject[] = [];
  let { revision, start } = at;
  for (;;) {
    const range = yield* readRange(call, { prefix, start, revision, limit: limit - objects.length });
    revision = range.revision;
    for (const { value, revision: written } of range.items) {
      const object = cache.at(objectKey(value.metadata), written) ?? cache.seen(value, written);
      if (isSelected(object, selection, cache.indexedField)) objects.push(object);
    }
    const remaining = range.count - range.items.length;
    const last = range.items.at(-1);
    const next = remaining > 0 && last ? `${last.key.slice(prefix.length)}\0` : undefined;
    if (next === undefined || objects.length >= limit) return { objects, revision, next, remaining };
    start = next;
  }
}

function* readRange(
  call: Call,
  at: { readonly prefix: string; readonly start: string; readonly revision: number; readonly limit: number },
): Process<StoredRange> {
  const { prefix, start, revision, limit } = at;
  try {
    const range = yield* call.server.storage.range({
      prefix,
      ...(start === '' ? {} : { from: prefix + start }),
      ...(Number.isFinite(limit) ? { limit } : {}),
      ...(revision === 0 ? {} : { revision }),
    });
    return revision === 0 ? range : { ...range, revision };
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'compacted') throw error;
    throw call.request.options.continue === undefined
      ? expired('The resourceVersion for the provided list is too old.')
      : expiredContinue(encodeContinue({ revision: -1, start }));
  }
}
