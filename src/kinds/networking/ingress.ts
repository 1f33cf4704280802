// Ingress: which HTTP requests from outside go to which Services.
// Upstream: pkg/registry/networking/ingress/strategy.go, pkg/printers/internalversion printIngress

import { ageColumn, balancerAddresses, firstThree, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { Ingress, IngressBackend, IngressBackendInput, IngressInput, IngressRule, IngressRuleInput, IngressSpec, IngressSpecInput } from '../generated/types.ts';
import type { Defaulted } from '../object.ts';
import { reuse, reuseList } from '../reuse.ts';

function backendDefaults(input: IngressBackendInput): IngressBackend {
  const { service, ...rest } = input;
  return reuse<IngressBackend>(input, { ...rest, ...(service && { service: reuse(service, { ...service, port: service.port ?? {} }) }) });
}

function ruleDefaults(input: IngressRuleInput): IngressRule {
  const { http, ...rest } = input;
  if (!http) return rest;
  const paths = reuseList(http.paths ?? [], (path) => reuse(path, { ...path, backend: backendDefaults(path.backend ?? {}) }));
  return reuse<IngressRule>(input, { ...rest, http: reuse(http, { ...http, paths }) });
}

function specDefaults(input: IngressSpecInput): IngressSpec {
  const { defaultBackend, rules, ...rest } = input;
  return reuse<IngressSpec>(input, {
    ...rest,
    ...(defaultBackend && { defaultBackend: backendDefaults(defaultBackend) }),
    ...(rules && { rules: reuseList(rules, ruleDefaults) }),
  });
}

function defaults(input: IngressInput): Defaulted<Ingress> {
  const status = input.status ?? {};
  return reuse(input, {
    ...input,
    metadata: input.metadata ?? {},
    spec: specDefaults(input.spec ?? {}),
    status: reuse(status, { ...status, loadBalancer: status.loadBalancer ?? {} }),
  });
}

function hostsCell({ spec }: Ingress): string {
  return firstThree((spec.rules ?? []).map(({ host }) => host ?? '').filter((host) => host !== ''), '*');
}

export const ingressKind = defineKind<IngressInput, Ingress>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  registryPath: 'ingress',
  defaults,
  initialStatus: () => ({ loadBalancer: {} }),
  generation: 'spec',
  columns: [
    nameColumn,
    textColumn('Class', ({ spec }) => spec.ingressClassName ?? '<none>'),
    textColumn('Hosts', hostsCell),
    textColumn('Address', ({ status }) => balancerAddresses(status.loadBalancer.ingress)),
    textColumn('Ports', ({ spec }) => (spec.tls?.length ? '80, 443' : '80')),
    ageColumn,
  ],
});
