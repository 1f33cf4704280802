// What a Pod asks for, as amounts in the form in which they were written.
// Upstream: k8s.io/kubectl pkg/util/resource PodRequestsAndLimits

import { addQuantities, compareQuantities } from '../../base/index.ts';
import type { Container, PodSpec } from '../../kinds/index.ts';

export type Amounts = Readonly<Record<string, string>>;

/** Both amounts together, resource by resource. */
export function sumAmounts(a: Amounts, b: Amounts): Amounts {
  const total: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) total[name] = total[name] === undefined ? amount : addQuantities(total[name], amount);
  return total;
}

function largest(a: Amounts, b: Amounts): Amounts {
  const most: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const known = most[name];
    if (known === undefined || compareQuantities(amount, known) > 0) most[name] = amount;
  }
  return most;
}

const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';

/** The sum over the containers, but at least what the init containers need, one after another. */
export function podAmounts(spec: PodSpec, which: 'limits' | 'requests'): Amounts {
  const of = (container: Container): Amounts => container.resources?.[which] ?? {};
  let running = spec.containers.reduce<Amounts>((sum, container) => sumAmounts(sum, of(container)), {});
  let sidecars: Amounts = {};
  let starting: Amounts = {};
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) {
      sidecars = sumAmounts(sidecars, of(container));
      running = sumAmounts(running, of(container));
      starting = largest(starting, sidecars);
    } else starting = largest(starting, sumAmounts(sidecars, of(container)));
  }
  const total = largest(running, starting);
  return spec.overhead && (which === 'requests' || Object.keys(total).length > 0) ? sumAmounts(total, spec.overhead) : total;
}
