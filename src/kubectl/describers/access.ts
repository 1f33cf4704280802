// Roles, bindings, classes, quotas, limits and network policies. Upstream: k8s.io/kubectl pkg/describe/describe.go

import { canonicalQuantity, compareText } from '../../base/index.ts';
import { brokenDown, compactRules, formatLabelSelector, formatLabels, isEmptySelector, ruleText } from '../../kinds/index.ts';
import type { IngressClass, LabelSelector, LimitRange, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, ResourceQuota, Role, RoleBinding, StorageClass, VolumeAttributesClass } from '../../kinds/index.ts';
import { resourceText } from '../core/discovery.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';
import { sortedPairs } from './page.ts';
import type { Page } from './page.ts';
import { describeScopes } from './quota-scopes.ts';
import { limitHeader, limitLines, limitRuler } from './simple.ts';

const list = (values: readonly string[] | undefined): string => `[${(values ?? []).join(' ')}]`;

export const describeRole: Describer = function* describeRole({ page }, object) {
  const { metadata, rules } = object as unknown as Role;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, 'PolicyRule:');
  page.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  page.line(1, '---------\t-----------------\t--------------\t-----');
  for (const rule of compactRules((rules ?? []).flatMap(brokenDown)).toSorted((a, b) => compareText(ruleText(a), ruleText(b)))) {
    const { apiGroups: [group = ''] = [], resources: [resource = ''] = [], nonResourceURLs, resourceNames, verbs } = rule;
    page.line(1, `${inGroup(resource, group)}\t${list(nonResourceURLs)}\t${list(resourceNames)}\t${list(verbs)}`);
  }
};

/** `deployments.apps/scale`. */
function inGroup(resource: string, group: string): string {
  const [plural = '', ...rest] = resource.split('/');
  return [resourceText({ group, resource: plural }), ...rest].join('/');
}

export const describeBinding: Describer = function* describeBinding({ page }, object) {
  const { metadata, roleRef, subjects } = object as unknown as RoleBinding;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, 'Role:');
  page.field(1, 'Kind', roleRef.kind);
  page.field(1, 'Name', roleRef.name);
  page.line(0, 'Subjects:');
  page.line(1, 'Kind\tName\tNamespace');
  page.line(1, '----\t----\t---------');
  for (const subject of subjects ?? []) page.line(1, `${subject.kind}\t${subject.name}\t${subject.namespace ?? ''}`);
};

export const describeIngressClass: Describer = function* describeIngressClass({ kubectl, page, withEvents }, object) {
  const { metadata, spec } = object as unknown as IngressClass;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.field(0, 'Controller', spec.controller ?? '');
  if (spec.parameters) {
    page.line(0, 'Parameters:');
    if (spec.parameters.apiGroup) page.field(1, 'APIGroup', spec.parameters.apiGroup);
    page.field(1, 'Kind', spec.parameters.kind);
    page.field(1, 'Name', spec.parameters.name);
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeStorageClass: Describer = function* describeStorageClass({ kubectl, page, withEvents }, object) {
  const storage = object as unknown as StorageClass;
  const { annotations } = storage.metadata;
  page.field(0, 'Name', storage.metadata.name);
  page.field(0, 'IsDefaultClass', annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ? 'Yes' : 'No');
  page.field(0, 'Annotations', formatLabels(annotations));
  page.field(0, 'Provisioner', storage.provisioner);
  page.field(0, 'Parameters', formatLabels(storage.parameters));
  page.field(0, 'AllowVolumeExpansion', storage.allowVolumeExpansion === undefined ? '<unset>' : storage.allowVolumeExpansion ? 'True' : 'False');
  const options = storage.mountOptions ?? [];
  page.line(0, options.length === 0 ? 'MountOptions:\t<none>' : 'MountOptions:');
  for (const option of options) page.line(1, option);
  page.field(0, 'ReclaimPolicy', storage.reclaimPolicy ?? '');
  page.field(0, 'VolumeBindingMode', storage.volumeBindingMode ?? '');
  const terms = storage.allowedTopologies ?? [];
  if (terms.length > 0) page.field(0, 'AllowedTopologies', '');
  for (const [index, { matchLabelExpressions = [] }] of terms.entries()) {
    const [first = '<none>', ...rest] = matchLabelExpressions.map(({ key, values }) => `${key} in [${values.join(', ')}]`);
    page.field(1, `Term ${index}`, first);
    for (const each of rest) page.line(1, `\t${each}`);
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeAttributesClass: Describer = function* describeAttributesClass({ kubectl, page, withEvents }, object) {
  const { metadata, driverName, parameters } = object as unknown as VolumeAttributesClass;
  page.field(0, 'Name', metadata.name);
  page.field(0, 'Annotations', formatLabels(metadata.annotations));
  page.field(0, 'DriverName', driverName);
  page.field(0, 'Parameters', formatLabels(parameters));
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

export const describeQuota: Describer = function* describeQuota({ page }, object) {
  const { metadata, spec, status } = object as unknown as ResourceQuota;
  page.names(metadata);
  describeScopes(page, 0, spec.scopes, ' ');
  page.line(0, 'Resource\tUsed\tHard');
  page.line(0, '--------\t----\t----');
  for (const [name, hard] of sortedPairs(status.hard)) page.line(0, `${name}\t${canonicalQuantity(status.used?.[name] ?? '0')}\t${hard}`);
};

export const describeLimitRange: Describer = function* describeLimitRange({ page }, object) {
  const range = object as unknown as LimitRange;
  page.field(0, 'Name', range.metadata.name);
  page.field(0, 'Namespace', range.metadata.namespace);
  page.line(0, limitHeader);
  page.line(0, limitRuler);
  for (const line of limitLines(range)) page.line(0, line);
};

const selectorText = (selector: LabelSelector): string => (isEmptySelector(selector) ? '<none>' : formatLabelSelector(selector));

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
