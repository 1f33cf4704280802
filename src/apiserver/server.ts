import './plain-keys.ts';
import { deepFreeze, isObject } from '../base/index.ts';
import { EtcdClient } from '../etcd/index.ts';
import type { Endpoint } from '../etcd/index.ts';
import { isProcess, settled, sleep } from '../kernel/index.ts';
import type { Eventually, Kernel, Process, ProcessGroup, RandomStream } from '../kernel/index.ts';
import { ApiError, apiServerPort, serviceCidrKind } from '../kinds/index.ts';
import type { ApiCall, ApiReply, ApiRequest, ClusterKeys, KindRegistry, User } from '../kinds/index.ts';
import { isHttpRequest } from '../machine/index.ts';
import type { HttpRequest, HttpResponse } from '../machine/index.ts';
import type { Exchange, Host, Reply, Stack } from '../network/index.ts';
import { cachedObjects } from './cache/lookup.ts';
import { AggregatedServices } from './aggregation/aggregated-services.ts';
import { keepAvailability } from './aggregation/availability-keeper.ts';
import { AccountTokens } from './authentication/account-tokens.ts';
import { Authenticator } from './authentication/authenticator.ts';
import { Impersonations } from './authentication/impersonation.ts';
import { issuerPaths } from './authentication/issuer-documents.ts';
import { AuthorizerChain } from './authorization/authorizer.ts';
import type { Authorizer } from './authorization/authorizer.ts';
import { NodeAuthorizer } from './authorization/node-authorizer.ts';
import { NodeRelations } from './authorization/node-relations.ts';
import { RbacAuthorizer } from './authorization/rbac.ts';
import { RoleIndex } from './authorization/role-index.ts';
import { bootstrap, nodeRules } from './bootstrap/bootstrap.ts';
import { RegistryCache } from './cache/registry-cache.ts';
import { CustomResources } from './custom/custom-resources.ts';
import { DefinitionKeeper } from './custom/definition-keeper.ts';
import { Discovery } from './discovery/discovery.ts';
import { healthPaths } from './discovery/health-checks.ts';
import { keepFlowSchemas } from './flow-control/flow-schema-keeper.ts';
import { Flows } from './flow-control/flows.ts';
import { commonHeaders } from './http/common-headers.ts';
import { tagged } from './http/entity-tag.ts';
import { httpResponse, isForPeople, typedRequest, warningHeaders } from './http/http-codec.ts';
import { isOpenApiPath, openApiForm } from './http/openapi-form.ts';
import { takesAnything } from './http/wire-json.ts';
import { openApiOf } from './later.ts';
import { limits } from './limits.ts';
import { HealthResults } from './metrics/health-results.ts';
import { RequestCounts } from './metrics/request-counts.ts';
import { answerRequest } from './request/answer-request.ts';
import type { Answer } from './request/call.ts';
import type { Incoming } from './request/incoming.ts';
import { HttpOutlet, TypedOutlet } from './request/outlet.ts';
import { Passages } from './request/passage.ts';
import { RequestRecord } from './request/request-record.ts';
import { Resources } from './request/resources.ts';
import { toldWarnings } from './request/told-warnings.ts';
import type { ServerContext } from './server-context.ts';
import { acceptUpgrades } from './subresources/upgrade.ts';
import { ServiceAddresses } from './services/service-addresses.ts';
import type { PortRange } from './services/node-ports.ts';
import { EtcdStorage } from './storage/etcd-storage.ts';
import type { Storage } from './storage/storage.ts';

/** How an API server is to run. */
export interface ApiServerOptions {
  readonly host: Host;
  readonly kinds: KindRegistry;
  /** Where etcd is, or something that stores in its place. */
  readonly etcd: readonly Endpoint[] | Storage;
  readonly serviceCidr: string; // kube-apiserver --service-cluster-ip-range
  readonly advertiseAddress?: string; // kube-apiserver --advertise-address; the machine's own unless said
  readonly port?: number; // kube-apiserver --secure-port
  readonly nodePorts?: PortRange; // kube-apiserver --service-node-port-range
  /** Who may what instead of kube-apiserver --authorization-mode=Node,RBAC. */
  readonly authorizer?: Authorizer;
  /** By what it knows its clients, and with what it signs their tokens. kube-apiserver --client-ca-file, --service-account-signing-key-file */
  readonly keys: ClusterKeys;
  /** Tokens that are users' for ever. kube-apiserver --token-auth-file */
  readonly staticTokens?: ReadonlyMap<string, User>;
  /** Whether every object is frozen through and through: a guard for development, slow. */
  readonly freezes?: boolean;
  /** In which group its processes run; the machine's own unless said. */
  readonly group?: ProcessGroup;
}

/** A running API server. */
export interface ApiServer {
  readonly context: ServerContext;
  /** Whether the cache is filled and what a new cluster holds is there. */
  readonly isReady: boolean;
}

/** Starts kube-apiserver on a machine: it serves at once, and is ready when etcd has answered. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const { host, group = host.group } = options;
  const { kernel } = host.network;
  const server = new Server(options, kernel);
  const { context } = server;
  kernel.spawn(`${context.actor} watch cache`, context.cache.run(), group);
  kernel.spawn(`${context.actor} bootstrap`, bootstrap(context, () => server.noteBootstrapped()), group);
  kernel.spawn(`${context.actor} custom resources`, server.keepDefinitions(group), group);
  kernel.spawn(`${context.actor} flow schemas`, keepFlowSchemas(context), group);
  kernel.spawn(`${context.actor} availability`, keepAvailability(context), group);
  kernel.spawn(`${context.actor} compaction`, context.storage.maintain(), group);
  kernel.spawn(`${context.actor} bookmarks`, sendBookmarks(context), group);
  const listener = host.stack.serve({
    port: context.advertise.port, name: context.actor, group, upgrades: true, handler: (exchange) => server.handle(exchange),
  });
  if (listener.accepted) kernel.spawn(`${context.actor} upgrades`, acceptUpgrades(context, listener.accepted, group), group);
  return server;
}

class Server implements ApiServer {
  readonly context: ServerContext;
  private readonly custom: CustomResources;
  private keeper: DefinitionKeeper | undefined;
  private hasBootstrapped = false;
  private readonly auditRandom: RandomStream;

  constructor(options: ApiServerOptions, kernel: Kernel) {
    const { host, kinds } = options;
    const actor = `${host.name}/kube-apiserver`;
    const random = kernel.random(actor);
    this.auditRandom = kernel.random(`${actor} audit`);
    const storage = 'length' in options.etcd
      ? etcdStorage(kernel, host.stack, options.etcd, () => this.custom.registry)
      : options.etcd;
    const advertise = { address: options.advertiseAddress ?? host.stack.address, port: options.port ?? apiServerPort };
    const aggregated = new AggregatedServices(() => describe(custom.registry));
    let discovery = new Discovery({ kinds, advertise, aggregated, openApiOf });
    const describe = (registry: KindRegistry): void => {
      discovery = new Discovery({ kinds: registry, advertise, aggregated, openApiOf });
    };
    const resources = new Resources(kinds);
    const cache = new RegistryCache({ kernel, storage, kinds, finish: options.freezes === true ? deepFreeze : (object) => object });
    const custom = new CustomResources({
      builtIn: kinds,
      cache,
      onChange: (registry) => {
        resources.reset(registry);
        describe(registry);
      },
    });
    this.custom = custom;
    const rbac = new RbacAuthorizer(new RoleIndex(cache));
    const authorizer = options.authorizer ?? new AuthorizerChain([new NodeAuthorizer(new NodeRelations(cache), nodeRules()), rbac]);
    const accountTokens = new AccountTokens(options.keys.accounts, () => this.context);
    this.context = {
      kernel,
      actor,
      stack: host.stack,
      get kinds() {
        return custom.registry;
      },
      resources,
      storage,
      cache,
      random,
      serviceAddresses: new ServiceAddresses({
        kernel, storage, random, serviceCidr: options.serviceCidr, declared: () => cachedObjects(this.context, serviceCidrKind, undefined), nodePorts: options.nodePorts ?? { first: 30_000, last: 32_767 },
      }),
      authenticator: new Authenticator({ authority: options.keys.authority, staticTokens: options.staticTokens }, accountTokens, () => this.context),
      accountTokens,
      impersonation: new Impersonations(authorizer),
      authorizer,
      rbac,
      passages: new Passages(),
      flows: new Flows(),
      advertise,
      get discovery() {
        return discovery;
      },
      get paths() {
        return [...discovery.paths, ...healthPaths, ...issuerPaths, ...otherPaths].sort();
      },
      aggregated,
      startedMs: kernel.wallMs,
      requests: new RequestCounts(),
      healthResults: new HealthResults(),
      isBootstrapped: () => this.hasBootstrapped,
    };
  }

  get isReady(): boolean {
    return this.hasBootstrapped && this.context.cache.isReady && this.keeper?.hasSynced === true;
  }

  keepDefinitions(group: ProcessGroup): Process<never> {
    this.keeper = new DefinitionKeeper({ server: this.context, custom: this.custom, group });
    return this.keeper.run();
  }

  noteBootstrapped(): void {
    this.hasBootstrapped = true;
  }

  handle(exchange: Exchange): Eventually<Reply | undefined> {
    const payload = exchange.request;
    if (isHttpRequest(payload) && payload.isSecure) return this.handleHttp(exchange, payload);
    if (!isApiCall(payload)) return { kind: 'response', payload: notSecure };
    const { request } = payload;
    const incoming: Incoming = { request, record: this.record(request), warnings: [] };
    const answer = answerRequest(this.context, incoming, new TypedOutlet(exchange, incoming, this));
    return isProcess(answer) ? this.replyLater(incoming, answer) : this.reply(incoming, answer);
  }

  private *replyLater(incoming: Incoming, answer: Process<Answer | undefined>): Process<Reply | undefined> {
    return this.reply(incoming, yield* answer);
  }

  /** An answer as it is sent to who speaks in typed values. */
  private reply(incoming: Incoming, answer: Answer | undefined): Reply | undefined {
    if (!answer) return undefined;
    const { code, body } = answer;
    this.count(incoming, code);
    const payload: ApiReply = { type: 'api.reply', code, body, warnings: toldWarnings(incoming.warnings) };
    return { kind: 'response', payload };
  }

  private *handleHttp(exchange: Exchange, http: HttpRequest): Process<Reply | undefined> {
    if (badEscape.test(http.path)) return { kind: 'response', payload: badPath };
    const warnings: string[] = [];
    let answer: Answer | undefined;
    let asked: { readonly request: ApiRequest; readonly record: RequestRecord } | undefined;
    const common = (): Readonly<Record<string, string>> => commonHeaders(http, asked, { flows: this.context.flows, random: this.auditRandom });
    try {
      const request = typedRequest(http);
      const record = this.record(request);
      asked = { request, record };
      const incoming: Incoming = { request, record, warnings, http };
      const outlet = new HttpOutlet(exchange, takesAnything(http.headers['accept']), () => {
        this.count(incoming, 200);
        return { ...common(), ...warningHeaders(toldWarnings(warnings)) };
      });
      const given = yield* settled(answerRequest(this.context, incoming, outlet));
      if (!given) return undefined;
      answer = this.inHttpForm(http, given);
      this.count(incoming, answer.code);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answer = { code: error.code, body: error.status };
    }
    const payload = httpResponse(answer, { ...common(), ...warningHeaders(toldWarnings(warnings)) }, { accept: http.headers['accept'], isForPeople: isForPeople(http) });
    return { kind: 'response', payload: http.method === 'HEAD' ? { ...payload, body: '' } : payload };
  }

  /** An answer as it is told to who asks by HTTP. */
  private inHttpForm(http: HttpRequest, given: Answer): Answer {
    const { discovery, startedMs, kernel: { wallMs: nowMs } } = this.context;
    if (isOpenApiPath(http.path)) return openApiForm(http, given, { index: discovery.get('/openapi/v3'), startedMs, nowMs });
    return this.isNowhere(http.path, given) ? notThere : tagged(http.headers['if-none-match'], given);
  }

  /** Whether the path leads to no group that is served: then a page says so instead of a Status. */
  private isNowhere(path: string, { code, body }: Answer): boolean {
    if (code !== 404 || !isObject(body) || body['kind'] !== 'Status') return false;
    const [, root, group = ''] = path.split(/[/?]/, 4);
    return root !== 'api' && root !== 'version' && (root !== 'apis' || !this.context.discovery.serves(group));
  }

  /** Notes what a request was answered. */
  count({ request, record }: Incoming, code: number): void {
    this.note(record, code);
    this.context.requests.count(request, code, record.latencyMs);
  }

  private record(request: ApiRequest): RequestRecord {
    const { kernel, actor } = this.context;
    const record = new RequestRecord(request, kernel.nowMs);
    kernel.record('step', actor, record);
    return record;
  }

  private note(record: RequestRecord, code: number): void {
    record.code = code;
    record.latencyMs = this.context.kernel.nowMs - record.receivedMs;
  }
}

function etcdStorage(kernel: Kernel, stack: Stack, endpoints: readonly Endpoint[], kinds: () => KindRegistry): EtcdStorage {
  const singles = endpoints.map((endpoint) => new EtcdClient({ stack, endpoints: [endpoint] }));
  return new EtcdStorage(kernel, new EtcdClient({ stack, endpoints }), singles, kinds);
}

/** Whether a payload speaks the typed form of the API; who sends one also sends it whole. */
function isApiCall(payload: unknown): payload is ApiCall {
  return isObject(payload) && payload['type'] === 'api.call' && isObject(payload['request']);
}

/** What is served besides the API and the health. */
const otherPaths = ['/apis/', '/flagz', '/metrics', '/metrics/slis', '/statusz', '/openapi/v2', '/openapi/v3', '/openapi/v3/'];

/** What Go's server tells about a path that nobody serves. */
const notThere: Answer = { code: 404, body: '404 page not found\n', headers: { 'x-content-type-options': 'nosniff' } };

/** What Go's server tells about a path that is none. */
const badEscape = /^[^?]*%(?![0-9A-Fa-f]{2})/;
const badPath: HttpResponse = {
  type: 'http.response', status: 400, headers: { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }, body: '400 Bad Request',
};

/** What Go's TLS server tells whoever does not speak TLS to it. */
const notSecure: HttpResponse = {
  type: 'http.response', status: 400, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Client sent an HTTP request to an HTTPS server.\n',
};

/** Tells watchers that want it how far they are, so that they need not read again what has not changed. */
function* sendBookmarks({ cache }: ServerContext): Process<never> {
  for (;;) {
    yield* sleep(limits.bookmarkMs);
    for (const resource of cache.all()) {
      for (const watcher of resource.watchers) if (watcher.wantsBookmarks) watcher.bookmark(cache.revision);
    }
  }
}
