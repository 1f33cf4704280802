import type { SchedulerPlugin } from '../plugin.ts';
import { fits, unresolvable } from '../verdict.ts';

/** A Pod that names its node takes no other. */
export const nodeName: SchedulerPlugin = {
  name: 'NodeName',
  wokenByTaints: true,
  filter: ({ pod }) => {
    const wanted = pod.spec.nodeName;
    return wanted ? (node) => (node.name === wanted ? fits : unresolvable("node(s) didn't match the requested node name")) : undefined;
  },
  mayHelp: (event, { pod }) => event.type === 'node-added' && event.node.name === pod.spec.nodeName,
};
