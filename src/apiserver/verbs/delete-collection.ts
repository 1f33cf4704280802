import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { KubeObject, ResourceRequest } from '../../kinds/index.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { presentList } from '../request/present.ts';
import { selectionOf } from '../request/selectors.ts';
import { checkDeleteOptions } from './delete-options.ts';
import { deleteObject } from './delete.ts';
import { checkListOptions } from './list-options.ts';
import { freshenFor } from './list.ts';

/** Deletes the selected objects one after the other; answers what they were. */
export function* deleteCollection(call: Call): Process<Answer> {
  const { request, cache, server } = call;
  checkDeleteOptions(request.options);
  checkListOptions(request.options, false);
  const selection = selectionOf(call);
  yield* freshenFor(call);
  const revision = server.cache.revision;
  const objects: readonly KubeObject[] = cache.list(selection);
  for (const object of objects) {
    const { namespace, name } = object.metadata;
    const one: ResourceRequest = namespace === undefined ? request : { ...request, namespace };
    try {
      yield* deleteObject({ ...call, request: one }, name, request.options);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    }
  }
  return ok(presentList(call, objects, { resourceVersion: String(revision) }));
}
