import { changedNode } from '../cluster-event.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import { fits, unschedulable } from '../verdict.ts';

/** A port of the node serves one Pod only. */
export const nodePorts: SchedulerPlugin = {
  name: 'NodePorts',
  wokenByTaints: true,
  filter: ({ hostPorts }) => {
    if (hostPorts.length === 0) return undefined;
    return (node) =>
      hostPorts.some((port) => node.hasPortConflict(port))
        ? unschedulable("node(s) didn't have free ports for the requested pod ports")
        : fits;
  },
  mayHelp: (event, { hostPorts }) =>
    changedNode(event) !== undefined ||
    (event.type === 'pod-gone' && event.pod.hostPorts.some((used) => hostPorts.some((wanted) => wanted.port === used.port))),
};
