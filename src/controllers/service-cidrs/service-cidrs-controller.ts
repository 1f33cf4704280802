// Ranges of Services' addresses are ready once they are protected, and go when no address is left that only they have.
// Upstream: pkg/controller/servicecidrs
import { WorkQueue } from '../../client/index.ts';
import { cidrContains, formatTime, parseCidr, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ipAddressKind, serviceCidrKind } from '../../kinds/index.ts';
import type { ServiceCIDR } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

const finalizer = 'networking.k8s.io/service-cidr-finalizer';
const ready = { type: 'Ready', status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' };
const used = {
  type: 'Ready', status: 'False', reason: 'Terminating',
  message: 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
};
type Condition = typeof ready;

/** Protects ranges, says that they are ready, and lets go of those that are deleted and not needed any more. */
export const serviceCidrsController = controllerFactory('service-cidr-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'service-cidr-controller');
  const ranges = context.informers.of(serviceCidrKind);
  const addresses = context.informers.of(ipAddressKind);
  const client = context.client.of(serviceCidrKind);
  const add = ({ metadata }: ServiceCIDR): void => queue.add(metadata.name);
  const addLeaving = (): void => {
    for (const range of ranges.store.values()) if (range.metadata.deletionTimestamp !== undefined) add(range);
  };
  // A range that comes may have the addresses of one that is to go.
  ranges.onChange({ added: (range) => [add(range), addLeaving()], updated: add });
  addresses.onChange({ deleted: addLeaving });

  const isNeeded = (range: ServiceCIDR): boolean => {
    const others = [...ranges.store.values()].filter(({ metadata }) => metadata.name !== range.metadata.name && metadata.deletionTimestamp === undefined);
    return [...addresses.store.values()].some(({ metadata: { name } }) => covers(range, name) && !others.some((other) => covers(other, name)));
  };

  function* say(range: ServiceCIDR, condition: Condition): Process {
    const known = range.status.conditions?.find(({ type }) => type === condition.type);
    if (known?.status === condition.status && known.reason === condition.reason) return;
    const others = range.status.conditions?.filter(({ type }) => type !== condition.type) ?? [];
    const conditions = [...others, { lastTransitionTime: formatTime(context.kernel.wallMs), ...condition }];
    yield* unlessGone(client.updateStatus(withFields(range, { status: { conditions } })));
  }

  const withFinalizers = (range: ServiceCIDR, finalizers: readonly string[]): ServiceCIDR => withFields(range, { metadata: withFields(range.metadata, { finalizers }) });

  return {
    name: 'service-cidr-controller',
    workers: 5,
    queue,
    mostRetries: 15, // maxRetries
    *reconcile(key): Process<Requeue> {
      const range = ranges.store.get(key);
      if (!range) return {};
      const { finalizers = [], deletionTimestamp } = range.metadata;
      const isProtected = finalizers.includes(finalizer);
      if (deletionTimestamp === undefined) {
        const held = isProtected ? range : yield* unlessGone(client.update(withFinalizers(range, [...finalizers, finalizer])));
        if (held) yield* say(held, ready);
      } else if (isNeeded(range)) yield* say(range, used);
      else if (isProtected) yield* unlessGone(client.update(withFinalizers(range, finalizers.filter((each) => each !== finalizer))));
      return {};
    },
  };
}, { account: 'service-cidrs-controller' });

function covers({ spec: { cidrs = [] } }: ServiceCIDR, address: string): boolean {
  return cidrs.some((text) => {
    const cidr = parseCidr(text);
    return cidr !== undefined && cidrContains(cidr, address);
  });
}
