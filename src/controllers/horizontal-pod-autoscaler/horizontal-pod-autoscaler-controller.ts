// Upstream: pkg/controller/podautoscaler/horizontal.go
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { customResourceDefinitionKind, horizontalPodAutoscalerKind, objectKey, podKind } from '../../kinds/index.ts';
import type { HorizontalPodAutoscaler, ObjectKey, Pod } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { apiMetrics, syncAutoscaler } from '../later.ts';
import { limits } from './limits.ts';
import type { MetricsSource } from './metrics-source.ts';
import { ScaledKinds } from './scaled-kinds.ts';
import type { Memory } from './scaling-pace.ts';

/** What a pass needs beside its autoscaler. */
export interface AutoscalerTools {
  readonly context: ControllerContext;
  readonly kinds: ScaledKinds;
  readonly metrics: MetricsSource;
  readonly memories: Map<ObjectKey, Memory>;
  /** Which Pods each autoscaler scales, as far as it was looked at. */
  readonly selections: Map<ObjectKey, (pod: Pod) => boolean>;
}

/** Says how many replicas something is to have, by what is measured of it. */
export const horizontalPodAutoscalerController = controllerFactory('horizontal-pod-autoscaler', (context): Controller => {
  // Every autoscaler at its pace, whether all went well or not.
  const queue = new WorkQueue(context.kernel, 'horizontalpodautoscaler', { firstMs: limits.syncMs, greatestMs: limits.syncMs });
  const autoscalers = context.informers.of(horizontalPodAutoscalerKind);
  context.informers.of(podKind).store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
  const kinds = new ScaledKinds(context.informers.of(customResourceDefinitionKind));
  let tools: AutoscalerTools | undefined;
  const add = ({ metadata }: HorizontalPodAutoscaler): void => queue.addRateLimited(objectKey(metadata));
  autoscalers.onChange({
    added: add,
    updated: add,
    deleted({ metadata }) {
      const key = objectKey(metadata);
      tools?.memories.delete(key);
      tools?.selections.delete(key);
    },
  });
  return {
    name: 'horizontal-pod-autoscaler-controller',
    workers: limits.workers,
    queue,
    *reconcile(key): Process<Requeue> {
      const autoscaler = autoscalers.store.get(key);
      if (!autoscaler) return {};
      tools ??= { context, kinds, metrics: apiMetrics(context.client, kinds), memories: new Map(), selections: new Map() };
      return yield* syncAutoscaler(tools, autoscaler);
    },
  };
});
