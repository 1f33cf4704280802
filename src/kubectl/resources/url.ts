// What `-f URL` reads: the answer of a server of this world.
// Upstream: k8s.io/cli-runtime resource builder, readHttpWithRetries

import { quote } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { plainAnswer, readResolverConfig } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import { fetchTarget, parseTarget, reasonPhrase } from '../../programs/tools/support/http-client.ts';
import type { Fetched } from '../../programs/tools/support/http-client.ts';
import { CommandError, RequestError } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';

/** How often a server that fails by itself is asked, and how long after each other. Upstream: defaultHttpGetAttempts */
const attempts = 3;
const pauseMs = 1_000;
/** How many other places an answer may send to. Upstream: net/http */
const mostRedirects = 10;

/** Reads a URL; throws what kubectl says when it cannot. */
export function* readUrl(kubectl: Kubectl, url: string): Process<string> {
  let answer = yield* request(kubectl, url);
  for (let attempt = 1; attempt < attempts && answer.response.status >= 500; attempt++) {
    yield* sleep(pauseMs);
    answer = yield* request(kubectl, url);
  }
  const { status, body } = answer.response;
  if (status !== 200) throw new CommandError(`unable to read URL ${quote(url)}, server reported ${status} ${reasonPhrase(status)}, status code=${status}`);
  return body;
}

type Answer = Extract<Fetched, { readonly verdict: 'answer' }>;

function* request(kubectl: Kubectl, url: string): Process<Answer> {
  let at = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const target = parseTarget(at);
    if (!target) throw urlProblem(url);
    const headers = { 'user-agent': 'Go-http-client/1.1', host: target.host };
    const fetched = yield* fetchTarget(kubectl.context, target, { method: 'GET', headers, body: '' });
    if (fetched.verdict !== 'answer') throw new RequestError(at, failureOf(kubectl, fetched, target));
    const { location } = fetched.response.headers;
    if (location === undefined || ![301, 302, 303, 307, 308].includes(fetched.response.status)) return fetched;
    at = location.startsWith('/') ? `${target.scheme}://${target.host}:${target.port}${location}` : location;
  }
  throw new CommandError(`Get ${quote(at)}: stopped after ${mostRedirects} redirects`);
}

/** What Go says of a URL that cannot be asked. */
function urlProblem(url: string): Error {
  const [, host = ''] = /^https?:\/\/([^/?#]*)/.exec(url) ?? [];
  if (host === '') return new RequestError(url, new NetworkError('EHOSTUNREACH', 'http: no Host in request URL'));
  const [stray] = /[\s<>"\\^`{|}]/.exec(host) ?? [];
  const why = stray === undefined ? 'invalid URL' : `invalid character ${quote(stray)} in host name`;
  return new CommandError(`the URL passed to filename ${quote(url)} is not valid: parse ${quote(url)}: ${why}`);
}

/** Why nobody answered, as Go's network library says it. */
function failureOf({ files }: Kubectl, fetched: Exclude<Fetched, Answer>, { host, port }: { readonly host: string; readonly port: number }): NetworkError {
  const [server] = readResolverConfig(files).servers;
  const lookup = `dial tcp: lookup ${host}${server === undefined ? '' : ` on ${server}:53`}`;
  switch (fetched.verdict) {
    case 'unknown-host': return new NetworkError('EHOSTUNREACH', `${lookup}: no such host`);
    case 'no-server': return new NetworkError('ETIMEDOUT', `${lookup}: i/o timeout`);
    case 'no-tls': return new NetworkError('ECONNRESET', plainAnswer);
    case 'failed': return new NetworkError(fetched.code, `dial tcp ${fetched.address}:${port}: ${dialFailures[fetched.code]}`);
  }
}

const dialFailures: Readonly<Record<NetworkError['code'], string>> = {
  ECONNREFUSED: 'connect: connection refused', ECONNRESET: 'read: connection reset by peer', ETIMEDOUT: 'i/o timeout', EHOSTUNREACH: 'connect: no route to host',
};
