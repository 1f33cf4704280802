import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/index.ts';
import type { Process } from '../kernel/index.ts';
import { apiServerPort, kindRegistry } from '../kinds/index.ts';
import type { ApiReply, ApiRequest, RequestOptions, ResourceRequest, WatchEvent } from '../kinds/index.ts';
import { Network } from '../network/index.ts';
import type { ReplyStream } from '../network/index.ts';
import { createApiServer } from './server.ts';
import { MemoryStorage } from './storage/memory-storage.ts';

function world() {
  const kernel = new Kernel({ seed: 1 });
  const network = new Network(kernel);
  const host = network.addHost('control-plane', 'control-plane', '10.0.0.1');
  const client = network.addHost('workstation', 'workstation', '10.0.0.9');
  const storage = new MemoryStorage(kernel);
  const server = createApiServer({ host, kinds: kindRegistry, etcd: storage, serviceCidr: '10.96.0.0/12' });
  const run = <T>(body: Process<T>): T => {
    let result: { value: T } | undefined;
    kernel.spawn('test', (function* () { result = { value: yield* body }; })());
    kernel.run({ untilMs: kernel.nowMs + 30_000, condition: () => result !== undefined });
    if (kernel.failure) throw kernel.failure.error;
    if (!result) throw new Error('no answer');
    return result.value;
  };
  const send = (request: ApiRequest) => run((function* () {
    const reply = yield* client.stack.call({ address: '10.0.0.1', port: apiServerPort, kind: 'request', payload: { type: 'api.call', request } });
    return { reply: reply.payload as ApiReply, stream: reply.stream };
  })());
  const pass = (ms: number) => {
    kernel.run({ untilMs: kernel.nowMs + ms });
    if (kernel.failure) throw kernel.failure.error;
  };
  pass(1_000);
  return { kernel, storage, server, run, send, pass };
}

const base = { type: 'resource', group: '', version: 'v1', options: {}, as: 'object', user: 'system:admin', userAgent: 'test' } as const;
const request = (verb: ResourceRequest['verb'], resource: string, rest: Partial<ResourceRequest> = {}): ResourceRequest => ({ ...base, verb, resource, ...rest });
const pod = (name: string, spec: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'nginx' }], ...spec } });

describe('an API server', () => {
  it('is ready once it has made what a new cluster holds', () => {
    const { server, send } = world();
    expect(server.isReady).toBe(true);
    const { reply } = send(request('list', 'namespaces'));
    expect((reply.body as { items: { metadata: { name: string } }[] }).items.map((item) => item.metadata.name))
      .toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
  });

  it('creates, reads and deletes a ConfigMap', () => {
    const { send } = world();
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } };
    const created = send(request('create', 'configmaps', { namespace: 'default', body })).reply;
    expect(created.code).toBe(201);
    expect(send(request('get', 'configmaps', { namespace: 'default', name: 'a' })).reply.body).toBe(created.body);
    expect(send(request('get', 'configmaps', { namespace: 'default', name: 'a', options: { resourceVersion: '0' } })).reply.body).toBe(created.body);
    expect(send(request('delete', 'configmaps', { namespace: 'default', name: 'a' })).reply.body).toMatchObject({ status: 'Success', details: { name: 'a', kind: 'configmaps' } });
    expect(send(request('get', 'configmaps', { namespace: 'default', name: 'a' })).reply.body).toMatchObject({ code: 404, message: 'configmaps "a" not found' });
  });
});
void pod;
export type { RequestOptions, WatchEvent, ReplyStream };
