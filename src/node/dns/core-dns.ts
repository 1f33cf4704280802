// Upstream: github.com/coredns/coredns
import { InformerSet } from '../../client/index.ts';
import type { ApiClient, Informer } from '../../client/index.ts';
import { ended, race, sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { endpointSliceKind, keyOf, namespaceKind, serviceKind } from '../../kinds/index.ts';
import type { EndpointSlice, Namespace, Service } from '../../kinds/index.ts';
import { askServer, isDnsQuery, isHttpRequest, randomOf, readResolverConfig } from '../../machine/index.ts';
import type { DnsAnswer, DnsQuery, DnsRecord, HttpResponse, Program, ProgramContext } from '../../machine/index.ts';
import type { Exchange, Packet, Reply } from '../../network/index.ts';
import { limits } from '../limits.ts';
import { answerFromCluster } from './cluster-names.ts';
import type { ClusterView } from './cluster-names.ts';

/** What a CoreDNS needs beside its surroundings. */
export interface CoreDnsOptions {
  /** `cluster.local` */
  readonly domain: string;
  /** A client of the API for the program that runs there. */
  readonly connect: (context: ProgramContext) => ApiClient;
}

/** The cluster's name server as a program: names of Services and Pods, everything else is passed on to its own resolver. */
export function coreDns(options: CoreDnsOptions): Program {
  return function* runCoreDns(context) {
    const server = new NameServer(options, context);
    return yield* server.run();
  };
}

class NameServer {
  private readonly context: ProgramContext;
  private readonly informers: InformerSet;
  private readonly view: ClusterView;
  private isSynced = false;

  constructor(options: CoreDnsOptions, context: ProgramContext) {
    this.context = context;
    this.informers = new InformerSet(context.sandbox.kernel, options.connect(context));
    this.view = clusterView(this.informers, options.domain);
  }

  *run(): Process<number> {
    const { context } = this;
    const { kernel, group, stack } = context.sandbox;
    context.traps.set('SIGTERM', () => undefined);
    const spawn = (name: string, body: Process<unknown>) => kernel.spawn(`${context.sandbox.name} ${name}`, body, group);
    this.informers.start(spawn);
    stack.serve({ port: 8080, name: 'coredns health', group, handler: (exchange) => this.answerHttp(exchange, '/health', true) });
    stack.serve({ port: 8181, name: 'coredns ready', group, handler: (exchange) => this.answerHttp(exchange, '/ready', this.isSynced) });
    yield* context.stdout.write('.:53\nCoreDNS-1.13.1\nlinux/amd64, go1.25.2\n');
    const inbox = stack.bind(53, group);
    const serving = spawn('dns', this.serve(inbox));
    yield* race([context.signalled, ended(serving)]);
    yield* context.stdout.write('[INFO] SIGTERM: Shutting down servers then terminating\n[INFO] plugin/health: Going into lameduck mode for 5s\n');
    yield* sleep(lameDuckMs);
    return 0;
  }

  private *serve(inbox: { take(): Process<Packet | undefined> }): Process {
    yield* this.informers.waitForSync();
    this.isSynced = true;
    for (;;) {
      const packet = yield* inbox.take();
      if (!packet) return;
      const query = packet.payload;
      if (isDnsQuery(query)) yield* this.answer(packet, query);
    }
  }

  private *answer(packet: Packet, query: DnsQuery): Process {
    const known = answerFromCluster(this.view, query);
    const chased = known?.records.find(({ recordType }) => recordType === 'CNAME');
    if (known && !(chased && query.recordType !== 'CNAME')) return this.reply(packet, query, known);
    const { kernel, group } = this.context.sandbox;
    kernel.spawn(`${this.context.sandbox.name} forward`, this.forward(packet, query, chased), group);
  }

  /** Asks the machine's resolver about names that are not the cluster's, or that an ExternalName leads to. */
  private *forward(packet: Packet, query: DnsQuery, alias: DnsRecord | undefined): Process {
    const { stack, group, files } = this.context.sandbox;
    const own = alias && answerFromCluster(this.view, { name: alias.value, recordType: query.recordType });
    let answer: Pick<DnsAnswer, 'status' | 'records'> | undefined = own;
    for (const server of answer ? [] : readResolverConfig(files).servers) {
      const asker = { stack, group, random: randomOf(this.context) };
      const question = { name: alias?.value ?? query.name, recordType: query.recordType };
      answer = yield* askServer(asker, server, question, limits.dnsForwardMs);
      if (answer) break;
    }
    const { status, records } = answer ?? { status: 'SERVFAIL', records: [] };
    this.reply(packet, query, alias ? { status: 'NOERROR', records: [alias, ...records] } : { status, records });
  }

  private reply(packet: Packet, query: DnsQuery, { status, records }: Pick<DnsAnswer, 'status' | 'records'>): void {
    const answer: DnsAnswer = { type: 'dns.answer', id: query.id, status, records: this.shuffled(records) };
    this.context.sandbox.stack.send(packet.from.address, query.replyPort, 'dns', answer);
  }

  /** The loadbalance plugin: addresses come in any order. */
  private shuffled(records: readonly DnsRecord[]): readonly DnsRecord[] {
    if (records.length < 2 || records[0]?.recordType === 'CNAME') return records;
    const rest = [...records];
    const mixed: DnsRecord[] = [];
    while (rest.length > 0) mixed.push(...rest.splice(randomOf(this.context).integer(0, rest.length), 1));
    return mixed;
  }

  private *answerHttp(exchange: Exchange, path: string, isGood: boolean): Process<Reply> {
    const { request } = exchange;
    const isFound = isHttpRequest(request) && request.path === path;
    const payload: HttpResponse = {
      type: 'http.response', headers: { 'content-type': 'text/plain; charset=utf-8' },
      status: !isFound ? 404 : isGood ? 200 : 503, body: !isFound ? '404 page not found\n' : isGood ? 'OK' : 'kubernetes',
    };
    return { kind: 'traffic', payload };
  }
}

const lameDuckMs = 5_000; // Corefile: health { lameduck 5s }

function clusterView(informers: InformerSet, domain: string): ClusterView {
  const services: Informer<Service> = informers.of(serviceKind);
  const slices: Informer<EndpointSlice> = informers.of(endpointSliceKind);
  const namespaces: Informer<Namespace> = informers.of(namespaceKind);
  services.store.addIndex('address', ({ spec }) => spec.clusterIPs ?? []);
  slices.store.addIndex('service', ({ metadata }) => [keyOf(metadata.namespace, metadata.labels?.['kubernetes.io/service-name'] ?? '')]);
  slices.store.addIndex('address', ({ endpoints }) => (endpoints ?? []).flatMap(({ addresses }) => addresses));
  return {
    domain,
    service: (namespace, name) => services.store.get(keyOf(namespace, name)),
    slices: (namespace, name) => slices.store.byIndex('service', keyOf(namespace, name)),
    hasNamespace: (name) => namespaces.store.get(name) !== undefined,
    servicesWithAddress: (address) => services.store.byIndex('address', address),
    slicesWithAddress: (address) => slices.store.byIndex('address', address),
  };
}
