// The namespace controller says that a namespace is empty by taking its finalizer away.
// Upstream: pkg/registry/core/namespace/storage (FinalizeREST)

import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { badRequest, modified, notFound } from '../failures.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { guaranteedUpdate } from '../storage/guaranteed-update.ts';

/** Serves a namespace's `finalize`: only spec.finalizers changes. */
export function* finalize(call: Call): Process<Answer> {
  const { request, kind } = call;
  const { name = '', body } = request;
  if (!isObject(body)) throw badRequest('the body of the request is no Namespace');
  const finalizers = isObject(body['spec']) ? body['spec']['finalizers'] : undefined;
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  const { object } = yield* guaranteedUpdate(call, name, {
    *make(current) {
      if (!current) throw notFound(kind.gvr, name);
      const version = metadata['resourceVersion'];
      if (typeof version === 'string' && version !== '' && version !== current.metadata.resourceVersion) throw modified(kind.gvr, name);
      const { finalizers: _, ...spec } = isObject(current.spec) ? current.spec : {};
      const isEmpty = !Array.isArray(finalizers) || finalizers.length === 0;
      return { ...current, spec: isEmpty ? spec : { ...spec, finalizers } };
    },
  });
  return ok(object);
}
