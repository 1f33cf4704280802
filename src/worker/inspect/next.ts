import type { KubeObject, Pod } from '../../kinds/index.ts';
import type { Phrase, WhyStep } from '../../protocol/index.ts';
import { idOf } from '../rows/ids.ts';
import type { WhyContext } from './why-context.ts';

/** What is sure to come next for an object, as far as that is known. */
export function nextSteps({ world, frames }: WhyContext, object: KubeObject): readonly WhyStep[] {
  if (object.kind !== 'Pod') return [];
  const pod = object as Pod;
  const row = frames.objects.pods.get(idOf(pod));
  if (!row || row.phase === 'terminating' || row.phase === 'failed' || row.phase === 'succeeded' || row.phase === 'crashLoop') return [];
  const next = (actor: string, phrase: Phrase): readonly WhyStep[] => [
    { id: `next/${idOf(pod)}`, atMs: world.kernel.nowMs, when: 'next', actor, byHand: false, text: [phrase] },
  ];
  const node = pod.spec.nodeName || row.assumedNode;
  if (!pod.spec.nodeName) return node ? next('kube-apiserver', { say: 'why.next.kubelet', with: { node } }) : [];
  if (row.phase === 'ready') return [];
  const service = [...frames.objects.services.values()].find(({ id, namespace }) => namespace === pod.metadata.namespace && selects(frames.objects.object(id), pod));
  return service ? next('endpointslice-controller', { say: 'why.next.endpoints', with: { service: service.name } }) : [];
}

function selects(service: KubeObject | undefined, { metadata }: Pod): boolean {
  if (service?.kind !== 'Service') return false;
  const selector = Object.entries((service as unknown as { readonly spec: { readonly selector?: Readonly<Record<string, string>> } }).spec.selector ?? {});
  return selector.length > 0 && selector.every(([key, value]) => metadata.labels?.[key] === value);
}
