// Upstream: cmd/kube-proxy, pkg/proxy/nftables
import { cidrContains, parseCidr } from '../../base/index.ts';
import { InformerSet } from '../../client/index.ts';
import type { ApiClient, Informer } from '../../client/index.ts';
import type { Kernel, Process, ProcessGroup, RandomStream } from '../../kernel/index.ts';
import { endpointSliceKind, keyOf, nodeKind, objectKey, serviceKind, zoneOf } from '../../kinds/index.ts';
import type { EndpointSlice, Node, ObjectKey, Service } from '../../kinds/index.ts';
import type { Host, Translation, Translator } from '../../network/index.ts';
import { limits } from '../limits.ts';
import { ServiceRules, isSameEndpoint } from './service-table.ts';
import type { ProxyEndpoint, ProxyPlace, ServiceMatch, ServicePortRule } from './service-table.ts';

/** Names the Service that a slice belongs to. */
const serviceNameLabel = 'kubernetes.io/service-name';
/** Services with this label are left to another proxy. */
const otherProxyLabel = 'service.kubernetes.io/service-proxy-name';
const byService = 'service';

/** Ports of the machine that lead to Pods, by `:port/protocol`: written by the network plugin, read with the other rules. */
export type HostPorts = ReadonlyMap<string, { readonly address: string; readonly port: number }>;

/**
 * The rules by which one machine sends Services' traffic to endpoints. They are the machine's: they stay as they are when
 * kube-proxy ends, and nobody brings them up to date then.
 */
export class PacketRules {
  /** By address, then port: cluster IPs and outside addresses. */
  readonly matches = new Map<string, Map<number, ServiceMatch>>();
  readonly nodePorts = new Map<number, ServiceMatch>();
  /** Cluster IPs, whose other ports refuse, with how many Services have them. */
  readonly addresses = new Map<string, number>();
  private readonly kernel: Kernel;
  private readonly host: Host;
  private readonly random: RandomStream;

  private readonly hostPorts: HostPorts;
  private readonly machineAddress: string;

  constructor(kernel: Kernel, host: Host, hostPorts: HostPorts) {
    this.hostPorts = hostPorts;
    this.machineAddress = host.stack.address;
    this.kernel = kernel;
    this.host = host;
    this.random = kernel.random(`kube-proxy ${host.name}`);
  }

  /** Asked by the network for each new connection: most of them concern no Service, which must be seen at once. */
  readonly translate: Translator = ({ from, address, port, protocol, direction }) => {
    const isForMachine = address === this.machineAddress;
    const ports = isForMachine ? this.nodePorts : this.matches.get(address);
    if (isForMachine && this.hostPorts.size > 0) {
      const hostPort = this.hostPorts.get(`:${port}/${protocol}`);
      if (hostPort) return { verdict: 'to', ...hostPort, via: `host port ${port}` };
    }
    const match = ports?.get(portKey(port, protocol));
    if (match) return this.choose(match, from.address, direction === 'out' && from.host === this.host);
    return this.addresses.has(address) ? { verdict: 'refuse' } : undefined;
  };

  /** Puts a rule in force at an address, or with none at the machine's own. */
  add(address: string | undefined, { port, protocol }: Place, match: ServiceMatch): void {
    if (address === undefined) {
      this.nodePorts.set(portKey(port, protocol), match);
      return;
    }
    let ports = this.matches.get(address);
    if (!ports) this.matches.set(address, (ports = new Map()));
    ports.set(portKey(port, protocol), match);
  }

  /** Takes a rule out of force, unless another one has taken its place. */
  remove(address: string | undefined, { port, protocol }: Place, rule: ServicePortRule): void {
    const ports = address === undefined ? this.nodePorts : this.matches.get(address);
    const key = portKey(port, protocol);
    if (ports?.get(key)?.rule !== rule) return;
    ports.delete(key);
    if (address !== undefined && ports.size === 0) this.matches.delete(address);
  }

  clear(): void {
    this.matches.clear();
    this.nodePorts.clear();
    this.addresses.clear();
  }

  private choose({ rule, isExternal }: ServiceMatch, client: string, isFromHere: boolean): Translation {
    const { externalTrafficPolicy, loadBalancerSourceRanges = [] } = rule.service.spec;
    if (isExternal && loadBalancerSourceRanges.length > 0 && !isInRanges(client, loadBalancerSourceRanges)) return { verdict: 'drop' };
    // The machine's own Pods reach an outside address by the short way, whatever the policy for traffic from outside.
    const endpoints = isExternal && !(isFromHere && externalTrafficPolicy === 'Local') ? rule.external : rule.internal;
    const endpoint = this.pick(rule, endpoints, client);
    if (!endpoint) return { verdict: rule.hasElsewhere ? 'drop' : 'refuse' };
    const masquerades = isExternal && externalTrafficPolicy !== 'Local';
    const { address, port } = endpoint;
    return { verdict: 'to', address, port, via: rule.name, ...(masquerades ? { source: this.host.stack.address } : {}) };
  }

  private pick(rule: ServicePortRule, endpoints: readonly ProxyEndpoint[], client: string): ProxyEndpoint | undefined {
    if (!rule.affinity) return endpoints.length === 1 ? endpoints[0] : this.random.pick(endpoints);
    const { nowMs } = this.kernel;
    const known = rule.affinity.get(client);
    const seconds = rule.service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
    const timeoutMs = seconds === undefined ? limits.affinityMs : seconds * 1000;
    const isKept = known && nowMs - known.atMs < timeoutMs && endpoints.some((one) => isSameEndpoint(one, known.endpoint));
    const endpoint = isKept ? known.endpoint : this.random.pick(endpoints);
    if (endpoint) rule.affinity.set(client, { endpoint, atMs: nowMs });
    return endpoint;
  }
}

interface Place {
  readonly port: number;
  readonly protocol: string;
}

/** One number for a port of a protocol. */
function portKey(port: number, protocol: string): number {
  return protocol === 'TCP' ? port : protocol === 'UDP' ? port + 65_536 : port + 131_072;
}

/** Keeps a machine's packet rules as Services and EndpointSlices say. Only what belongs to a changed Service is made anew. */
export class KubeProxy {
  readonly rules: PacketRules;
  private readonly nodeName: string;
  private readonly services: Informer<Service>;
  private readonly slices: Informer<EndpointSlice>;
  private readonly node: Informer<Node>;
  private readonly informers: InformerSet;
  private readonly tables: Map<ObjectKey, ServiceRules>;

  constructor(options: { readonly kernel: Kernel; readonly host: Host; readonly client: ApiClient; readonly rules: PacketRules; readonly tables: Map<ObjectKey, ServiceRules> }) {
    const { kernel, client, host } = options;
    this.nodeName = host.name;
    this.rules = options.rules;
    this.tables = options.tables;
    this.informers = new InformerSet(kernel, client);
    this.services = this.informers.of(serviceKind);
    this.slices = this.informers.of(endpointSliceKind);
    this.node = this.informers.of(nodeKind, { fieldSelector: `metadata.name=${host.name}` });
    this.slices.store.addIndex(byService, (slice) => [serviceOf(slice)]);
  }

  /** Starts its processes in a group. */
  start(kernel: Kernel, group: ProcessGroup): void {
    const change = (service: Service): void => this.rebuild(objectKey(service.metadata));
    const changeSlice = (slice: EndpointSlice): void => this.rebuild(serviceOf(slice));
    const spawn = (name: string, body: Process<unknown>): unknown => kernel.spawn(`${this.nodeName}/kube-proxy ${name}`, body, group);
    this.services.onChange({ added: change, updated: change, deleted: change });
    this.slices.onChange({ added: changeSlice, updated: changeSlice, deleted: changeSlice });
    const rebuildAll = (): void => {
      for (const key of [...this.tables.keys()]) this.rebuild(key);
    };
    this.node.onChange({
      added: rebuildAll,
      updated: (next, previous) => zoneOf(next) !== zoneOf(previous) && rebuildAll(),
    });
    this.informers.start(spawn);
    spawn('first sync', this.syncAll());
  }

  /** Once both lists are here: what came before the other list, and what was deleted while no kube-proxy ran. */
  private *syncAll(): Process {
    yield* this.informers.waitForSync();
    for (const key of [...this.tables.keys()]) this.rebuild(key);
  }

  private get place(): ProxyPlace {
    return { nodeName: this.nodeName, zone: zoneOf(this.node.store.get(keyOf(undefined, this.nodeName))) };
  }

  private rebuild(key: ObjectKey): void {
    const before = this.tables.get(key);
    if (before) this.remove(before);
    const service = this.services.store.get(key);
    if (!service || !isProxied(service)) {
      this.tables.delete(key);
      return;
    }
    // Before the first list of slices is here, the endpoints of an earlier life stay.
    if (!this.slices.hasSynced && before) return this.install(before);
    const table = new ServiceRules(service, this.slices.store.byIndex(byService, key), this.place, before);
    this.tables.set(key, table);
    this.install(table);
  }

  private install({ service, rules }: ServiceRules): void {
    const { addresses } = this.rules;
    for (const address of clusterAddresses(service)) addresses.set(address, (addresses.get(address) ?? 0) + 1);
    for (const rule of rules) for (const { address, isExternal, ...place } of placesOf(rule)) this.rules.add(address, place, { rule, isExternal });
  }

  private remove({ service, rules }: ServiceRules): void {
    const { addresses } = this.rules;
    for (const address of clusterAddresses(service)) {
      const uses = (addresses.get(address) ?? 1) - 1;
      if (uses > 0) addresses.set(address, uses);
      else addresses.delete(address);
    }
    for (const rule of rules) for (const { address, ...place } of placesOf(rule)) this.rules.remove(address, place, rule);
  }
}

function serviceOf(slice: EndpointSlice): ObjectKey {
  return keyOf(slice.metadata.namespace, slice.metadata.labels?.[serviceNameLabel] ?? '');
}

function isProxied(service: Service): boolean {
  const { clusterIP, type } = service.spec;
  return type !== 'ExternalName' && !!clusterIP && clusterIP !== 'None' && service.metadata.labels?.[otherProxyLabel] === undefined;
}

function clusterAddresses(service: Service): readonly string[] {
  const { clusterIP, clusterIPs } = service.spec;
  return clusterIPs ?? (clusterIP ? [clusterIP] : []);
}

interface RulePlace extends Place {
  /** Undefined: every address of the machine. */
  readonly address: string | undefined;
  readonly isExternal: boolean;
}

/** Where a rule's traffic is recognised, and whether it comes from outside. */
function* placesOf({ service, port: { port, protocol, nodePort } }: ServicePortRule): Generator<RulePlace> {
  for (const address of clusterAddresses(service)) yield { address, port, protocol, isExternal: false };
  for (const address of service.spec.externalIPs ?? []) yield { address, port, protocol, isExternal: true };
  for (const { ip, ipMode } of service.status.loadBalancer.ingress ?? []) {
    if (ip !== undefined && ipMode !== 'Proxy') yield { address: ip, port, protocol, isExternal: true };
  }
  if (nodePort !== undefined && nodePort > 0) yield { address: undefined, port: nodePort, protocol, isExternal: true };
}

function isInRanges(address: string, ranges: readonly string[]): boolean {
  return ranges.some((range) => {
    const cidr = parseCidr(range.trim());
    return cidr !== undefined && cidrContains(cidr, address);
  });
}
