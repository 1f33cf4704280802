// kubectl cluster-info dump: what there is in a cluster and what its containers wrote, for looking at it elsewhere.
// Upstream: k8s.io/kubectl pkg/cmd/clusterinfo/clusterinfo_dump.go

import { goJson } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { definitionOf, inGoOrder } from '../../../kinds/index.ts';
import type { ObjectList, Pod } from '../../../kinds/index.ts';
import { joinPath } from '../../../machine/index.ts';
import type { Command } from '../../core/command.ts';
import { apiVersionText } from '../../core/discovery.ts';
import { CommandError, operating } from '../../core/errors.ts';
import { bool, duration, printFlags, strings, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { nameOf, withoutManagedFields } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { formatKyaml } from '../../printers/kyaml.ts';
import { formatPrinter, splitOutput, unknownFormat } from '../../printers/output.ts';
import type { ObjectPrinter } from '../../printers/output.ts';
import { podsResource } from '../../streaming/pods.ts';

export const dump: Command = {
  name: 'dump', short: 'Dump relevant information for debugging and diagnosis', usage: '[flags]',
  flags: [
    ...printFlags.map((flag) => (flag.name === 'output' ? { ...flag, value: 'json' } : flag)),
    bool('all-namespaces', 'If true, dump all namespaces.  If true, --namespaces is ignored.', { short: 'A' }),
    strings('namespaces', 'A comma separated list of namespaces to dump.'),
    text('output-directory', "Where to output the files.  If empty or '-' uses stdout, otherwise creates a directory hierarchy in that directory"),
    duration('pod-running-timeout', 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running', { value: '20s' }),
  ],
  run: runDump,
};

/** One kind that is dumped, and the file's name. */
interface Part {
  readonly file: string;
  readonly group: string;
  readonly kind: string;
  readonly resource: string;
}

const core = (kind: string, resource: string, file = resource): Part => ({ file, group: '', kind, resource });
const apps = (kind: string, resource: string): Part => ({ file: resource, group: 'apps', kind, resource });

const nodes = core('Node', 'nodes');
const pods = core('Pod', 'pods');
/** What is dumped of a namespace, in this order. */
const parts: readonly Part[] = [
  core('Event', 'events'), core('ReplicationController', 'replicationcontrollers', 'replication-controllers'), core('Service', 'services'),
  apps('DaemonSet', 'daemonsets'), apps('Deployment', 'deployments'), apps('ReplicaSet', 'replicasets'), pods,
];

/** Takes one text after another, each with the file that it belongs in, without its ending. */
type Sink = (file: string, ending: string, text: string) => Process;

function sinkOf(kubectl: Kubectl, directory: string): Sink {
  if (directory === '' || directory === '-') return (_file, _ending, written) => kubectl.out(written);
  const { files } = kubectl;
  return function* toFile(file, ending, written) {
    const at = joinPath(kubectl.path(directory), `${file}${ending}`);
    const folder = joinPath(at, '..');
    if (!files.exists(folder)) files.makeDirectory(folder, { parents: true });
    files.write(at, written);
  };
}

const endings: Readonly<Record<string, string>> = { json: '.json', yaml: '.yaml' };

function* runDump(kubectl: Kubectl): Process {
  const { flags } = kubectl;
  const { format, template } = splitOutput(kubectl);
  const print = formatPrinter(kubectl, format, template);
  if (!print) throw unknownFormat(format);
  if (format === 'name') throw new CommandError('list types are not supported by name printing: *v1.NodeList');
  const ending = endings[format] ?? '.txt';
  const directory = flags.text('output-directory');
  const sink = sinkOf(kubectl, directory);
  const write = (file: string, part: Part, list: ObjectList<AnyObject>): Process => sink(file, ending, listText(kubectl, part, list, format, print));
  yield* write('nodes', nodes, yield* read(kubectl, nodes, undefined));
  for (const namespace of yield* namespacesOf(kubectl)) {
    let found: readonly AnyObject[] = [];
    for (const part of parts) {
      const list = yield* read(kubectl, part, namespace);
      yield* write(`${namespace}/${part.file}`, part, list);
      if (part === pods) found = list.items;
    }
    for (const pod of found) yield* sink(`${namespace}/${nameOf(pod)}/logs`, '.txt', yield* logsText(kubectl, pod as unknown as Pod));
  }
  if (directory !== '' && directory !== '-') yield* kubectl.out(`Cluster info dumped to ${directory}\n`);
}

function* namespacesOf(kubectl: Kubectl): Process<readonly string[]> {
  const { flags } = kubectl;
  if (flags.bool('all-namespaces')) return (yield* read(kubectl, core('Namespace', 'namespaces'), undefined)).items.map(nameOf);
  const named = flags.list('namespaces');
  return named.length > 0 ? named : [...new Set(['kube-system', kubectl.namespace])];
}

function* read(kubectl: Kubectl, { group, resource }: Part, namespace: string | undefined): Process<ObjectList<AnyObject>> {
  return (yield* kubectl.api.ask('list', { mapping: { group, version: 'v1', resource }, namespace })) as ObjectList<AnyObject>;
}

/** A list as the typed client has it: its items without type, and none at all where it is empty. JSON and KYAML have the fields in the order of the types. */
function listText({ flags }: Kubectl, { group, kind }: Part, list: ObjectList<AnyObject>, format: string, print: ObjectPrinter): string {
  const isTyped = format === 'json' || format === 'kyaml';
  const definition = definitionOf({ group, version: 'v1', kind });
  const items = list.items.map(({ apiVersion: _version, kind: _kind, ...item }) => {
    const shown = flags.bool('show-managed-fields') ? item : withoutManagedFields(item);
    return isTyped && definition !== undefined ? inGoOrder(definition, shown) : shown;
  });
  const { resourceVersion } = list.metadata;
  const object = { kind: `${kind}List`, apiVersion: apiVersionText({ group, version: 'v1' }), metadata: { resourceVersion }, items: items.length === 0 ? null : items };
  if (format === 'kyaml') return formatKyaml(object, { keepsOrder: true });
  return format === 'json' ? `${goJson(object, { indent: 4, keepsOrder: true })}\n` : print(object);
}

function* logsText(kubectl: Kubectl, pod: Pod): Process<string> {
  let written = '';
  const { namespace, name } = pod.metadata;
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    const of = `logs for container ${container.name} of pod ${namespace}/${name} ====\n`;
    written += `==== START ${of}${yield* logText(kubectl, pod, container.name)}==== END ${of}`;
  }
  return written;
}

function* logText(kubectl: Kubectl, pod: Pod, container: string): Process<string> {
  const { namespace, name } = pod.metadata;
  try {
    const { stream } = yield* kubectl.api.stream('get', { mapping: podsResource, namespace, name, subresource: 'log', body: { container } });
    let log = '';
    for (let payload = yield* stream.next(); payload !== undefined; payload = yield* stream.next()) if (typeof payload === 'string') log += payload;
    return log;
  } catch (error) {
    return `Request log error: ${operating(error).message}\n`;
  }
}
