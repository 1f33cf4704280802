import { describe, expect, it } from 'vitest';
import { kubeletPort } from '../../kinds/index.ts';
import type { ApiReply, KubeletRequest } from '../../kinds/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

/** A world with a node whose kubelet answers what it is asked. */
function withKubelet() {
  const world = new ApiWorld();
  const node = world.network.addHost('worker-1', 'worker', '10.0.0.21');
  const asked: KubeletRequest[] = [];
  const listener = node.stack.serve({
    port: kubeletPort, name: 'kubelet', group: node.group, upgrades: true,
    *handler(exchange) {
      const request = exchange.request as KubeletRequest;
      asked.push(request);
      if (request.type !== 'kubelet.logs') return { kind: 'response', payload: { type: 'kubelet.reply', code: 404, message: 'container not found ("app")' } };
      exchange.reply({ kind: 'response', payload: { type: 'kubelet.reply', code: 200, isStream: true }, isStream: true });
      exchange.push('traffic', 'one\n');
      exchange.push('traffic', 'two\n');
      exchange.finish();
      return undefined;
    },
  });
  world.kernel.spawn('sessions', (function* () {
    const connection = yield* listener.accepted!.take();
    asked.push((yield* connection!.receive()) as KubeletRequest);
    connection!.send({ type: 'kubelet.reply', code: 101 });
    for (let frame = yield* connection!.receive(); frame !== undefined; frame = yield* connection!.receive()) {
      connection!.send({ on: 'stdout', text: `echo ${(frame as { text: string }).text}` });
    }
  })(), node.group);
  world.object('create', 'nodes', { body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1' }, status: { addresses: [{ type: 'InternalIP', address: '10.0.0.21' }] } } });
  world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } } });
  const pod = (name: string, spec: object) => world.object('create', 'pods', { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec } });
  pod('web', { nodeName: 'worker-1', containers: [{ name: 'app', image: 'nginx' }] });
  pod('two', { nodeName: 'worker-1', containers: [{ name: 'a', image: 'nginx' }, { name: 'b', image: 'nginx' }], initContainers: [{ name: 'i', image: 'nginx' }] });
  pod('waiting', { containers: [{ name: 'app', image: 'nginx' }] });
  return { world, asked, node };
}

describe('a Pod\'s log', () => {
  it('comes from the kubelet of its node', () => {
    const { world, asked } = withKubelet();
    const request = world.request('get', 'pods', { name: 'web', subresource: 'log', body: { follow: true, tailLines: 5 } });
    const { payload, stream } = world.call({ type: 'api.call', request });
    expect(payload).toMatchObject({ code: 200, isStream: true });
    world.pass(100);
    expect([stream?.tryNext(), stream?.tryNext(), stream?.isEnded]).toEqual(['one\n', 'two\n', true]);
    expect(asked).toEqual([{ type: 'kubelet.logs', namespace: 'default', pod: 'web', container: 'app', options: { follow: true, tailLines: 5 } }]);
  });

  it('is empty before the Pod has a node', () => {
    const { world } = withKubelet();
    const { stream } = world.call({ type: 'api.call', request: world.request('get', 'pods', { name: 'waiting', subresource: 'log' }) });
    world.pass(100);
    expect([stream?.tryNext(), stream?.isEnded]).toEqual([undefined, true]);
  });

  it('needs to know which container', () => {
    const { world } = withKubelet();
    const refuse = (name: string, body: object = {}) => world.refusal('get', 'pods', { name, subresource: 'log', body });
    expect(refuse('two')).toBe('400 BadRequest: a container name must be specified for pod two, choose one of: [a b] or one of the init containers: [i]');
    expect(refuse('two', { container: 'c' })).toBe('400 BadRequest: container c is not valid for pod two');
    expect(refuse('ghost')).toBe('404 NotFound: pods "ghost" not found');
  });

  it('cannot be read while the node is gone', () => {
    const { world, node } = withKubelet();
    node.group.kill();
    expect(world.refusal('get', 'pods', { name: 'web', subresource: 'log' })).toBe(
      '500 -: Get "https://10.0.0.21:10250/containerLogs/default/web/app": dial tcp 10.0.0.21:10250: connect: connection refused');
  });
});

describe('a session', () => {
  it('passes both ways through the server', () => {
    const { world, asked } = withKubelet();
    const request = world.request('create', 'pods', { name: 'web', subresource: 'exec', body: { command: ['sh'], stdin: true } });
    const [reply, echo] = world.run((function* () {
      const connection = yield* world.client.stack.connect({ address: '10.0.0.1', port: 6443 });
      connection.send({ type: 'api.call', request });
      const head = (yield* connection.receive()) as ApiReply;
      connection.send({ on: 'stdin', text: 'hello' });
      const frame = yield* connection.receive();
      connection.close();
      return [head, frame] as const;
    })());
    expect(reply.code).toBe(101);
    expect(echo).toEqual({ on: 'stdout', text: 'echo hello' });
    expect(asked).toEqual([{ type: 'kubelet.exec', namespace: 'default', pod: 'web', container: 'app', command: ['sh'], stdin: true, tty: false }]);
  });

  it('without input that the kubelet refuses is refused in its words', () => {
    const { world } = withKubelet();
    expect(world.refusal('create', 'pods', { name: 'web', subresource: 'exec', body: { command: ['sh'] } })).toBe('404 NotFound: container not found ("app")');
    expect(world.refusal('create', 'pods', { name: 'web', subresource: 'exec', body: {} })).toBe('400 BadRequest: you must specify at least 1 command for the container');
    expect(world.refusal('create', 'pods', { name: 'waiting', subresource: 'exec', body: { command: ['sh'] } })).toBe('400 BadRequest: pod waiting does not have a host assigned');
  });
});
