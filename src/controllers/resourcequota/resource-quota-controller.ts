// Upstream: pkg/controller/resourcequota
import { WorkQueue } from '../../client/index.ts';
import type { Informer, InformerSet } from '../../client/index.ts';
import { withFields } from '../../base/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import { amountsOf, countedResources, isCountedKind, isInScopes, kindRegistry, objectKey, quotaUsage, resourceQuotaKind, sameAmounts, sumOfAmounts } from '../../kinds/index.ts';
import type { AnyKind, KubeObject, Quantity, QuotaAmounts, ResourceQuota } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

const resyncMs = 300_000; // kube-controller-manager --resource-quota-sync-period

/** Counts what a quota's namespace uses; admission adds what comes, this takes away what goes and puts right what went wrong. */
export const resourceQuotaController = controllerFactory('resourcequota-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'resourcequota');
  const quotas = context.informers.of(resourceQuotaKind);
  quotas.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
  quotas.onChange({
    added: ({ metadata }) => queue.add(objectKey(metadata)),
    updated(quota, previous) {
      if (!sameAmounts(quota.spec.hard ?? {}, previous.spec.hard ?? {})) queue.add(objectKey(quota.metadata));
    },
  });

  const usage = new Usage(context.kernel, context.informers);
  usage.onRelease((kind, namespace, isLess) => {
    for (const quota of quotas.store.byIndex('namespace', namespace)) {
      if (countedResources(kind, quota.spec.hard ?? {}).length > 0 && isLess()) queue.add(objectKey(quota.metadata));
    }
  });
  return {
    name: 'resourcequota-controller',
    workers: 5, // kube-controller-manager --concurrent-resource-quota-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const quota = quotas.store.get(key);
      if (!quota) return {};
      const hard = quota.spec.hard ?? {};
      const used = amountsOf({ ...quota.status.used, ...usage.of(quota) }, Object.keys(hard));
      const isSame = sameAmounts(quota.status.hard ?? {}, hard) && sameAmounts(quota.status.used ?? {}, used);
      if (!isSame) yield* unlessGone(context.client.of(resourceQuotaKind).updateStatus(withFields(quota, { status: { hard, used } })));
      return { afterMs: resyncMs };
    },
  };
});

/** What the objects of namespaces use. */
class Usage {
  private readonly kernel: Kernel;
  private readonly counted: readonly { readonly kind: AnyKind; readonly informer: Informer<KubeObject> }[];

  constructor(kernel: Kernel, informers: InformerSet) {
    this.kernel = kernel;
    this.counted = kindRegistry.all.filter(isFollowed).map((kind) => ({ kind, informer: informers.of(kind) }));
  }

  /** Tells when something may be used less in a namespace, and whether it is: admission charges only what comes. */
  onRelease(tell: (kind: AnyKind, namespace: string, isLess: () => boolean) => void): void {
    for (const { kind, informer } of this.counted) {
      informer.onChange({
        ...(canUseLess(kind) ? {
          updated: (object: KubeObject, previous: KubeObject): void => {
            const { wallMs } = this.kernel;
            tell(kind, object.metadata.namespace ?? '', () => !sameAmounts(quotaUsage(kind, object, wallMs), quotaUsage(kind, previous, wallMs)));
          },
        } : {}),
        deleted: ({ metadata }) => tell(kind, metadata.namespace ?? '', () => true),
      });
    }
  }

  /** Everything that a quota counts, as the informers see it; nothing is `0`. */
  of(quota: ResourceQuota): QuotaAmounts {
    const { hard = {} } = quota.spec;
    let total: Record<string, Quantity> = {};
    for (const { kind, informer } of this.counted) {
      const names = countedResources(kind, hard);
      if (names.length === 0) continue;
      for (const name of names) total[name] ??= '0';
      for (const object of informer.store.values()) {
        if (object.metadata.namespace !== quota.metadata.namespace || !isInScopes(quota.spec, kind, object)) continue;
        total = { ...sumOfAmounts(total, amountsOf(quotaUsage(kind, object, this.kernel.wallMs), names)) };
      }
    }
    return total;
  }
}

function isFollowed(kind: AnyKind): boolean {
  return isCountedKind(kind) && !kind.view && ['list', 'watch', 'delete'].every((verb) => kind.verbs.includes(verb));
}

function canUseLess({ group, kind }: AnyKind): boolean {
  return group === '' && (kind === 'Pod' || kind === 'Service' || kind === 'PersistentVolumeClaim');
}
