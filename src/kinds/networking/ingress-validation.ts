// What is refused in Ingresses and their classes.
// Upstream: pkg/apis/networking/validation ValidateIngressSpec, ValidateIngressClassSpec

import type { Errors } from '../checks.ts';
import { addInvalid, checkDnsLabel, checkDnsSubdomain, checkImmutable, checkIp, checkSupported, isIpAddress } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, path, required, tooLong } from '../field-error.ts';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressClass, IngressRule, TypedLocalObjectReference } from '../generated/types.ts';
import { isDnsSubdomain, isPortName, isPortNumber, isWildcardDnsSubdomain, validatePathSegmentName } from '../names.ts';

const at = path('spec');

function checkSegment(errors: Errors, where: FieldPath, text: string): void {
  if (text === '') errors.push(required(where));
  else addInvalid(errors, where, text, validatePathSegmentName(text, false));
}

function checkResource(errors: Errors, where: FieldPath, { apiGroup, kind, name }: Partial<TypedLocalObjectReference>): void {
  if (typeof apiGroup === 'string') checkDnsSubdomain(errors, where.child('apiGroup'), apiGroup);
  checkSegment(errors, where.child('kind'), kind ?? '');
  checkSegment(errors, where.child('name'), name ?? '');
}

function checkBackend(errors: Errors, where: FieldPath, { service, resource }: IngressBackend): void {
  if (resource) {
    if (service) errors.push(invalid(where, '', 'cannot set both resource and service backends'));
    else checkResource(errors, where.child('resource'), resource);
    return;
  }
  if (!service) {
    errors.push(invalid(where, '', 'resource or service backend is required'));
    return;
  }
  const { name, port } = service;
  if (!name) errors.push(required(where.child('service', 'name')));
  else checkDnsLabel(errors, where.child('service', 'name'), name);
  if (port.name && port.number) errors.push(invalid(where, '', 'cannot set both port name & port number'));
  else if (port.name) addInvalid(errors, where.child('service', 'port', 'name'), port.name, isPortName(port.name));
  else if (port.number) addInvalid(errors, where.child('service', 'port', 'number'), port.number, isPortNumber(port.number));
  else errors.push(required(where, 'port name or number is required'));
}

const badSequences = ['//', '/./', '/../', '%2f', '%2F'];
const badEndings = ['/..', '/.'];

function checkPathText(errors: Errors, where: FieldPath, text: string): void {
  if (!text.startsWith('/')) errors.push(invalid(where, text, 'must be an absolute path'));
  for (const bad of badSequences) if (text.includes(bad)) errors.push(invalid(where, text, `must not contain '${bad}'`));
  for (const bad of badEndings) if (text.endsWith(bad)) errors.push(invalid(where, text, `cannot end with '${bad}'`));
}

function checkPath(errors: Errors, where: FieldPath, { path: text = '', pathType, backend }: HTTPIngressPath): void {
  if (pathType === undefined) {
    errors.push(required(where.child('pathType'), 'pathType must be specified'));
    return;
  }
  if (pathType === 'Exact' || pathType === 'Prefix') checkPathText(errors, where.child('path'), text);
  else if (pathType === 'ImplementationSpecific') {
    if (text !== '' && !text.startsWith('/')) errors.push(invalid(where.child('path'), text, 'must be an absolute path'));
  } else checkSupported(errors, where.child('pathType'), pathType, ['Exact', 'ImplementationSpecific', 'Prefix']);
  checkBackend(errors, where.child('backend'), backend);
}

const hostProblems = (host: string): readonly string[] => (host.includes('*') ? isWildcardDnsSubdomain(host) : isDnsSubdomain(host));

function checkRule(errors: Errors, where: FieldPath, { host, http }: IngressRule): void {
  if (host) {
    if (isIpAddress(host)) errors.push(invalid(where.child('host'), host, 'must be a DNS name, not an IP address'));
    addInvalid(errors, where.child('host'), host, hostProblems(host));
  }
  if (!http) return;
  if (http.paths.length === 0) errors.push(required(where.child('http', 'paths')));
  for (const [index, entry] of http.paths.entries()) checkPath(errors, where.child('http', 'paths').index(index), entry);
}

function checkIngress({ spec }: Ingress): FieldError[] {
  const errors: FieldError[] = [];
  const { defaultBackend, rules = [], tls = [], ingressClassName } = spec;
  if (rules.length === 0 && !defaultBackend) errors.push(invalid(at, null, 'either `defaultBackend` or `rules` must be specified'));
  if (defaultBackend) checkBackend(errors, at.child('defaultBackend'), defaultBackend);
  for (const [index, rule] of rules.entries()) checkRule(errors, at.child('rules').index(index), rule);
  for (const [index, { hosts = [], secretName }] of tls.entries()) {
    const where = at.child('tls').index(index);
    for (const [i, host] of hosts.entries()) addInvalid(errors, where.child('hosts').index(i), host, hostProblems(host));
    if (secretName) checkDnsSubdomain(errors, where.child('secretName'), secretName);
  }
  if (ingressClassName !== undefined) checkDnsSubdomain(errors, at.child('ingressClassName'), ingressClassName);
  return errors;
}

const classAnnotation = 'kubernetes.io/ingress.class';

/** Errors of a new Ingress. */
export function validateIngress(ingress: Ingress): readonly FieldError[] {
  const errors = checkIngress(ingress);
  const old = ingress.metadata.annotations?.[classAnnotation];
  const { ingressClassName } = ingress.spec;
  if (old !== undefined && ingressClassName !== undefined && old !== ingressClassName) {
    errors.unshift(invalid(path('metadata', 'annotations').child(classAnnotation), old, 'must match `ingressClassName` when both are specified'));
  }
  return errors;
}

/** Errors of a changed Ingress. */
export function validateIngressUpdate(next: Ingress, previous: Ingress): readonly FieldError[] {
  return next.spec === previous.spec ? [] : checkIngress(next);
}

/** Errors of an Ingress' status: the addresses of its load balancer. */
export function validateIngressStatus({ status }: Ingress): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, { ip, hostname }] of (status.loadBalancer.ingress ?? []).entries()) {
    const where = path('status', 'loadBalancer', 'ingress').index(index);
    if (ip) checkIp(errors, where.child('ip'), ip);
    if (!hostname) continue;
    checkDnsSubdomain(errors, where.child('hostname'), hostname);
    if (isIpAddress(hostname)) errors.push(invalid(where.child('hostname'), hostname, 'must be a DNS name, not an IP address'));
  }
  return errors;
}

const maxController = 250; // maxLenIngressClassController

function checkController(errors: Errors, where: FieldPath, controller: string): void {
  if (controller.length > maxController) errors.push(tooLong(where, maxController));
  if (controller === '') {
    errors.push(required(where));
    return;
  }
  const slash = controller.indexOf('/');
  const [domain, rest] = [controller.slice(0, Math.max(slash, 0)), controller.slice(slash + 1)];
  if (slash < 0 || domain === '' || rest === '') {
    errors.push(invalid(where, controller, 'must be a domain-prefixed path (such as "acme.io/foo")'));
    return;
  }
  addInvalid(errors, where, domain, isDnsSubdomain(domain));
  if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(rest)) {
    errors.push(invalid(where, rest, "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"));
  }
}

/** Errors of a new IngressClass. */
export function validateIngressClass({ spec }: IngressClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { controller = '', parameters } = spec;
  checkController(errors, at.child('controller'), controller);
  if (!parameters) return errors;
  const where = at.child('parameters');
  checkResource(errors, where, parameters);
  const { scope, namespace } = parameters;
  checkSupported(errors, where.child('scope'), scope, ['Cluster', 'Namespace']);
  if (scope === 'Namespace') {
    if (namespace === undefined) errors.push(required(where.child('namespace'), "`parameters.scope` is set to 'Namespace'"));
    else checkDnsLabel(errors, where.child('namespace'), namespace);
  }
  if (scope === 'Cluster' && namespace !== undefined) errors.push(forbidden(where.child('namespace'), "`parameters.scope` is set to 'Cluster'"));
  return errors;
}

/** Errors of a changed IngressClass: whose it is stays. */
export function validateIngressClassUpdate(next: IngressClass, previous: IngressClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkImmutable(errors, at.child('controller'), next.spec.controller ?? '', previous.spec.controller ?? '');
  return [...errors, ...validateIngressClass(next)];
}
