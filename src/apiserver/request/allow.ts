// The first stages of every request: who asks, for whom they want to be taken, and whether that one may.
// Upstream: k8s.io/apiserver pkg/endpoints/filters (authentication.go, impersonation, authorization.go)

import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { User } from '../../kinds/index.ts';
import type { Identity } from '../authentication/identity.ts';
import { attributesOf } from '../authorization/attributes.ts';
import { forbiddenTo } from '../authorization/forbidden.ts';
import type { ServerContext } from '../server-context.ts';
import type { Incoming } from './incoming.ts';
import { recordRefusal } from './refusal.ts';

/** The user that the request is then treated as, when nothing has to be looked up for it; else `allow` finds out. Throws Forbidden. */
export function allowAtOnce(server: ServerContext, incoming: Incoming): User | undefined {
  const { credentials, impersonate } = incoming.request;
  const identity = impersonate ? undefined : server.authenticator.remembered(credentials);
  return identity && authorize(server, incoming, identity);
}

/** The user that the request is then treated as. Throws Unauthorized and Forbidden. */
export function* allow(server: ServerContext, incoming: Incoming): Process<User> {
  const identity = yield* identify(server, incoming);
  return authorize(server, incoming, identity);
}

function* identify(server: ServerContext, { request, record }: Incoming): Process<Identity> {
  const { credentials, impersonate } = request;
  try {
    const identity = server.authenticator.remembered(credentials) ?? (yield* server.authenticator.identify(credentials));
    if (!impersonate) return identity;
    record.impersonator = identity.user;
    return { user: server.impersonation.wanted(identity.user, impersonate, attributesOf(request)), by: identity.by };
  } catch (error) {
    if (error instanceof ApiError) recordRefusal({ server }, error.code === 401 ? 'authentication' : 'impersonation', error);
    throw error;
  }
}

function authorize(server: ServerContext, { request, record }: Incoming, identity: Identity): User {
  const { user } = identity;
  record.identity = identity;
  const attributes = attributesOf(request);
  const verdict = server.authorizer.decide(user, attributes);
  record.verdict = verdict;
  if (verdict.isAllowed) return user;
  const refusal = forbiddenTo(user, attributes, verdict.reason());
  recordRefusal({ server }, 'authorization', refusal);
  throw refusal;
}

