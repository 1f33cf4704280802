import { matchLabels, objectKey, podIsReady, podKind, serviceKind } from '../../kinds/index.ts';
import type { Pod, Service } from '../../kinds/index.ts';
import type { ControllerContext } from './context.ts';

/**
 * Tells the keys of Services whose endpoints may have changed: the Service changed, or a Pod that it selects (or selected)
 * came, went, or changed in what endpoints show of it.
 */
export function selectedPodsWatch(context: ControllerContext, add: (key: string) => void): void {
  const services = context.informers.of(serviceKind);
  const pods = context.informers.of(podKind);
  services.store.addIndex('namespace', (service) => [service.metadata.namespace]);
  pods.store.addIndex('namespace', (pod) => [pod.metadata.namespace]);
  const addSelecting = (pod: Pod): void => {
    for (const service of services.store.byIndex('namespace', pod.metadata.namespace)) {
      if (service.spec.selector && matchLabels(service.spec.selector, pod.metadata.labels)) add(objectKey(service.metadata));
    }
  };
  const addService = (service: Service): void => add(objectKey(service.metadata));
  services.onChange({ added: addService, updated: addService, deleted: addService });
  pods.onChange({
    added: addSelecting,
    updated(next, previous) {
      if (!hasChanged(next, previous)) return;
      addSelecting(next);
      if (next.metadata.labels !== previous.metadata.labels) addSelecting(previous);
    },
    deleted: addSelecting,
  });
}

function hasChanged(next: Pod, previous: Pod): boolean {
  return (
    next.status.podIP !== previous.status.podIP ||
    next.status.phase !== previous.status.phase ||
    next.metadata.deletionTimestamp !== previous.metadata.deletionTimestamp ||
    next.metadata.labels !== previous.metadata.labels ||
    next.spec.hostname !== previous.spec.hostname ||
    podIsReady(next) !== podIsReady(previous)
  );
}
