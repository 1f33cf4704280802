// What one write of a Service claims: kept if the write succeeds, given back if it does not.
// Upstream: pkg/registry/core/service/storage/alloc.go (allocateCreate, allocateUpdate)

import { ipVersion } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { familyErrors, invalid as invalidField, withFamilies } from '../../kinds/index.ts';
import type { FieldError, Service, ServicePort, ServiceSpec } from '../../kinds/index.ts';
import { internalError, invalid } from '../failures.ts';
import type { Call } from '../request/call.ts';
import { recordRefusal } from '../request/refusal.ts';
import { addressesOf, allocatesNodePorts, normalized, wantsAddress, wantsHealthCheck, wantsNodePorts } from './service-shape.ts';

/** Addresses and ports claimed by a write that is not committed yet. */
export class ServiceClaims {
  private readonly call: Call;
  private readonly isDryRun: boolean;
  private addresses: string[] = [];
  private ports: number[] = [];

  constructor(call: Call) {
    this.call = call;
    this.isDryRun = call.request.options.dryRun === true;
  }

  /** Gives everything back. */
  *rollBack(): Process {
    const { addresses, ports } = this;
    this.addresses = [];
    this.ports = [];
    if (this.isDryRun) return;
    const { serviceAddresses } = this.call.server;
    yield* serviceAddresses.release(addresses);
    yield* serviceAddresses.ports.release(ports);
  }

  /** The Service with all that it lacks claimed for it; `held` is what it had before. Throws Invalid. */
  *complete(service: Service, held: ServiceSpec | undefined): Process<Service> {
    let spec = withFamilies(normalized(service.spec));
    if (wantsAddress(spec)) {
      this.checkAddressFields({ ...service, spec });
      if (!held || addressesOf(held).length === 0) spec = yield* this.claimAddresses(service, spec);
    }
    if (wantsNodePorts(spec)) spec = yield* this.claimPorts(service, spec, held);
    if (wantsHealthCheck(spec)) spec = yield* this.claimHealthCheck(service, spec, held);
    return spec === service.spec ? service : { ...service, spec };
  }

  /** Nothing is claimed for a Service whose address fields are wrong in themselves. */
  private checkAddressFields(service: Service): void {
    const { kind } = this.call;
    const { clusterIPs = [] } = service.spec;
    const other = clusterIPs.findIndex((address) => ipVersion(address) === 6);
    if (other >= 0) this.refuse(service, invalidField(`spec.clusterIPs[${other}]`, clusterIPs, 'IPv6 is not configured on this cluster'));
    const found = kind.validateCreate?.(service) ?? [];
    const errors = found.filter(({ field }) => field.startsWith('spec.clusterIP') || field.startsWith('spec.ipFamil'));
    if (errors.length === 0) errors.push(...familyErrors(service.spec));
    if (errors.length > 0) throw invalid(kind.gvk, service.metadata.name, errors);
  }

  private *claimAddresses(service: Service, spec: ServiceSpec): Process<ServiceSpec> {
    const { serviceAddresses } = this.call.server;
    const [asked = ''] = spec.clusterIPs ?? [];
    if (asked === 'None') return spec;
    const owner = { namespace: service.metadata.namespace, name: service.metadata.name };
    if (asked === '') {
      const address = yield* serviceAddresses.claimAny(owner, this.isDryRun);
      if (address === undefined) throw internalError('failed to allocate a serviceIP: range is full');
      this.addresses.push(address);
      return { ...spec, clusterIP: address, clusterIPs: [address] };
    }
    const refusal = yield* serviceAddresses.claim(asked, owner, this.isDryRun);
    if (refusal !== undefined) {
      this.refuse(service, invalidField('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${asked}: ${refusal}`));
    }
    this.addresses.push(asked);
    return spec;
  }

  private *claimPorts(service: Service, spec: ServiceSpec, held: ServiceSpec | undefined): Process<ServiceSpec> {
    const { ports = [] } = spec;
    const before = new Set((held?.ports ?? []).map((port) => port.nodePort));
    // Entries of one Service port number (TCP and UDP) share their node port.
    const chosen = new Map<number, number>();
    const claimed: ServicePort[] = [];
    for (const [index, port] of ports.entries()) {
      if (!port.nodePort && !allocatesNodePorts(spec)) {
        claimed.push(port);
        continue;
      }
      const shared = chosen.get(port.port);
      const wanted = port.nodePort || shared || requestedFor(port.port, ports);
      const isHeld = wanted !== undefined && before.has(wanted);
      const number = wanted !== undefined && (wanted === shared || isHeld) ? wanted : yield* this.claimPort(service, index, wanted);
      if (shared === undefined) chosen.set(port.port, number);
      claimed.push(port.nodePort === number ? port : { ...port, nodePort: number });
    }
    return { ...spec, ports: claimed };
  }

  private *claimPort(service: Service, index: number, wanted: number | undefined): Process<number> {
    const { ports } = this.call.server.serviceAddresses;
    if (wanted !== undefined) {
      // What this very write claimed is taken too, even if nothing is stored.
      const isOwn = this.ports.includes(wanted);
      const refusal = isOwn ? 'provided port is already allocated' : yield* ports.claim(wanted, this.isDryRun);
      if (refusal !== undefined) this.refuse(service, invalidField(`spec.ports[${index}].nodePort`, wanted, refusal));
      this.ports.push(wanted);
      return wanted;
    }
    const port = yield* ports.claimAny(this.isDryRun);
    if (port === undefined) throw internalError('failed to allocate a nodePort: range is full');
    this.ports.push(port);
    return port;
  }

  private *claimHealthCheck(service: Service, spec: ServiceSpec, held: ServiceSpec | undefined): Process<ServiceSpec> {
    const { ports } = this.call.server.serviceAddresses;
    const wanted = spec.healthCheckNodePort;
    if (wanted && wanted === held?.healthCheckNodePort) return spec;
    if (wanted) {
      const refusal = yield* ports.claim(wanted, this.isDryRun);
      if (refusal !== undefined) throw internalError(`failed to allocate requested HealthCheck NodePort ${wanted}: ${refusal}`);
      this.ports.push(wanted);
      return spec;
    }
    const port = yield* ports.claimAny(this.isDryRun);
    if (port === undefined) throw internalError('failed to allocate a HealthCheck NodePort: range is full');
    this.ports.push(port);
    return { ...spec, healthCheckNodePort: port };
  }

  private refuse(service: Service, error: FieldError): never {
    const refusal = invalid(this.call.kind.gvk, service.metadata.name, [error]);
    recordRefusal(this.call, 'validate', refusal);
    throw refusal;
  }
}

function requestedFor(port: number, ports: readonly ServicePort[]): number | undefined {
  return ports.find((candidate) => candidate.port === port && candidate.nodePort)?.nodePort;
}
