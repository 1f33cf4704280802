import { toleratesTaint } from '../../kinds/index.ts';
import type { Taint } from '../../kinds/index.ts';
import { changedNode } from '../cluster-event.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import { fits, unresolvable } from '../verdict.ts';

const cordoned: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** A cordoned node takes nothing that does not tolerate it. */
export const nodeUnschedulable: SchedulerPlugin = {
  name: 'NodeUnschedulable',
  filter: ({ pod }) => (node) =>
    node.isUnschedulable && !toleratesTaint(pod.spec.tolerations, cordoned) ? unresolvable('node(s) were unschedulable') : fits,
  mayHelp: (event) => changedNode(event, 'unschedulable', 'taints')?.isUnschedulable === false,
};
