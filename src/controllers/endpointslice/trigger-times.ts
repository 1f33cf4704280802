// When what a Service's endpoints come from changed last: whoever measures how long a change takes to get around reads it.
// Upstream: k8s.io/endpointslice pkg/util (trigger_time_tracker.go)

import { findCondition } from '../../kinds/index.ts';
import type { ObjectKey, Pod, PodCondition, Service } from '../../kinds/index.ts';
import { triggerTimeAnnotation } from './slice-labels.ts';

/** What was known of a Service at its last sync: times as objects have them, which sort as texts. */
interface Known {
  readonly created: string;
  /** By the names of Pods: when each became, or ceased to be, ready. */
  readonly turned: ReadonlyMap<string, PodCondition>;
}

const nothing: Known = { created: '', turned: new Map() };

/** What has changed since a Service's last sync. */
interface Change {
  /** The earliest time of it; undefined when what changed has none: a Pod that left, other ports. */
  readonly time: string | undefined;
  /** It has been told: the next change counts from here. A sync that failed leaves it for the next one. */
  readonly noteTold: () => void;
}

/** Remembers of each Service what its last sync knew. */
export class TriggerTimes {
  private readonly known = new Map<ObjectKey, Known>();

  /** What has changed since what was last told. */
  change(key: ObjectKey, { metadata: { creationTimestamp: created } }: Service, pods: readonly Pod[]): Change {
    const before = this.known.get(key) ?? nothing;
    const turned = new Map<string, PodCondition>();
    const changes = created > before.created ? [created] : [];
    for (const { metadata: { name }, status } of pods) {
      const ready = findCondition(status.conditions, 'Ready');
      if (ready?.lastTransitionTime === undefined) continue;
      turned.set(name, ready);
      if (!isSameTurn(ready, before.turned.get(name))) changes.push(ready.lastTransitionTime);
    }
    return { time: changes.sort()[0], noteTold: () => void this.known.set(key, { created, turned }) };
  }

  forget(key: ObjectKey): void {
    this.known.delete(key);
  }
}

/** Times have whole seconds, and a Pod may be quicker: it may have turned twice in one. */
function isSameTurn(ready: PodCondition, before: PodCondition | undefined): boolean {
  return ready.lastTransitionTime === before?.lastTransitionTime && ready.status === before?.status;
}

/** Annotations that tell of a change, or of none. */
export function withTriggerTime(annotations: Readonly<Record<string, string>> | undefined, time: string | undefined): Readonly<Record<string, string>> {
  const { [triggerTimeAnnotation]: _, ...others } = annotations ?? {};
  return time === undefined ? others : { ...others, [triggerTimeAnnotation]: time };
}
