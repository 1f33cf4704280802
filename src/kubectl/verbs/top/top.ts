// kubectl top: what nodes and Pods use, as the metrics API tells it.
// Upstream: k8s.io/kubectl pkg/cmd/top

import { formatTable, quantityMilli, quantityWhole } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { allNamespacesFlag, bool, selectorFlag, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { listAt, mapAt, nameOf, namespaceOf, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';

const metrics = { group: 'metrics.k8s.io', version: 'v1beta1' };

/** Metrics are an API of their own, which a cluster has only when somebody serves it. */
function* needMetrics(kubectl: Kubectl): Process {
  const discovery = yield* kubectl.discovery();
  if (!discovery.groups.some((group) => group.name === metrics.group)) throw new CommandError('Metrics API not available');
}

const cpuText = (usage: Readonly<Record<string, string>>): string => `${quantityMilli(usage['cpu'] ?? '0')}m`;
const memoryText = (usage: Readonly<Record<string, string>>): string => `${Math.trunc(quantityWhole(usage['memory'] ?? '0') / 2 ** 20)}Mi`;

function* list(kubectl: Kubectl, resource: string, namespace: string | undefined, name: string | undefined): Process<readonly AnyObject[]> {
  const labels = kubectl.flags.text('selector');
  if (name !== undefined) return [(yield* kubectl.api.ask('get', { mapping: { ...metrics, resource }, namespace, name })) as AnyObject];
  const answer = yield* kubectl.api.ask('list', { mapping: { ...metrics, resource }, namespace, options: labels === '' ? {} : { labelSelector: labels } });
  return listAt(answer, 'items') as readonly AnyObject[];
}

const sortFlag = text('sort-by', 'If non-empty, sort the list using specified field. The field can be either \'cpu\' or \'memory\'.');
const noHeaders = bool('no-headers', 'If present, print output without headers');

const topNode: Command = {
  name: 'node', aliases: ['nodes', 'no'], short: 'Display resource (CPU/memory) usage of nodes', usage: '[NAME | -l label]',
  flags: [selectorFlag, noHeaders, sortFlag, bool('show-capacity', 'Print node resources based on Capacity instead of Allocatable(default) of the nodes.')],
  *run(kubectl, args) {
    yield* needMetrics(kubectl);
    const nodes = yield* list(kubectl, 'nodes', undefined, args[0]);
    const rows: string[][] = [];
    for (const node of nodes) {
      const usage = mapAt(node, 'usage');
      const object = yield* kubectl.api.ask('get', { mapping: { group: '', version: 'v1', resource: 'nodes' }, name: nameOf(node) });
      const whole = mapAt(object, 'status', kubectl.flags.bool('show-capacity') ? 'capacity' : 'allocatable');
      const share = (used: number, of: number): string => `${of === 0 ? 0 : Math.trunc((used / of) * 100)}%`;
      rows.push([
        nameOf(node), cpuText(usage), share(quantityMilli(usage['cpu'] ?? '0'), quantityMilli(whole['cpu'] ?? '0')),
        memoryText(usage), share(quantityWhole(usage['memory'] ?? '0'), quantityWhole(whole['memory'] ?? '0')),
      ]);
    }
    yield* kubectl.out(formatTable(kubectl.flags.bool('no-headers') ? rows : [['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'], ...rows]));
  },
};

const topPod: Command = {
  name: 'pod', aliases: ['pods', 'po'], short: 'Display resource (CPU/memory) usage of pods', usage: '[NAME | -l label]',
  flags: [allNamespacesFlag, selectorFlag, noHeaders, sortFlag, bool('containers', 'If present, print usage of containers within a pod.')],
  *run(kubectl, args) {
    yield* needMetrics(kubectl);
    const all = kubectl.flags.bool('all-namespaces');
    const pods = yield* list(kubectl, 'pods', all ? undefined : kubectl.namespace, args[0]);
    if (pods.length === 0) {
      yield* kubectl.err(all ? 'No resources found\n' : `No resources found in ${kubectl.namespace} namespace.\n`);
      return;
    }
    const perContainer = kubectl.flags.bool('containers');
    const rows = pods.flatMap((pod) => podRows(pod, all, perContainer));
    const header = [...(all ? ['NAMESPACE'] : []), ...(perContainer ? ['POD', 'NAME'] : ['NAME']), 'CPU(cores)', 'MEMORY(bytes)'];
    yield* kubectl.out(formatTable(kubectl.flags.bool('no-headers') ? rows : [header, ...rows]));
  },
};

function podRows(pod: AnyObject, all: boolean, perContainer: boolean): readonly (readonly string[])[] {
  const first = all ? [namespaceOf(pod)] : [];
  const containers = listAt(pod, 'containers');
  if (perContainer) return containers.map((container) => [...first, nameOf(pod), textAt(container, 'name'), cpuText(mapAt(container, 'usage')), memoryText(mapAt(container, 'usage'))]);
  const total = (name: string, read: (text: string) => number): number => containers.reduce<number>((sum, container) => sum + read(mapAt(container, 'usage')[name] ?? '0'), 0);
  return [[...first, nameOf(pod), `${total('cpu', quantityMilli)}m`, `${Math.trunc(total('memory', quantityWhole) / 2 ** 20)}Mi`]];
}

export const top: Command = {
  name: 'top', short: 'Display resource (CPU/memory) usage', usage: '[flags]',
  commands: [topNode, topPod],
};

