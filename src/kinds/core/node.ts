// Node: a machine that runs Pods.
// Upstream: pkg/registry/core/node/strategy.go, pkg/printers/internalversion printNode

import { compareText } from '../../base/index.ts';
import { ageColumn, nameColumn, textColumn, wideColumn } from '../column-cells.ts';
import { findCondition } from '../conditions.ts';
import { defineKind } from '../define-kind.ts';
import type { Node, NodeInput } from '../generated/types.ts';
import { nodeDefaults } from './node-defaults.ts';
import { validateNode, validateNodeStatus, validateNodeUpdate } from './node-validation.ts';

const rolePrefix = 'node-role.kubernetes.io/';

/** The zone in which a node is, if it says so. */
export const zoneOf = (node: Node | undefined): string | undefined => node?.metadata.labels?.['topology.kubernetes.io/zone'];

/** The roles that a node's labels give it. */
export function nodeRoles({ metadata }: Node): readonly string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length));
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
  }
  return [...roles].sort(compareText);
}

function statusCell({ spec, status }: Node): string {
  const ready = findCondition(status.conditions, 'Ready');
  const word = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

const addressCell = (type: string) => ({ status }: Node): string =>
  status.addresses?.find((address) => address.type === type)?.address ?? '<none>';

/** Where a kubelet finds its configuration is not said here any more. */
function withoutConfig(node: Node): Node {
  if (node.status.config === undefined) return node;
  const { config: _, ...status } = node.status;
  return { ...node, status };
}

function withoutConfigSource(node: Node): Node {
  if (node.spec.configSource === undefined) return node;
  const { configSource: _, ...spec } = node.spec;
  return { ...node, spec };
}

/** How Nodes are completed, checked, shown and selected. */
export const nodeKind = defineKind<NodeInput, Node>({
  group: '',
  version: 'v1',
  kind: 'Node',
  metadataLooks: { ofChange: ['new', 'change'] },
  registryPath: 'minions',
  defaults: nodeDefaults,
  validateCreate: validateNode,
  validateUpdate: validateNodeUpdate,
  validateStatusUpdate: validateNodeStatus,
  prepareForCreate: withoutConfigSource,
  prepareForUpdate: withoutConfigSource,
  prepareForStatusUpdate: withoutConfig,
  warnings: ({ spec }, previous) => (spec.externalID && spec !== previous?.spec ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
  // A kubelet registers its node together with its first status.
  initialStatus: ({ status }) => status,
  columns: [
    nameColumn,
    textColumn('Status', statusCell),
    textColumn('Roles', (node) => nodeRoles(node).join(',') || '<none>'),
    ageColumn,
    textColumn('Version', ({ status }) => status.nodeInfo.kubeletVersion),
    wideColumn('Internal-IP', addressCell('InternalIP')),
    wideColumn('External-IP', addressCell('ExternalIP')),
    wideColumn('OS-Image', ({ status }) => status.nodeInfo.osImage || '<unknown>'),
    wideColumn('Kernel-Version', ({ status }) => status.nodeInfo.kernelVersion || '<unknown>'),
    wideColumn('Container-Runtime', ({ status }) => status.nodeInfo.containerRuntimeVersion || '<unknown>'),
  ],
  selectableFields: { 'spec.unschedulable': ({ spec }) => String(spec.unschedulable ?? false) },
});
