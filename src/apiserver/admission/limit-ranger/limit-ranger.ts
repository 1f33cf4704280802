// What the LimitRanges of a namespace say holds for its Pods, containers and claims.
// Upstream: plugin/pkg/admission/limitranger

import { limitRangeKind } from '../../../kinds/index.ts';
import type { LimitRange } from '../../../kinds/index.ts';
import { cachedObjects, hasNone } from '../../cache/lookup.ts';
import { claimProblems, podProblems, withDefaultAmounts } from '../../later.ts';
import { isPodKind, refusal } from '../plugin.ts';
import type { AdmissionPlugin, Target, Write } from '../plugin.ts';
import { isPod } from '../service-account.ts';

export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  handles,
  isIdle: (server) => hasNone(server, limitRangeKind),
  *mutate(write) {
    const { object } = write;
    if (!object || !isPod(object) || isBeingDeleted(write)) return undefined;
    let pod = object;
    for (const range of rangesFor(write)) pod = withDefaultAmounts(pod, range.spec.limits ?? []);
    return pod;
  },
  *validate(write) {
    const { object } = write;
    if (!object || isBeingDeleted(write)) return;
    for (const { spec } of rangesFor(write)) {
      const limits = spec.limits ?? [];
      const problems = isPod(object) ? podProblems(object, limits) : claimProblems(object, limits);
      if (problems.length > 0) throw refusal(write, problems.length === 1 ? problems.join('') : `[${problems.join(', ')}]`);
    }
  },
};

/** A Pod's resources change only by its resize. */
function handles({ kind, operation, subresource }: Target): boolean {
  if (isPodKind(kind)) return operation === 'CREATE' ? subresource === undefined : operation === 'UPDATE' && subresource === 'resize';
  return kind.kind === 'PersistentVolumeClaim' && subresource === undefined && (operation === 'CREATE' || operation === 'UPDATE');
}

function isBeingDeleted({ previous }: Write): boolean {
  return previous?.metadata.deletionTimestamp !== undefined;
}

function rangesFor({ call }: Write): readonly LimitRange[] {
  return cachedObjects(call.server, limitRangeKind, call.request.namespace);
}
