// When what a Service's endpoints come from changed last: whoever measures how long a change takes to get around reads it.
// Upstream: k8s.io/endpointslice pkg/util (trigger_time_tracker.go)

import { findCondition } from '../../kinds/index.ts';
import type { ObjectKey, Pod, Service } from '../../kinds/index.ts';
import { triggerTimeAnnotation } from './slice-labels.ts';

/** What was known of a Service at its last sync: times as objects have them, which sort as texts. */
interface Known {
  readonly created: string;
  /** By the names of Pods: when each became, or ceased to be, ready, and which; times have whole seconds, and a Pod may be quicker. */
  readonly turned: ReadonlyMap<string, string>;
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
    const turned = new Map<string, string>();
    const changes = created > before.created ? [created] : [];
    for (const { metadata: { name }, status } of pods) {
      const { lastTransitionTime: at, status: isReady } = findCondition(status.conditions, 'Ready') ?? {};
      if (at === undefined) continue;
      const turn = `${at} ${isReady}`;
      turned.set(name, turn);
      if (turn !== before.turned.get(name)) changes.push(at);
    }
    return { time: changes.sort()[0], noteTold: () => void this.known.set(key, { created, turned }) };
  }

  forget(key: ObjectKey): void {
    this.known.delete(key);
  }
}

/** Annotations that tell of a change, or of none. */
export function withTriggerTime(annotations: Readonly<Record<string, string>> | undefined, time: string | undefined): Readonly<Record<string, string>> {
  const { [triggerTimeAnnotation]: _, ...others } = annotations ?? {};
  return time === undefined ? others : { ...others, [triggerTimeAnnotation]: time };
}
