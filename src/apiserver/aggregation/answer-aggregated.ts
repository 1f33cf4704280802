// Requests for what is served elsewhere are passed on, or told that nobody is there.
// Upstream: k8s.io/kube-aggregator pkg/apiserver/handler_proxy.go

import type { Process } from '../../kernel/index.ts';
import { ApiError, genericFailure } from '../../kinds/index.ts';
import type { User } from '../../kinds/index.ts';
import { isHttpResponse } from '../../machine/index.ts';
import type { HttpRequest } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import { allow } from '../request/allow.ts';
import type { Answer } from '../request/call.ts';
import type { Incoming } from '../request/incoming.ts';
import type { ServerContext } from '../server-context.ts';
import { dialText } from '../subresources/proxy.ts';
import type { AggregatedVersion } from './aggregated-services.ts';
import { wayTo } from './availability.ts';

/** Answers a request for a group's version that somebody else serves. Throws Unauthorized and Forbidden. */
export function* answerAggregated(server: ServerContext, incoming: Incoming, version: AggregatedVersion): Process<Answer> {
  const user = yield* allow(server, incoming);
  const way = wayTo(server, version.service);
  if (!version.isAvailable || !('address' in way)) return unavailable(incoming, 'service unavailable');
  // Who speaks in typed values is told nothing by those who do not.
  if (!incoming.http) return unavailable(incoming, 'service unavailable');
  const { address, port } = way.address;
  try {
    const reply = yield* server.stack.call({ address, port, kind: 'traffic', payload: inNameOf(user, incoming.http) });
    if (!isHttpResponse(reply.payload)) return unavailable(incoming, 'error trying to reach service: EOF');
    const { status, body, headers } = reply.payload;
    return { code: status, body, headers };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return unavailable(incoming, `error trying to reach service: ${dialText(error, `${address}:${port}`)}`);
  }
}

/** A text, of which a client in typed values makes what it makes of any. */
function unavailable({ http }: Incoming, why: string): Answer {
  if (!http) throw new ApiError(genericFailure(503, why));
  return { code: 503, body: `${why}\n`, headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' } };
}

/** The request as the server itself sends it on: it says for whom instead of showing what they showed. */
function inNameOf({ name, groups }: User, { headers, ...http }: HttpRequest): HttpRequest {
  const { authorization: _, ...kept } = headers;
  const others = Object.entries(kept).filter(([header]) => !header.startsWith('impersonate-') && !header.startsWith('x-remote-'));
  const { certificate: _certificate, ...plain } = http;
  return { ...plain, headers: { ...Object.fromEntries(others), 'x-remote-user': name, 'x-remote-group': groups.join(', ') } };
}
