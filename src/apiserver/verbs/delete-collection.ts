import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { ResourceRequest } from '../../kinds/index.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { presentList } from '../request/present.ts';
import { checkDeleteOptions } from './delete-options.ts';
import { deleteObject, warnOfDefault } from './delete.ts';
import { readList } from './list.ts';

/** Deletes the selected objects one after the other, those of one page where that is asked for; answers what they were. */
export function* deleteCollection(call: Call): Process<Answer> {
  const { request } = call;
  checkDeleteOptions(request.options);
  warnOfDefault(call);
  const { objects, metadata } = yield* readList(call);
  for (const object of objects) {
    const { namespace, name } = object.metadata;
    const one: ResourceRequest = namespace === undefined ? request : { ...request, namespace };
    try {
      yield* deleteObject({ ...call, request: one }, name, request.options);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    }
  }
  return ok(presentList(call, objects, metadata));
}
