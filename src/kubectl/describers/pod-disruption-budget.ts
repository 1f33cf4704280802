// PodDisruptionBudgets.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import { formatLabelSelector } from '../../kinds/index.ts';
import type { PodDisruptionBudget } from '../../kinds/index.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';

export const describeBudget: Describer = function* describeBudget({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as PodDisruptionBudget;
  page.names(metadata);
  if (spec.minAvailable !== undefined) page.field(0, 'Min available', spec.minAvailable);
  else if (spec.maxUnavailable !== undefined) page.field(0, 'Max unavailable', spec.maxUnavailable);
  page.field(0, 'Selector', spec.selector ? formatLabelSelector(spec.selector) : '<unset>');
  page.line(0, 'Status:');
  page.field(2, 'Allowed disruptions', status.disruptionsAllowed);
  page.field(2, 'Current', status.currentHealthy);
  page.field(2, 'Desired', status.desiredHealthy);
  page.field(2, 'Total', status.expectedPods);
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};
