// Upstream: pkg/controller/ttl/ttl_controller.go
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { nodeKind } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

const annotation = 'node.alpha.kubernetes.io/ttl';

/** How large a cluster may become, or shrink to, before kubelets are told to keep Secrets and ConfigMaps for another time. */
const steps: readonly { readonly fewest: number; readonly most: number; readonly seconds: number }[] = [
  { fewest: 0, most: 100, seconds: 0 },
  { fewest: 90, most: 500, seconds: 15 },
  { fewest: 450, most: 1_000, seconds: 30 },
  { fewest: 900, most: 2_000, seconds: 60 },
  { fewest: 1_800, most: Number.MAX_SAFE_INTEGER, seconds: 300 },
];

/** The step for a number of nodes, coming from another; the ranges overlap, so that a cluster on an edge does not flicker. */
export function nextStep(from: number, nodes: number): number {
  let step = from;
  while (nodes > (steps[step]?.most ?? Infinity)) step++;
  while (nodes < (steps[step]?.fewest ?? 0)) step--;
  return step;
}

/** Tells each node, by an annotation, for how many seconds its kubelet may trust what it has read of Secrets and ConfigMaps. */
export const ttlController = controllerFactory('ttl-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'ttl');
  const nodes = context.informers.of(nodeKind);
  let step = 0;
  const recount = (): void => {
    const next = nextStep(step, nodes.store.size);
    if (next === step) return;
    step = next;
    for (const { metadata } of nodes.store.values()) queue.add(metadata.name);
  };
  nodes.onChange({
    added({ metadata }) {
      recount();
      queue.add(metadata.name);
    },
    updated: ({ metadata }) => queue.add(metadata.name),
    deleted: recount,
  });
  return {
    name: 'ttl-controller',
    workers: 5, // kube-controller-manager startTTLController
    queue,
    *reconcile(name): Process<Requeue> {
      const node = nodes.store.get(name);
      const wanted = String(steps[step]?.seconds ?? 0);
      if (!node || node.metadata.annotations?.[annotation] === wanted) return {};
      yield* unlessGone(context.client.of(nodeKind).patch(node.metadata, 'strategic', { metadata: { annotations: { [annotation]: wanted } } }));
      return {};
    },
  };
});
