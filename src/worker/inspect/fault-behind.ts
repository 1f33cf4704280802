import type { TraceRecord } from '../../kernel/index.ts';
import type { KubeObject, Node, Pod } from '../../kinds/index.ts';
import { virtualMs } from '../rows/ids.ts';
import type { WhyContext } from './why-context.ts';

/** Timestamps of objects have whole seconds. */
const secondMs = 1_000;

/**
 * What was done to an object's machine before a condition of the object changed last: the cause of it that no chain of
 * messages leads to, since a machine that is off, full or cut off tells nobody.
 */
export function faultBehind(context: WhyContext, object: KubeObject): TraceRecord | undefined {
  switch (object.kind) {
    case 'Node': return lastBefore(context, object.metadata.name, object as Node);
    case 'Pod': {
      const pod = object as Pod;
      const node = context.frames.objects.nodes.get(`object/Node//${pod.spec.nodeName ?? ''}`);
      return node && node.ready !== 'True' ? lastBefore(context, node.name, pod) : undefined;
    }
    default: return undefined;
  }
}

/** The last fault of a machine that lies between an object's creation and the last change of its conditions. */
function lastBefore({ world: { kernel: { epochMs } }, frames }: WhyContext, machine: string, { metadata, status }: Node | Pod): TraceRecord | undefined {
  const createdMs = virtualMs(metadata.creationTimestamp, epochMs);
  const changedMs = Math.max(...(status.conditions ?? []).map(({ lastTransitionTime }) => virtualMs(lastTransitionTime, epochMs)));
  return frames.story.faultsOf(machine).findLast(({ atMs }) => atMs >= createdMs && atMs < changedMs + secondMs);
}
