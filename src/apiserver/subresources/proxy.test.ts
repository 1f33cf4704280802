// What a real API server of v1.36 answered to requests that it was to pass on; behind it stood a server that tells what it was asked.

import { expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { isHttpRequest } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

const base = '/api/v1/namespaces/default';

function withBackend() {
  const world = new ApiWorld();
  const pod = world.network.addHost('pod', 'outside', '10.0.9.9');
  pod.stack.serve({
    port: 18_999, name: 'backend', group: pod.group,
    *handler({ request }) {
      if (!isHttpRequest(request)) return undefined;
      const { method, path, headers, body } = request;
      const answer: Pick<HttpResponse, 'status' | 'body'> & { readonly headers?: HttpResponse['headers'] } = path.startsWith('/redir')
        ? { status: 302, headers: { location: '/else' }, body: '' }
        : path.startsWith('/page')
          ? { status: 200, headers: { 'content-type': 'text/html' }, body: '<a href="/x/y">l</a><img src="z.png">' }
          : { status: path === '/miss' ? 404 : 200, body: `${method} ${path} ${body}${headers['authorization'] ?? ''}` };
      return { kind: 'response', payload: { type: 'http.response', status: answer.status, headers: { 'content-type': 'text/plain', ...answer.headers }, body: answer.body } };
    },
  });
  world.object('create', 'serviceaccounts', { body: { metadata: { name: 'default' } } });
  const made = world.object('create', 'pods', { body: { metadata: { name: 'b' }, spec: { nodeName: 'n', containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 18_999 }] }] } } });
  world.object('patch', 'pods', { name: 'b', subresource: 'status', patchType: 'merge', body: { status: { podIP: '10.0.9.9', podIPs: [{ ip: '10.0.9.9' }] } } });
  world.object('create', 'pods', { body: { metadata: { name: 'homeless' }, spec: { containers: [{ name: 'c', image: 'x' }] } } });
  world.object('create', 'services', { body: { metadata: { name: 't' }, spec: { ports: [{ name: 'web', port: 80 }, { name: 'other', port: 81 }] } } });
  world.object('create', 'services', { body: { metadata: { name: 'empty' }, spec: { ports: [{ port: 80 }] } } });
  world.object('create', 'endpointslices', { body: {
    metadata: { name: 't-1', labels: { 'kubernetes.io/service-name': 't' } }, addressType: 'IPv4', ports: [{ name: 'web', port: 18_999 }, { name: 'other', port: 81 }],
    endpoints: [{ addresses: ['10.0.9.9'], targetRef: { kind: 'Pod', namespace: 'default', name: 'b', uid: made.metadata.uid } }],
  } });
  world.pass(100);
  const ask = (path: string, rest: Partial<HttpRequest> = {}): HttpResponse =>
    world.call({ type: 'http.request', method: 'GET', path, headers: {}, isSecure: true, body: '', certificate: world.admin.certificate ?? '', ...rest }).payload as HttpResponse;
  return { world, ask };
}

test('requests reach Pods and what is behind Services, with their method, query and body', () => {
  const { ask } = withBackend();
  expect(ask(`${base}/pods/b/proxy/x`).body).toBe('GET /x ');
  expect(ask(`${base}/pods/http:b:18999/proxy/x?y=z`, { method: 'POST', body: 'hello', headers: { 'content-type': 'text/plain', authorization: 'Bearer x' } }).body).toBe('POST /x?y=z hello');
  expect(ask(`${base}/services/t:web/proxy/a/b?q=1`).body).toBe('GET /a/b?q=1 ');
  expect(ask(`${base}/services/t:80/proxy/`).body).toBe('GET / ');
  expect(ask(`${base}/services/t:web/proxy/miss`)).toMatchObject({ status: 404, body: 'GET /miss ' });
});

test('addresses in answers lead back through the server', () => {
  const { ask } = withBackend();
  expect(ask(`${base}/services/t:web/proxy`)).toMatchObject({ status: 301, headers: { location: `${base}/services/t:web/proxy/` }, body: '' });
  expect(ask(`${base}/services/t:web/proxy/redir`)).toMatchObject({ status: 302, headers: { location: `${base}/services/t:web/proxy/else` } });
  expect(ask(`${base}/services/t:web/proxy/page`).body).toBe(`<a href="${base}/services/t:web/proxy/x/y">l</a><img src="z.png">`);
});

test.each([
  ['services/t/proxy/', 503, 'no endpoints available for service "t"'],
  ['services/t:nope/proxy/', 503, 'no endpoints available for service "t:nope"'],
  ['services/empty/proxy/', 503, 'no endpoints available for service "empty"'],
  ['services/t:12/proxy/', 503, 'no service port 12 found for service "t"'],
  ['services/t:81/proxy/', 503, 'error trying to reach service: dial tcp 10.0.9.9:81: connect: connection refused'],
  ['services/ftp:t:web/proxy/', 400, 'invalid service request "ftp:t:web"'],
  ['services/absent/proxy/', 404, 'services "absent" not found'],
  ['pods/homeless/proxy/', 400, 'address not allowed'],
  ['pods/b:x:y:z/proxy', 400, 'invalid pod request "b:x:y:z"'],
  ['pods/absent/proxy/x', 404, 'pods "absent" not found'],
])('%s', (path, status, message) => {
  const answer = withBackend().ask(`${base}/${path}`);
  expect([answer.status, (JSON.parse(answer.body) as { readonly message: string }).message]).toEqual([status, message]);
});
