// What others need to know to check tokens of service accounts: who makes them, and by which keys.
// Upstream: pkg/serviceaccount/openidmetadata.go, pkg/routes/openidmetadata.go

import type { Answer } from '../request/call.ts';
import type { ServerContext } from '../server-context.ts';
import { issuer } from './account-tokens.ts';

const keysPath = '/openid/v1/jwks';

/** Where the documents are. */
export const issuerPaths: readonly string[] = ['/.well-known/openid-configuration', keysPath];

/** One of the documents. Tokens here are signed with a shared secret, so of the key only its name is told (docs/decisions/0010-who-asks.md). */
export function issuerDocument(path: string, { advertise, accountTokens }: Pick<ServerContext, 'advertise' | 'accountTokens'>): Answer {
  const { algorithm, id } = accountTokens.signedBy;
  const document = path === keysPath
    ? { keys: [{ use: 'sig', kty: 'oct', kid: id, alg: algorithm }] }
    : {
      issuer,
      jwks_uri: `https://${advertise.address}:${advertise.port}${keysPath}`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [algorithm],
    };
  const type = path === keysPath ? 'application/jwk-set+json' : 'application/json';
  return { code: 200, body: JSON.stringify(document), headers: { 'content-type': type, 'cache-control': 'public, max-age=3600' } };
}
