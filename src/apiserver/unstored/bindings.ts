// The older door of binding: the Pod is named in the body instead of in the path.
// Upstream: pkg/registry/core/pod/storage/storage.go LegacyBindingREST

import type { Process } from '../../kernel/index.ts';
import { badRequest } from '../failures.ts';
import type { Answer, Call } from '../request/call.ts';
import { decodeBody } from '../request/decode-body.ts';
import { bind } from '../subresources/binding.ts';
import { checkNamespace } from '../verbs/identity.ts';

/** Binds the Pod that a Binding names. */
export function* bindNamed(call: Call): Process<Answer> {
  const { server, request } = call;
  const binding = decodeBody(call);
  const { name = '', namespace } = binding.metadata ?? {};
  checkNamespace(call, namespace);
  if (name === '') throw badRequest('Name parameter required.');
  const pods = server.resources.find('', 'v1', 'pods');
  const about = { ...request, resource: 'pods', name, subresource: 'binding', body: binding };
  return yield* bind({ ...call, kind: pods, spoken: pods, cache: server.cache.of(pods), request: about });
}
