// How `kubectl get services` sums a Service up.
// Upstream: pkg/printers/internalversion printService

import { ageColumn, balancerAddresses, nameColumn, textColumn, wideColumn } from '../../column-cells.ts';
import type { Column } from '../../define-kind.ts';
import type { Service } from '../../generated/types.ts';
import { formatLabels } from '../../label-selector.ts';

function externalCell({ spec, status }: Service): string {
  const external = (spec.externalIPs ?? []).join(',');
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort': return external || '<none>';
    case 'ExternalName': return spec.externalName ?? '';
    case 'LoadBalancer': return [balancerAddresses(status.loadBalancer.ingress), external].filter((text) => text !== '').join(',') || '<pending>';
  }
}

function portsCell({ spec }: Service): string {
  const texts = (spec.ports ?? []).map(({ port, nodePort, protocol }) => (nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`));
  return texts.join(',') || '<none>';
}

/** The columns of `kubectl get services`. */
export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  textColumn('Type', ({ spec }) => spec.type),
  textColumn('Cluster-IP', ({ spec }) => spec.clusterIPs?.[0] || spec.clusterIP || '<none>'),
  textColumn('External-IP', externalCell),
  textColumn('Port(s)', portsCell),
  ageColumn,
  wideColumn('Selector', ({ spec }) => formatLabels(spec.selector)),
];
