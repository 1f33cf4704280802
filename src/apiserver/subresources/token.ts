// Tokens of service accounts: what a Pod shows to the API server to say who it is.
// Upstream: pkg/registry/core/serviceaccount/storage/token.go

import { formatTime, isObject, webToken } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { lookUp } from '../admission/lookup.ts';
import { admitSubresource } from '../admission/subresource-write.ts';
import { invalid as invalidField } from '../../kinds/index.ts';
import { invalid, notFound } from '../failures.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';

const defaultLifeSeconds = 3_600;
const leastLifeSeconds = 600;
const audience = 'https://kubernetes.default.svc.cluster.local';

/** Serves a service account's `token`: a signed statement of who its bearer is, and until when. */
export function* requestToken(call: Call): Process<Answer> {
  const { request, server, kind } = call;
  const { name = '', namespace = '' } = request;
  const account = yield* lookUp(server, { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name });
  if (!account) throw notFound(kind.gvr, name);
  const given = yield* admitSubresource(call, 'CREATE', { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', body: request.body });
  const spec = isObject(given?.spec) ? given.spec : {};
  const seconds = typeof spec['expirationSeconds'] === 'number' ? spec['expirationSeconds'] : defaultLifeSeconds;
  if (seconds < leastLifeSeconds) {
    throw invalid({ group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' }, '', [invalidField('spec.expirationSeconds', seconds, 'may not specify a duration less than 10 minutes')]);
  }
  const audiences = Array.isArray(spec['audiences']) && spec['audiences'].length > 0 ? spec['audiences'] : [audience];
  const { wallMs } = server.kernel;
  const expiresMs = wallMs + seconds * 1_000;
  const claims = {
    aud: audiences,
    exp: Math.floor(expiresMs / 1_000),
    iat: Math.floor(wallMs / 1_000),
    iss: audience,
    jti: server.random.uuid(),
    'kubernetes.io': { namespace, serviceaccount: { name, uid: account.metadata.uid } },
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  return created({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name, namespace, creationTimestamp: formatTime(wallMs) },
    spec: { ...spec, audiences, expirationSeconds: seconds },
    status: { token: webToken(claims, (length, alphabet) => server.random.text(length, alphabet)), expirationTimestamp: formatTime(expiresMs) },
  });
}
