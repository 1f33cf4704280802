// kubectl top: what nodes and Pods use, as the metrics API tells it.
// Upstream: k8s.io/kubectl pkg/cmd/top, pkg/metricsutil

import { compareText, formatDuration, formatTable, parseTime, quantityMilli, quantityWhole } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, usageError } from '../../core/errors.ts';
import { allNamespacesFlag, bool, fieldSelectorFlag, selectorFlag, text } from '../../core/flag.ts';
import type { FlagSpec } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { checkSelector } from '../../resources/label-query.ts';
import { listAt, mapAt, nameOf, namespaceOf, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';

const metrics = { group: 'metrics.k8s.io', version: 'v1beta1' };

/** Amounts by the name of the resource. */
type Usage = Readonly<Record<string, string>>;

/** Metrics are an API of their own, which a cluster has only when somebody serves it. */
function* needMetrics(kubectl: Kubectl): Process {
  checkSelector(kubectl.flags.text('selector'));
  const discovery = yield* kubectl.discovery(0);
  if (!discovery.groups.some((group) => group.name === metrics.group)) throw new CommandError('Metrics API not available');
}

const milliCpu = (usage: Usage): number => quantityMilli(usage['cpu'] ?? '0');
const bytesOf = (usage: Usage, name: string): number => quantityWhole(usage[name] ?? '0');
const cpuText = (usage: Usage): string => `${milliCpu(usage)}m`;
const bytesText = (bytes: number): string => `${Math.trunc(bytes / 2 ** 20)}Mi`;

/** The part of a whole in percent; nothing where the whole is not known. */
function share(used: number, whole: number | undefined): readonly string[] {
  return whole === undefined ? [] : [`${whole === 0 ? 0 : Math.trunc((used / whole) * 100)}%`];
}

/** What uses most comes first. */
function byUsage(sortBy: string): (a: Usage, b: Usage) => number {
  switch (sortBy) {
    case 'cpu': return (a, b) => milliCpu(b) - milliCpu(a);
    case 'memory': return (a, b) => bytesOf(b, 'memory') - bytesOf(a, 'memory');
    default: return () => 0;
  }
}

const flagsOf = (what: string): readonly FlagSpec[] => [
  selectorFlag, bool('no-headers', what === 'pods' ? 'If present, print output without headers.' : 'If present, print output without headers'), bool('show-swap', `Print ${what.slice(0, -1)} resources related to swap memory.`),
  text('sort-by', `If non-empty, sort ${what} list using specified field. The field can be either 'cpu' or 'memory'.`),
  bool('use-protocol-buffers', 'Enables using protocol-buffers to access Metrics API.', { value: 'true' }),
];

/** What is wrong with the words and flags, before anybody is asked. */
function check(kubectl: Kubectl, args: readonly string[], conflict: string): void {
  const { flags, found: { command, path } } = kubectl;
  if (args.length > 1) throw usageError(path, `${command.name} ${command.usage}`);
  kubectl.connect();
  if (!['', 'cpu', 'memory'].includes(flags.text('sort-by'))) throw new CommandError('--sort-by accepts only cpu or memory');
  if (args.length === 1 && (flags.text('selector') !== '' || (flags.has('field-selector') && flags.text('field-selector') !== ''))) throw new CommandError(conflict);
}

interface Query {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

function selectors({ flags }: Kubectl): { readonly labelSelector?: string; readonly fieldSelector?: string } {
  const labelSelector = flags.text('selector');
  const fieldSelector = flags.has('field-selector') ? flags.text('field-selector') : '';
  return { ...(labelSelector === '' ? {} : { labelSelector }), ...(fieldSelector === '' ? {} : { fieldSelector }) };
}

/** The metrics or the objects that they are about, one or those that are selected. */
function* ask(kubectl: Kubectl, api: { readonly group: string; readonly version: string }, { resource, namespace, name }: Query): Process<readonly AnyObject[]> {
  const mapping = { ...api, resource };
  if (name !== undefined) return [(yield* kubectl.api.ask('get', { mapping, namespace, name })) as AnyObject];
  return listAt(yield* kubectl.api.ask('list', { mapping, namespace, options: selectors(kubectl) }), 'items') as readonly AnyObject[];
}

/** A table each of whose cells is filled up, the last one too. */
const tableOf = (rows: readonly (readonly string[])[]): string => formatTable(rows.map((row) => [...row, '']));

const core = { group: '', version: 'v1' };

const topNode: Command = {
  name: 'node', aliases: ['nodes', 'no'], short: 'Display resource (CPU/memory) usage of nodes', usage: '[NAME | -l label]',
  flags: [...flagsOf('nodes'), bool('show-capacity', 'Print node resources based on Capacity instead of Allocatable(default) of the nodes.')],
  *run(kubectl, args) {
    check(kubectl, args, 'only one of NAME or --selector can be provided');
    yield* needMetrics(kubectl);
    const { flags } = kubectl;
    const query = { resource: 'nodes', namespace: undefined, name: args[0] };
    const measured = yield* ask(kubectl, metrics, query);
    if (measured.length === 0) throw new CommandError('metrics not available yet');
    const wholes = new Map((yield* ask(kubectl, core, query)).map((node) => [nameOf(node), wholeOf(kubectl, node)]));
    const compare = byUsage(flags.text('sort-by'));
    const sorted = measured.toSorted((a, b) => compare(mapAt(a, 'usage'), mapAt(b, 'usage')) || compareText(nameOf(a), nameOf(b)));
    const rows = sorted.map((node) => nodeRow(kubectl, node, wholes.get(nameOf(node))));
    const known = new Set(measured.map(nameOf));
    const unmeasured = [...wholes.keys()].filter((name) => !known.has(name)).sort(compareText);
    const header = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)', ...(flags.bool('show-swap') ? ['SWAP(bytes)', 'SWAP(%)'] : [])];
    rows.push(...unmeasured.map((name) => [name, ...header.slice(1).map(() => '<unknown>')]));
    yield* kubectl.out(tableOf(flags.bool('no-headers') ? rows : [header, ...rows]));
  },
};

/** All that a node has. */
function wholeOf({ flags }: Kubectl, node: AnyObject): Usage {
  const swap = mapAt(node, 'status', 'nodeInfo', 'swap')['capacity'] as unknown;
  return { ...mapAt(node, 'status', flags.bool('show-capacity') ? 'capacity' : 'allocatable'), ...(swap === undefined ? {} : { swap: String(swap) }) };
}

function nodeRow({ flags }: Kubectl, node: AnyObject, whole: Usage | undefined): readonly string[] {
  const usage = mapAt(node, 'usage');
  const bytes = (name: string): readonly string[] => [bytesText(bytesOf(usage, name)), ...share(bytesOf(usage, name), whole?.[name] === undefined ? undefined : bytesOf(whole, name))];
  const swap = usage['swap'] === undefined || whole?.['swap'] === undefined ? ['<unknown>', '<unknown>'] : bytes('swap');
  return [nameOf(node), cpuText(usage), ...share(milliCpu(usage), whole?.['cpu'] === undefined ? undefined : milliCpu(whole)), ...bytes('memory'), ...(flags.bool('show-swap') ? swap : [])];
}

const topPod: Command = {
  name: 'pod', aliases: ['pods', 'po'], short: 'Display resource (CPU/memory) usage of pods', usage: '[NAME | -l label]',
  flags: [
    ...flagsOf('pods'), allNamespacesFlag, fieldSelectorFlag, bool('containers', 'If present, print usage of containers within a pod.'),
    bool('sum', 'Print the sum of the resource usage'),
  ],
  *run(kubectl, args) {
    check(kubectl, args, 'only one of NAME or selector can be provided');
    yield* needMetrics(kubectl);
    const isEverywhere = kubectl.flags.bool('all-namespaces');
    const query = { resource: 'pods', namespace: isEverywhere ? undefined : kubectl.namespace, name: args[0] };
    const pods = yield* ask(kubectl, metrics, query);
    if (pods.length > 0) return yield* kubectl.out(podTable(kubectl, pods));
    yield* whyNothing(kubectl, query);
    yield* kubectl.err(isEverywhere ? 'No resources found\n' : `No resources found in ${kubectl.namespace} namespace.\n`);
  },
};

/** How long a new Pod may be without metrics. Upstream: metricsCreationDelay */
const creationDelayMs = 120_000;

/** Throws when there are Pods, and only nothing is known of them. */
function* whyNothing(kubectl: Kubectl, query: Query): Process {
  const pods = yield* ask(kubectl, core, query);
  for (const pod of pods) {
    const ageMs = kubectl.wallMs - (parseTime(textAt(pod, 'metadata', 'creationTimestamp')) ?? kubectl.wallMs);
    if (ageMs > creationDelayMs) throw new CommandError(`Metrics not available for pod ${namespaceOf(pod)}/${nameOf(pod)}, age: ${formatDuration(ageMs)}`);
  }
  if (pods.length > 0) throw new CommandError('metrics not available yet');
}

interface Measured {
  readonly names: readonly string[];
  readonly usage: Usage;
}

function added(usages: readonly Usage[]): Usage {
  const total = (name: string, read: (text: string) => number): number => usages.reduce((sum, usage) => sum + read(usage[name] ?? '0'), 0);
  return { cpu: `${total('cpu', quantityMilli)}m`, memory: String(total('memory', quantityWhole)), swap: String(total('swap', quantityWhole)) };
}

function podTable({ flags }: Kubectl, pods: readonly AnyObject[]): string {
  const [isEverywhere, isByContainer, hasSwap] = [flags.bool('all-namespaces'), flags.bool('containers'), flags.bool('show-swap')];
  const compare = byUsage(flags.text('sort-by'));
  const usageOf = (pod: AnyObject): Usage => added(listAt(pod, 'containers').map((container) => mapAt(container, 'usage')));
  const sorted = pods.toSorted((a, b) => compare(usageOf(a), usageOf(b)) || (isEverywhere ? compareText(namespaceOf(a), namespaceOf(b)) : 0) || compareText(nameOf(a), nameOf(b)));
  const measured = sorted.flatMap((pod): readonly Measured[] => {
    const names = [...(isEverywhere ? [namespaceOf(pod)] : []), nameOf(pod)];
    if (!isByContainer) return [{ names, usage: usageOf(pod) }];
    const containers = listAt(pod, 'containers').toSorted((a, b) => compare(mapAt(a, 'usage'), mapAt(b, 'usage')));
    return containers.map((container) => ({ names: [...names, textAt(container, 'name')], usage: mapAt(container, 'usage') }));
  });
  const cells = (usage: Usage): readonly string[] => [cpuText(usage), bytesText(bytesOf(usage, 'memory')), ...(hasSwap ? [bytesText(bytesOf(usage, 'swap'))] : [])];
  const rows = measured.map(({ names, usage }) => [...names, ...cells(usage)]);
  const header = [...(isEverywhere ? ['NAMESPACE'] : []), ...(isByContainer ? ['POD', 'NAME'] : ['NAME']), 'CPU(cores)', 'MEMORY(bytes)', ...(hasSwap ? ['SWAP(bytes)'] : [])];
  const hasHeader = !flags.bool('no-headers');
  const sum = flags.bool('sum') ? sumRows(hasHeader ? header.length : 3, cells(added(measured.map(({ usage }) => usage)))) : [];
  return tableOf([...(hasHeader ? [header] : []), ...rows, ...sum]);
}

/** The sum under a line, which is as broad as two columns, whatever there is to add. @param width how many columns the header has */
function sumRows(width: number, total: readonly string[]): readonly (readonly string[])[] {
  const before = Array.from({ length: width - 2 }, () => '');
  return [[...before, '________', '________'], [...before, ...total]];
}

export const top: Command = {
  name: 'top', short: 'Display resource (CPU/memory) usage', usage: '[flags]',
  commands: [topNode, topPod],
};
