// NetworkPolicies.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import { formatLabelSelector, isEmptySelector } from '../../kinds/index.ts';
import type { LabelSelector, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../kinds/index.ts';
import type { Describer } from './describer.ts';
import type { Page } from './page.ts';

export const describeNetworkPolicy: Describer = function* describeNetworkPolicy({ page }, object) {
  const { metadata, spec } = object as unknown as NetworkPolicy;
  page.names(metadata);
  page.field(0, 'Created on', metadata.creationTimestamp.replace('T', ' ').replace('Z', ' +0000 UTC'));
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, 'Spec:');
  const all = !spec.podSelector || isEmptySelector(spec.podSelector);
  page.line(1, `PodSelector: ${all ? '    <none> (Allowing the specific traffic to all pods in this namespace)' : `    ${formatLabelSelector(spec.podSelector)}`}`);
  const types = spec.policyTypes ?? [];
  describeDirection(page, 'ingress', 'From', types.includes('Ingress'), (spec.ingress ?? []).map((rule) => ({ ports: rule.ports ?? [], peers: rule.from ?? [] })));
  describeDirection(page, 'egress', 'To', types.includes('Egress'), (spec.egress ?? []).map((rule) => ({ ports: rule.ports ?? [], peers: rule.to ?? [] })));
  page.line(1, `Policy Types: ${types.join(', ')}`);
};

const selectorText = (selector: LabelSelector): string => (isEmptySelector(selector) ? '<none>' : formatLabelSelector(selector));

interface Rule {
  readonly ports: readonly NetworkPolicyPort[];
  readonly peers: readonly NetworkPolicyPeer[];
}

function describeDirection(page: Page, name: 'egress' | 'ingress', word: 'From' | 'To', isRestricted: boolean, rules: readonly Rule[]): void {
  if (!isRestricted) return page.line(1, `Not affecting ${name} traffic`);
  page.line(1, `Allowing ${name} traffic:`);
  if (rules.length === 0) return page.line(2, `<none> (Selected pods are isolated for ${name} connectivity)`);
  for (const [index, { ports, peers }] of rules.entries()) {
    if (ports.length === 0) page.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const { port, endPort, protocol = 'TCP' } of ports) page.line(2, endPort === undefined ? `To Port: ${port ?? ''}/${protocol}` : `To Port Range: ${port ?? ''}-${endPort}/${protocol}`);
    if (peers.length === 0) page.line(2, `${word}: <any> (traffic not restricted by ${word === 'From' ? 'source' : 'destination'})`);
    for (const peer of peers) {
      page.line(2, `${word}:`);
      if (peer.namespaceSelector) page.line(3, `NamespaceSelector: ${selectorText(peer.namespaceSelector)}`);
      if (peer.podSelector) page.line(3, `PodSelector: ${selectorText(peer.podSelector)}`);
      if (peer.ipBlock) {
        page.line(3, 'IPBlock:');
        page.line(4, `CIDR: ${peer.ipBlock.cidr}`);
        page.line(4, `Except: ${(peer.ipBlock.except ?? []).join(', ')}`);
      }
    }
    if (index < rules.length - 1) page.line(2, '----------');
  }
}
