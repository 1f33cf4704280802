// The value of a container's resource, as an environment variable shows it.
// Upstream: k8s.io/kubectl pkg/util/resource ExtractContainerResourceValue

import { quantityMilli, quantityWhole } from '../../base/index.ts';
import type { Container, ResourceFieldSelector } from '../../kinds/index.ts';

/** The amount in units of the divisor, rounded up. */
export function resourceFieldText(container: Container, selector: ResourceFieldSelector): string {
  const [kind = '', ...rest] = selector.resource.split('.');
  const name = rest.join('.');
  const amounts = kind === 'limits' ? container.resources?.limits : container.resources?.requests;
  const amount = amounts?.[name] ?? '0';
  const divisor = selector.divisor === undefined || selector.divisor === '0' ? '1' : selector.divisor;
  if (name === 'cpu') return String(Math.ceil(quantityMilli(amount) / Math.max(1, quantityMilli(divisor))));
  return String(Math.ceil(quantityWhole(amount) / Math.max(1, quantityWhole(divisor))));
}

