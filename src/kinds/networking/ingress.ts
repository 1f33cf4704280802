// Ingress: which HTTP requests from outside go to which Services.
// Upstream: pkg/registry/networking/ingress/strategy.go, pkg/printers/internalversion printIngress

import { ageColumn, balancerAddresses, firstThree, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type {
  HTTPIngressPath, HTTPIngressPathInput, Ingress, IngressBackend, IngressBackendInput, IngressInput, IngressRule, IngressRuleInput,
  IngressSpec, IngressSpecInput,
} from '../generated/types.ts';
import { validateIngress, validateIngressStatus, validateIngressUpdate } from '../later.ts';
import type { Defaulted } from '../object.ts';
import { complete, completeList } from '../reuse.ts';

function backendDefaults(input: IngressBackendInput): IngressBackend {
  const { service } = input;
  return complete(input, { service: service && complete(service, { name: service.name ?? '', port: service.port ?? {} }) });
}

const pathDefaults = (input: HTTPIngressPathInput): HTTPIngressPath => complete(input, { backend: backendDefaults(input.backend ?? {}) });

function ruleDefaults(input: IngressRuleInput): IngressRule {
  const { http } = input;
  return complete(input, { http: http && complete(http, { paths: completeList(http.paths ?? [], pathDefaults) }) });
}

function specDefaults(input: IngressSpecInput): IngressSpec {
  const { defaultBackend, rules } = input;
  return complete(input, {
    defaultBackend: defaultBackend && backendDefaults(defaultBackend),
    rules: rules && completeList(rules, ruleDefaults),
  });
}

function defaults(input: IngressInput): Defaulted<Ingress> {
  const status = input.status ?? {};
  return complete(input, {
        metadata: input.metadata ?? {},
    spec: specDefaults(input.spec ?? {}),
    status: complete(status, { loadBalancer: status.loadBalancer ?? {} }),
  });
}

function hostsCell({ spec }: Ingress): string {
  return firstThree((spec.rules ?? []).map(({ host }) => host ?? '').filter((host) => host !== ''), '*');
}

/** How Ingresses are completed, checked, shown and selected. */
export const ingressKind = defineKind<IngressInput, Ingress>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  metadataLooks: { ofChange: ['change', 'new'] },
  registryPath: 'ingress',
  defaults,
  initialStatus: () => ({ loadBalancer: {} }),
  validateCreate: validateIngress,
  validateUpdate: validateIngressUpdate,
  validateStatusUpdate: validateIngressStatus,
  generation: 'spec',
  warnings: ({ metadata, spec }, previous) => (previous || spec.ingressClassName !== undefined || metadata.annotations?.['kubernetes.io/ingress.class'] === undefined
    ? []
    : ['annotation "kubernetes.io/ingress.class" is deprecated, please use \'spec.ingressClassName\' instead']),
  columns: [
    nameColumn,
    textColumn('Class', ({ spec }) => spec.ingressClassName ?? '<none>'),
    textColumn('Hosts', hostsCell),
    textColumn('Address', ({ status }) => balancerAddresses(status.loadBalancer.ingress)),
    textColumn('Ports', ({ spec }) => (spec.tls?.length ? '80, 443' : '80')),
    ageColumn,
  ],
});
