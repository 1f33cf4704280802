import type { Process } from '../../kernel/index.ts';
import { keyOf } from '../../kinds/index.ts';
import { created, ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { decodeBody } from '../request/decode-body.ts';
import { presentObject } from '../request/present.ts';
import { makeNew } from './create.ts';
import { checkName, checkNamespace, checkVersionForm } from './identity.ts';
import { replaceObject } from './replace-object.ts';
import { withoutTwinOwners } from './twin-owners.ts';

/** Writes a whole object anew. */
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/update.go, pkg/registry/rest/update.go
export function* update(call: Call): Process<Answer> {
  const { namespace, name = '' } = call.request;
  const input = withoutTwinOwners(call, decodeBody(call, call.cache.get(keyOf(namespace, name))));
  checkNamespace(call, input.metadata?.namespace);
  checkName(name, input.metadata ?? {});
  const isCreation = call.kind.allowCreateOnUpdate && call.request.subresource === undefined;
  const { object, isCreated } = yield* replaceObject(call, () => ({ input }), isCreation ? (claims) => {
    checkVersionForm(input.metadata?.resourceVersion);
    return makeNew(call, input, claims);
  } : undefined);
  const body = presentObject(call, object);
  return isCreated ? created(body) : ok(body);
}
