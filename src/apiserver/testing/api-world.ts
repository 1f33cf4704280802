// A world with one API server over storage in memory and one client, for tests of the server.

import '../provide.ts';
import '../../kinds/provide.ts';
import { Kernel } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ClusterKeys, apiServerPort, kindRegistry } from '../../kinds/index.ts';
import type { ApiReply, ApiRequest, KubeObject, ObjectList, ResourceRequest, Status, WatchEvent } from '../../kinds/index.ts';
import { Network } from '../../network/index.ts';
import type { ReplyStream } from '../../network/index.ts';
import { createEtcdMember } from '../../etcd/index.ts';
import type { EtcdMember } from '../../etcd/index.ts';
import { createApiServer } from '../server.ts';
import type { ApiServer } from '../server.ts';
import { MemoryStorage } from './memory-storage.ts';

const groups: Readonly<Record<string, { readonly group: string; readonly version: string }>> = {
  deployments: { group: 'apps', version: 'v1' },
  replicasets: { group: 'apps', version: 'v1' },
  validatingwebhookconfigurations: { group: 'admissionregistration.k8s.io', version: 'v1' },
  mutatingwebhookconfigurations: { group: 'admissionregistration.k8s.io', version: 'v1' },
  horizontalpodautoscalers: { group: 'autoscaling', version: 'v2' },
  priorityclasses: { group: 'scheduling.k8s.io', version: 'v1' },
  leases: { group: 'coordination.k8s.io', version: 'v1' },
  poddisruptionbudgets: { group: 'policy', version: 'v1' },
  endpointslices: { group: 'discovery.k8s.io', version: 'v1' },
};

/** The world, ready to be asked; with real members of etcd, or with storage in memory when there are none. */
export class ApiWorld {
  readonly kernel = new Kernel({ seed: 1 });
  readonly network = new Network(this.kernel);
  readonly members: readonly EtcdMember[];
  readonly host = this.network.addHost('control-plane', 'control-plane', '10.0.0.1');
  readonly client = this.network.addHost('workstation', 'workstation', '10.0.0.9');
  readonly storage = new MemoryStorage(this.kernel);
  readonly keys = new ClusterKeys(() => this.kernel.random('keys').text(32, 'abcdef'), () => this.kernel.wallMs);
  readonly admin = this.keys.credentials('kubernetes-admin', 'system:masters');
  server: ApiServer;

  constructor(options: { readonly etcdMembers?: number } = {}) {
    const peers = Array.from({ length: options.etcdMembers ?? 0 }, (_, index) => ({ id: index + 1, name: `etcd-${index + 1}`, address: `10.0.1.${index + 1}` }));
    this.members = peers.map(({ name, address }) => createEtcdMember({ kernel: this.kernel, host: this.network.addHost(name, 'etcd', address), name, peers }));
    for (const member of this.members) member.start();
    this.server = this.start();
    this.pass(peers.length > 0 ? 5_000 : 1_000);
  }

  /** Starts the server on its machine. */
  start(): ApiServer {
    const { host, storage, members } = this;
    const endpoints = members.map((member) => ({ address: member.host.stack.address, port: 2379 }));
    return createApiServer({ host, kinds: kindRegistry, keys: this.keys, etcd: endpoints.length > 0 ? endpoints : storage, serviceCidr: '10.96.0.0/12', freezes: true });
  }

  /** Lets time pass. */
  pass(ms: number): void {
    this.kernel.run({ untilMs: this.kernel.nowMs + ms });
    if (this.kernel.failure) throw this.kernel.failure.error;
  }

  /** Runs a process to its end. */
  run<Result>(body: Process<Result>): Result {
    let done: { readonly result: Result } | undefined;
    const outer = (function* (): Process {
      done = { result: yield* body };
    })();
    this.kernel.spawn('test', outer);
    this.kernel.run({ untilMs: this.kernel.nowMs + 120_000, condition: () => done !== undefined });
    if (this.kernel.failure) throw this.kernel.failure.error;
    if (!done) throw new Error('no answer came');
    return done.result;
  }

  /** Sends any payload to the server's port. */
  call(payload: unknown): { readonly payload: unknown; readonly stream: ReplyStream | undefined } {
    const { client } = this;
    return this.run((function* () {
      const reply = yield* client.stack.call({ address: '10.0.0.1', port: apiServerPort, kind: 'request', payload });
      return { payload: reply.payload, stream: reply.stream };
    })());
  }

  send(request: ApiRequest): ApiReply {
    return this.call({ type: 'api.call', request }).payload as ApiReply;
  }

  /** A request for a resource; its answer. */
  ask(verb: ResourceRequest['verb'], resource: string, rest: Partial<ResourceRequest> = {}): ApiReply {
    return this.send(this.request(verb, resource, rest));
  }

  request(verb: ResourceRequest['verb'], resource: string, rest: Partial<ResourceRequest> = {}): ResourceRequest {
    const { group, version } = groups[resource] ?? { group: '', version: 'v1' };
    const isClusterWide = ['namespaces', 'nodes', 'priorityclasses', 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations'].includes(resource);
    return {
      type: 'resource', verb, group, version, resource, options: {}, as: 'object', credentials: this.admin, userAgent: 'test',
      ...(isClusterWide ? {} : { namespace: 'default' }),
      ...rest,
    };
  }

  /** The object that a request answers; throws the message of a failure. */
  object(verb: ResourceRequest['verb'], resource: string, rest: Partial<ResourceRequest> = {}): KubeObject {
    const reply = this.ask(verb, resource, rest);
    if (reply.code >= 400) throw new Error((reply.body as Status).message);
    return reply.body as KubeObject;
  }

  /** What a request is refused with; `(accepted)` when it is not. */
  refusal(verb: ResourceRequest['verb'], resource: string, rest: Partial<ResourceRequest> = {}): string {
    const reply = this.ask(verb, resource, rest);
    const { reason, message } = reply.body as Status;
    return reply.code >= 400 ? `${reply.code} ${reason ?? '-'}: ${message}` : '(accepted)';
  }

  /** Names of the objects that a list gives. */
  names(resource: string, rest: Partial<ResourceRequest> = {}): string[] {
    const reply = this.ask('list', resource, rest);
    if (reply.code >= 400) throw new Error((reply.body as Status).message);
    return (reply.body as ObjectList).items.map(({ metadata }) => metadata.name);
  }

  /** Opens a watch. */
  watch(resource: string, rest: Partial<ResourceRequest> = {}): WatchProbe {
    const { payload, stream } = this.call({ type: 'api.call', request: this.request('watch', resource, rest) });
    if (!stream) throw new Error(JSON.stringify(payload));
    return new WatchProbe(this, stream);
  }
}

/** The client's end of a watch. */
export class WatchProbe {
  readonly stream: ReplyStream;
  private readonly world: ApiWorld;

  constructor(world: ApiWorld, stream: ReplyStream) {
    this.world = world;
    this.stream = stream;
  }

  /** The events that have come within 100 ms, whole. */
  events(): WatchEvent[] {
    this.world.pass(100);
    const events: WatchEvent[] = [];
    for (let event = this.stream.tryNext(); event !== undefined; event = this.stream.tryNext()) events.push(event as WatchEvent);
    return events;
  }

  /** The events in short: `ADDED web`. */
  seen(): string[] {
    return this.events().map((event) => (event.type === 'ERROR' ? `ERROR ${event.object.message}` : `${event.type} ${event.object.metadata?.name ?? ''}`.trim()));
  }
}
