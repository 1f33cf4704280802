// What is refused in Services.
// Upstream: pkg/apis/core/validation ValidateService, ValidateServiceUpdate, ValidateServiceStatusUpdate

import type { Errors } from '../../checks.ts';
import {
  addInvalid, checkCidr, checkDnsLabel, checkDnsSubdomain, checkIp, checkLabels, checkOrdinaryIp, checkPort, checkQualifiedName,
  checkSupported, isIpAddress,
} from '../../checks.ts';
import type { FieldError } from '../../field-error.ts';
import { duplicate, forbidden, invalid, path, printed, required } from '../../field-error.ts';
import type { Service, ServicePort, ServiceSpec } from '../../generated/types.ts';
import { isPortNumber } from '../../names.ts';
import { usesNodePorts } from './service-defaults.ts';
import { checkAddressChange, checkAddressFields, familyErrors, isHeadless } from './service-ip-validation.ts';

const at = path('spec');
const onlyBalancer = "may only be used when `type` is 'LoadBalancer'";
const noPorts: readonly ServicePort[] = [];

/** Whether the Service is reached from outside the cluster. */
export function isExternallyAccessible({ type, externalIPs }: Pick<ServiceSpec, 'externalIPs' | 'type'>): boolean {
  return usesNodePorts(type) || (type === 'ClusterIP' && (externalIPs?.length ?? 0) > 0);
}

/** Whether a load balancer asks each node if it has Pods of the Service. */
export const needsHealthCheck = ({ type, externalTrafficPolicy }: ServiceSpec): boolean => type === 'LoadBalancer' && externalTrafficPolicy === 'Local';

function checkType(errors: Errors, spec: ServiceSpec): void {
  const { type, ports = noPorts, externalName = '' } = spec;
  if (ports.length === 0 && !isHeadless(spec) && type !== 'ExternalName') errors.push(required(at.child('ports')));
  if (usesNodePorts(type) && isHeadless(spec)) {
    errors.push(invalid(at.child('clusterIPs').index(0), 'None', `may not be set to 'None' for ${type} services`));
  }
  if (type !== 'ExternalName') return;
  const only = 'may not be set for ExternalName services';
  if (spec.clusterIPs?.length) errors.push(forbidden(at.child('clusterIPs'), only));
  if (spec.ipFamilies?.length) errors.push(forbidden(at.child('ipFamilies'), only));
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbidden(at.child('ipFamilyPolicy'), only));
  const name = externalName.endsWith('.') ? externalName.slice(0, -1) : externalName;
  if (name === '') errors.push(required(at.child('externalName')));
  else checkDnsSubdomain(errors, at.child('externalName'), name);
}

function checkPorts(errors: Errors, ports: readonly ServicePort[]): void {
  const names = new Set<string>();
  for (const [index, { name, port, protocol, targetPort, appProtocol }] of ports.entries()) {
    const where = at.child('ports').index(index);
    if (name) {
      checkDnsLabel(errors, where.child('name'), name);
      if (names.has(name)) errors.push(duplicate(where.child('name'), name));
      names.add(name);
    } else if (ports.length > 1) {
      errors.push(required(where.child('name')));
    }
    addInvalid(errors, where.child('port'), port, isPortNumber(port));
    checkSupported(errors, where.child('protocol'), protocol, ['SCTP', 'TCP', 'UDP']);
    checkPort(errors, where.child('targetPort'), targetPort);
    if (appProtocol !== undefined) checkQualifiedName(errors, where.child('appProtocol'), appProtocol);
  }
}

function checkAffinity(errors: Errors, { sessionAffinity, sessionAffinityConfig }: ServiceSpec): void {
  checkSupported(errors, at.child('sessionAffinity'), sessionAffinity, ['ClientIP', 'None']);
  if (sessionAffinity !== 'ClientIP') return;
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (seconds !== undefined && (seconds <= 0 || seconds > 86_400)) {
    errors.push(invalid(at.child('sessionAffinityConfig', 'clientIP', 'timeoutSeconds'), seconds, 'must be greater than 0 and less than 86400'));
  }
}

/** The same protocol and port twice, on the Service or on the nodes. */
function checkRepeatedPorts(errors: Errors, { type, ports = noPorts }: ServiceSpec): void {
  for (const [index, { nodePort }] of ports.entries()) {
    if (type === 'ClusterIP' && nodePort) {
      errors.push(forbidden(at.child('ports').index(index).child('nodePort'), "may not be used when `type` is 'ClusterIP'"));
    }
  }
  const takenOnNodes = new Set<string>();
  for (const [index, { protocol, nodePort }] of ports.entries()) {
    if (!nodePort) continue;
    const claim = `${protocol}/${nodePort}`;
    if (takenOnNodes.has(claim)) errors.push(duplicate(at.child('ports').index(index).child('nodePort'), nodePort));
    takenOnNodes.add(claim);
  }
  const taken = new Set<string>();
  for (const [index, { protocol, port }] of ports.entries()) {
    const claim = `${protocol}/${port}`;
    if (taken.has(claim)) {
      const shown = `{"Name":"","Protocol":${JSON.stringify(protocol)},"AppProtocol":null,"Port":${port},"TargetPort":0,"NodePort":0}`;
      errors.push(duplicate(at.child('ports').index(index), printed(shown)));
    }
    taken.add(claim);
  }
}

function checkBalancer(errors: Errors, spec: ServiceSpec): void {
  const { type, loadBalancerSourceRanges = [], allocateLoadBalancerNodePorts } = spec;
  const isBalancer = type === 'LoadBalancer';
  const ranges = at.child('LoadBalancerSourceRanges');
  if (!isBalancer && loadBalancerSourceRanges.length > 0) errors.push(forbidden(ranges, onlyBalancer));
  for (const [index, range] of loadBalancerSourceRanges.entries()) checkCidr(errors, ranges.index(index), range.trim());
  if (!isBalancer && allocateLoadBalancerNodePorts !== undefined) errors.push(forbidden(at.child('allocateLoadBalancerNodePorts'), onlyBalancer));
  checkBalancerClass(errors, spec);
}

function checkBalancerClass(errors: Errors, { type, loadBalancerClass }: ServiceSpec): void {
  if (loadBalancerClass === undefined) return;
  if (type === 'LoadBalancer') checkQualifiedName(errors, at.child('loadBalancerClass'), loadBalancerClass);
  else errors.push(forbidden(at.child('loadBalancerClass'), onlyBalancer));
}

function checkTraffic(errors: Errors, spec: ServiceSpec): void {
  const { externalTrafficPolicy, internalTrafficPolicy, healthCheckNodePort, trafficDistribution } = spec;
  if (isExternallyAccessible(spec)) {
    if (externalTrafficPolicy !== undefined) checkSupported(errors, at.child('externalTrafficPolicy'), externalTrafficPolicy, ['Cluster', 'Local']);
  } else if (externalTrafficPolicy) {
    errors.push(invalid(at.child('externalTrafficPolicy'), externalTrafficPolicy, 'may only be set for externally-accessible services'));
  }
  if (healthCheckNodePort && needsHealthCheck(spec)) addInvalid(errors, at.child('healthCheckNodePort'), healthCheckNodePort, isPortNumber(healthCheckNodePort));
  else if (healthCheckNodePort) {
    const only = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalid(at.child('healthCheckNodePort'), healthCheckNodePort, only));
  }
  if (internalTrafficPolicy !== undefined) checkSupported(errors, at.child('internalTrafficPolicy'), internalTrafficPolicy, ['Cluster', 'Local']);
  if (trafficDistribution !== undefined) {
    checkSupported(errors, at.child('trafficDistribution'), trafficDistribution, ['PreferClose', 'PreferSameZone', 'PreferSameNode']);
  }
}

function check(errors: Errors, { spec }: Service): void {
  checkType(errors, spec);
  checkPorts(errors, spec.ports ?? noPorts);
  checkLabels(errors, at.child('selector'), spec.selector);
  checkAffinity(errors, spec);
  if (spec.type !== 'ExternalName') checkAddressFields(errors, spec);
  for (const [index, ip] of (spec.externalIPs ?? []).entries()) {
    const where = at.child('externalIPs').index(index);
    if (checkIp(errors, where, ip)) checkOrdinaryIp(errors, where, ip);
  }
  checkSupported(errors, at.child('type'), spec.type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']);
  checkRepeatedPorts(errors, spec);
  checkBalancer(errors, spec);
  checkTraffic(errors, spec);
}

/** Errors of a new Service; which addresses and node ports are free, the API server knows. */
export function validateService(service: Service): readonly FieldError[] {
  const errors: FieldError[] = [];
  check(errors, service);
  if (errors.length === 0) errors.push(...familyErrors(service.spec));
  return errors;
}

/** Errors of a changed Service. */
export function validateServiceUpdate(next: Service, previous: Service): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkAddressChange(errors, next, previous);
  const { healthCheckNodePort } = previous.spec;
  if (healthCheckNodePort && needsHealthCheck(previous.spec) && needsHealthCheck(next.spec) && next.spec.healthCheckNodePort !== healthCheckNodePort) {
    errors.push(forbidden(at.child('healthCheckNodePort'), 'field is immutable'));
  }
  const { type, loadBalancerClass } = next.spec;
  if (type === 'LoadBalancer' && previous.spec.type === 'LoadBalancer' && loadBalancerClass !== previous.spec.loadBalancerClass) {
    errors.push(invalid(at.child('loadBalancerClass'), loadBalancerClass, 'may not change once set'));
  }
  checkBalancerClass(errors, next.spec);
  check(errors, next);
  if (errors.length === 0) errors.push(...familyErrors(next.spec));
  return errors;
}

/** Errors of a Service's status: the addresses of its load balancer. */
export function validateServiceStatus({ spec, status }: Service): readonly FieldError[] {
  const errors: FieldError[] = [];
  const where = path('status', 'loadBalancer', 'ingress');
  const ingress = status.loadBalancer.ingress ?? [];
  if (ingress.length > 0 && spec.type !== 'LoadBalancer') return [forbidden(where, "may only be used when `spec.type` is 'LoadBalancer'")];
  for (const [index, { ip, ipMode, hostname }] of ingress.entries()) {
    if (ip) checkIp(errors, where.index(index).child('ip'), ip);
    if (ipMode !== undefined && !ip) errors.push(forbidden(where.index(index).child('ipMode'), 'may not be specified when `ip` is not set'));
    else if (ipMode !== undefined) checkSupported(errors, where.index(index).child('ipMode'), ipMode, ['Proxy', 'VIP']);
    if (!hostname) continue;
    checkDnsSubdomain(errors, where.index(index).child('hostname'), hostname);
    if (isIpAddress(hostname)) errors.push(invalid(where.index(index).child('hostname'), hostname, 'must be a DNS name, not an IP address'));
  }
  return errors;
}
