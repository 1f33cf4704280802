import { selectorMatches } from '../../kinds/index.ts';
import type { EndpointSlice, HorizontalPodAutoscaler, Ingress, KubeObject, PersistentVolume, PersistentVolumeClaim, Pod, PodDisruptionBudget, StatefulSet } from '../../kinds/index.ts';
import { machineId, objectId } from '../../protocol/index.ts';
import type { EntityId, Relation } from '../../protocol/index.ts';
import { kindNamesOf } from '../kind-names.ts';
import { idOf, ownerId } from '../rows/ids.ts';
import { serviceOfSlice, servicesBehind } from './routing-sentences.ts';
import { servicesOf } from './sentence.ts';
import type { WhyContext } from './why-context.ts';

/** Things of one relation that are named at most. */
const namedMost = 60;

/** What belongs to an object: owners, what it owns, where it runs, who sends to it, what it uses. */
export function relatedTo(context: WhyContext, object: KubeObject): readonly Relation[] {
  const { frames } = context;
  const id = idOf(object);
  const relations: Relation[] = (object.metadata.ownerReferences ?? []).map((owner) => ({ relation: 'owner', id: ownerId(kindNamesOf(context.world), owner, object.metadata.namespace ?? '') }));
  for (const owned of ownedBy(context, object.metadata.uid)) relations.push({ relation: 'owns', id: owned });
  switch (object.kind) {
    case 'Pod': return [...relations, ...podRelations(context, object as Pod, id)];
    case 'Node': return [...relations, ...nodeRelations(context, object.metadata.name)];
    case 'Service': {
      const endpoints = frames.objects.services.get(id)?.endpoints ?? [];
      return [...relations, ...endpoints.slice(0, namedMost).map(({ pod }): Relation => ({ relation: 'endpoint', id: pod }))];
    }
    case 'ConfigMap':
    case 'Secret':
    case 'ServiceAccount': return [...relations, ...usersOf(context, id)];
    default: return [...relations, ...namedBy(context, object, id)];
  }
}

/** What an object names in its spec, or chooses by labels. */
function namedBy(context: WhyContext, object: KubeObject, id: EntityId): readonly Relation[] {
  const namespace = object.metadata.namespace ?? '';
  const there = (relation: Relation['relation'], kind: string, name: string | undefined, where = namespace): readonly Relation[] => (name ? [{ relation, id: objectId({ kind, namespace: where, name }) }] : []);
  switch (object.kind) {
    case 'PersistentVolumeClaim': {
      const { volumeName, storageClassName } = (object as PersistentVolumeClaim).spec;
      return [...there('uses', 'PersistentVolume', volumeName, ''), ...there('uses', 'StorageClass', storageClassName, ''), ...usersOf(context, id)];
    }
    case 'PersistentVolume': {
      const { claimRef, storageClassName } = (object as PersistentVolume).spec;
      return [...there('usedBy', 'PersistentVolumeClaim', claimRef?.name, claimRef?.namespace), ...there('uses', 'StorageClass', storageClassName, '')];
    }
    case 'StatefulSet': return [...there('service', 'Service', (object as StatefulSet).spec.serviceName), ...claimsOf(context, object as StatefulSet)];
    case 'HorizontalPodAutoscaler': {
      const { kind, name } = (object as HorizontalPodAutoscaler).spec.scaleTargetRef;
      return there('uses', kind, name);
    }
    case 'PodDisruptionBudget': return selectedBy(context, object as PodDisruptionBudget);
    case 'Ingress': return servicesBehind(object as Ingress).flatMap((name) => there('service', 'Service', name));
    case 'Endpoints': return there('service', 'Service', object.metadata.name);
    case 'EndpointSlice': return object.metadata.ownerReferences ? [] : there('service', 'Service', serviceOfSlice(object as EndpointSlice));
    default: return [];
  }
}

/** The claims that a StatefulSet made: named after its templates and its Pods, owned by nobody unless it says so. */
function claimsOf({ frames }: WhyContext, { metadata, spec }: StatefulSet): readonly Relation[] {
  const first = spec.ordinals?.start ?? 0;
  const ids = Array.from({ length: Math.min(spec.replicas, namedMost) }, (_, i) => (spec.volumeClaimTemplates ?? []).map((template) =>
    objectId({ kind: 'PersistentVolumeClaim', namespace: metadata.namespace, name: `${template.metadata.name}-${metadata.name}-${first + i}` }))).flat();
  return ids.filter((id) => frames.objects.object(id) !== undefined).map((id) => ({ relation: 'uses', id }));
}

function selectedBy({ frames }: WhyContext, { metadata, spec }: PodDisruptionBudget): readonly Relation[] {
  const selected: Relation[] = [];
  for (const { id, namespace } of frames.objects.pods.values()) {
    if (selected.length >= namedMost) break;
    if (namespace === metadata.namespace && selectorMatches(spec.selector, frames.objects.object(id)?.metadata.labels)) selected.push({ relation: 'selects', id });
  }
  return selected;
}

function ownedBy({ frames }: WhyContext, uid: string): readonly EntityId[] {
  const owned: EntityId[] = [];
  for (const object of frames.objects.all()) {
    if (owned.length >= namedMost) break;
    if (object.metadata.ownerReferences?.some((owner) => owner.uid === uid)) owned.push(idOf(object));
  }
  return owned;
}

function podRelations({ frames }: WhyContext, pod: Pod, id: EntityId): readonly Relation[] {
  const node = pod.spec.nodeName;
  return [
    ...(node ? [{ relation: 'node', id: `object/Node//${node}` } satisfies Relation] : []),
    ...servicesOf(frames, { id }).map((service): Relation => ({ relation: 'service', id: service })),
    ...usedBy(pod).map((used): Relation => ({ relation: 'uses', id: used })),
  ];
}

function nodeRelations({ world, frames }: WhyContext, name: string): readonly Relation[] {
  const pods = [...frames.objects.podsOn(name)].slice(0, namedMost).map((pod): Relation => ({ relation: 'owns', id: pod }));
  return [...(world.machines.has(name) ? [{ relation: 'machine', id: machineId(name) } satisfies Relation] : []), ...pods];
}

/** Objects that a Pod names in its spec. */
function usedBy({ metadata: { namespace }, spec }: Pod): readonly EntityId[] {
  const ids = new Set<EntityId>();
  const add = (kind: string, name: string | undefined): void => {
    if (name) ids.add(objectId({ kind, namespace, name }));
  };
  add('ServiceAccount', spec.serviceAccountName);
  for (const volume of spec.volumes ?? []) {
    add('ConfigMap', volume.configMap?.name);
    add('Secret', volume.secret?.secretName);
    add('PersistentVolumeClaim', volume.persistentVolumeClaim?.claimName);
  }
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    for (const from of container.envFrom ?? []) {
      add('ConfigMap', from.configMapRef?.name);
      add('Secret', from.secretRef?.name);
    }
    for (const { valueFrom } of container.env ?? []) {
      add('ConfigMap', valueFrom?.configMapKeyRef?.name);
      add('Secret', valueFrom?.secretKeyRef?.name);
    }
  }
  return [...ids];
}

function usersOf({ frames }: WhyContext, id: EntityId): readonly Relation[] {
  const users: Relation[] = [];
  for (const object of frames.objects.all()) {
    if (users.length >= namedMost) break;
    if (object.kind === 'Pod' && usedBy(object as Pod).includes(id)) users.push({ relation: 'usedBy', id: idOf(object) });
  }
  return users;
}
