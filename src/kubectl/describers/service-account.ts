// ServiceAccounts.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import type { ServiceAccount } from '../../kinds/index.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';

export const describeServiceAccount: Describer = function* describeServiceAccount({ kubectl, page, withEvents }, object) {
  const { metadata, imagePullSecrets } = object as unknown as ServiceAccount;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.lines('Image pull secrets', (imagePullSecrets ?? []).map((each) => each.name ?? ''));
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};
