// NetworkPolicy: who may talk to the Pods that it selects, and to whom they may.
// Upstream: pkg/registry/networking/networkpolicy/strategy.go, pkg/apis/networking/v1/defaults.go

import { deepEqual } from '../../base/index.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { NetworkPolicy, NetworkPolicyInput, NetworkPolicyPort, NetworkPolicyPortInput, NetworkPolicySpec, NetworkPolicySpecInput } from '../generated/types.ts';
import { formatLabelSelector } from '../label-selector.ts';
import { validateNetworkPolicy } from '../later.ts';
import { complete, completeList } from '../reuse.ts';
import { saysEmpty } from '../said-empty.ts';

const portDefaults = (input: NetworkPolicyPortInput): NetworkPolicyPort => complete(input, { protocol: input.protocol ?? ('TCP' as const) });
const withPorts = <Rule extends { readonly ports?: readonly NetworkPolicyPortInput[] }>(rule: Rule) =>
  complete(rule, { ports: rule.ports && completeList(rule.ports, portDefaults) });

/** A policy with rules for outgoing traffic is about that too; about incoming traffic each one is. */
function specDefaults(input: NetworkPolicySpecInput): NetworkPolicySpec {
  const { ingress, egress, policyTypes = [] } = input;
  const types: NetworkPolicySpec['policyTypes'] = egress && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  return complete(input, {
    podSelector: input.podSelector ?? {},
    policyTypes: policyTypes.length > 0 ? policyTypes : types,
    ingress: ingress && completeList(ingress, withPorts),
    egress: egress && completeList(egress, withPorts),
  });
}

/** How NetworkPolicies are completed, checked, shown and selected. */
export const networkPolicyKind = defineKind<NetworkPolicyInput, NetworkPolicy>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, spec: specDefaults(input.spec ?? {}) }),
  validateCreate: validateNetworkPolicy,
  // Compared as Go's reflection does: a list that is there and empty is another than none.
  generation: ({ spec }, previous) => !deepEqual(spec, previous.spec) || saysEmpty(spec),
  columns: [nameColumn, textColumn('Pod-Selector', ({ spec }) => formatLabelSelector(spec.podSelector)), ageColumn],
});
