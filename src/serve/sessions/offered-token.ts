// A page cannot set the headers of a WebSocket, so it may offer its token as one of the protocols.
// Upstream: k8s.io/apiserver pkg/authentication/request/websocket

import type { HttpRequest } from '../../machine/index.ts';
import { offeredIn, offers } from './channel-protocols.ts';

const prefix = 'base64url.bearer.authorization.k8s.io.';

/** The request with the token that its protocols carry as its authorization; what else they are stays. */
export function withOfferedToken(request: HttpRequest): HttpRequest {
  const { authorization } = request.headers;
  const offered = offeredIn(request.headers[offers]);
  const carrier = offered.find((name) => name.startsWith(prefix));
  const others = offered.filter((name) => name !== carrier);
  // It says nothing by itself: something has to be spoken.
  if (carrier === undefined || authorization !== undefined || others.length === 0) return request;
  const token = Buffer.from(carrier.slice(prefix.length), 'base64url').toString();
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}`, [offers]: others.join(',') } };
}
