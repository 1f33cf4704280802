// What is made in a namespace is charged to its quotas, and refused when one of them has not enough left.
// Upstream: k8s.io/apiserver pkg/admission/plugin/resourcequota controller.go

import { amountsOf, amountsText, countedResources, differenceOfAmounts, exceeding, isCountedKind, isInScopes, nonZeroAmounts, quotaUsage, resourceQuotaKind, sumOfAmounts } from '../../../kinds/index.ts';
import type { AnyKind, ApiError, KubeObject, QuotaAmounts, ResourceQuota } from '../../../kinds/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { withFields } from '../../../base/index.ts';
import { callFor } from '../../bootstrap/own-call.ts';
import { guaranteedUpdate } from '../../storage/guaranteed-update.ts';
import type { Change } from '../../storage/guaranteed-update.ts';
import { cachedObjects, hasNone, lookUp } from '../../cache/lookup.ts';
import { isPodKind, refusal } from '../plugin.ts';
import type { AdmissionPlugin, Target, Write } from '../plugin.ts';
import { isPod } from '../service-account.ts';
import { unsaidAmounts } from './unsaid-amounts.ts';

export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  handles,
  isIdle: (server) => hasNone(server, resourceQuotaKind),
  *validate(write) {
    const { call, object } = write;
    if (!object) return;
    const concerned = quotasFor(write, object);
    if (concerned.length === 0) return;
    const asked = askedFor(write, object);
    if (Object.keys(asked).length === 0) return;
    // All have to agree before any is charged.
    for (const quota of concerned) yield* refuseUnlessEnough(write, quota, asked);
    if (call.request.options.dryRun) return;
    for (const quota of concerned) yield* charge(write, quota, asked);
  },
};

/** What only counts is charged when it is made; what can come to ask for more, also when it changes. */
function handles({ kind, operation, subresource }: Target): boolean {
  if (!isCountedKind(kind)) return false;
  if (operation === 'CREATE') return subresource === undefined;
  if (operation !== 'UPDATE' || kind.group !== '') return false;
  if (isPodKind(kind)) return subresource === 'resize';
  return subresource === undefined && (kind.kind === 'Service' || kind.kind === 'PersistentVolumeClaim');
}

/** The quotas of the namespace that an object counts against. A quota holds from when its controller has first looked at it. */
function quotasFor(write: Write, object: KubeObject): readonly ResourceQuota[] {
  const { call } = write;
  return cachedObjects(call.server, resourceQuotaKind, call.request.namespace).filter((quota) => {
    const names = countedResources(call.kind, quota.status.hard ?? {});
    if (names.length === 0 || !isInScopes(quota.spec, call.kind, object)) return false;
    const unsaid = isPod(object) ? unsaidAmounts(object, names) : '';
    if (unsaid !== '') throw refusal(write, `failed quota: ${quota.metadata.name}: must specify ${unsaid}`);
    return true;
  });
}

/** What the write uses more than before. */
function askedFor({ call, previous }: Write, object: KubeObject): QuotaAmounts {
  const { kernel } = call.server;
  const usage = quotaUsage(call.kind, object, kernel.wallMs);
  return nonZeroAmounts(previous ? differenceOfAmounts(usage, quotaUsage(call.kind, previous, kernel.wallMs)) : usage);
}

function* refuseUnlessEnough(write: Write, quota: ResourceQuota, asked: QuotaAmounts): Process {
  if (!shortage(write, quota, asked)) return;
  // The cache may be behind: only what is stored can refuse.
  const { namespace, name } = quota.metadata;
  const stored = yield* lookUp(write.call.server, { apiVersion: 'v1', kind: 'ResourceQuota', namespace, name });
  const refused = stored && shortage(write, stored as ResourceQuota, asked);
  if (refused) throw refused;
}

/** The answer when there is not enough left. */
function shortage(write: Write, quota: ResourceQuota, asked: QuotaAmounts): ApiError | undefined {
  const { hard = {}, used = {} } = quota.status;
  const { name } = quota.metadata;
  const wanted = wantedOf(write.call.kind, quota, asked);
  const unknown = Object.keys(wanted).filter((resource) => used[resource] === undefined);
  if (unknown.length > 0) return refusal(write, `status unknown for quota: ${name}, resources: ${unknown.join(',')}`);
  const over = exceeding(sumOfAmounts(amountsOf(used, Object.keys(wanted)), wanted), hard);
  if (over.length === 0) return undefined;
  const [requested, present, limited] = [wanted, used, hard].map((amounts) => amountsText(amountsOf(amounts, over)));
  return refusal(write, `exceeded quota: ${name}, requested: ${requested}, used: ${present}, limited: ${limited}`);
}

function wantedOf(kind: AnyKind, { status: { hard = {} } }: ResourceQuota, asked: QuotaAmounts): QuotaAmounts {
  return amountsOf(asked, countedResources(kind, hard));
}

function* charge(write: Write, { metadata: { namespace, name } }: ResourceQuota, asked: QuotaAmounts): Process {
  const own = callFor(write.call.server, resourceQuotaKind, namespace, name);
  yield* guaranteedUpdate({ ...own, request: { ...own.request, verb: 'update', subresource: 'status' } }, name, new Charge(write, asked));
}

/** Adds to what a quota says is used, over whatever others add meanwhile. */
class Charge implements Change {
  private readonly write: Write;
  private readonly asked: QuotaAmounts;

  constructor(write: Write, asked: QuotaAmounts) {
    this.write = write;
    this.asked = asked;
  }

  *make(current: KubeObject | undefined): Process<KubeObject> {
    const { write, asked } = this;
    const quota = current as ResourceQuota | undefined;
    if (!quota) throw refusal(write, 'the quota has been deleted meanwhile');
    const refused = shortage(write, quota, asked);
    if (refused) throw refused;
    const { used = {} } = quota.status;
    return withFields(quota, { status: withFields(quota.status, { used: sumOfAmounts(used, wantedOf(write.call.kind, quota, asked)) }) });
  }
}
