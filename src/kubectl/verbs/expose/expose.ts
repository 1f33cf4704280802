// kubectl expose: a Service for what is there.
// Upstream: k8s.io/kubectl pkg/cmd/expose/expose.go

import { notRegistered } from '../../core/discovery.ts';
import { quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { definitionOf, groupKind } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { dryRunFlag, fieldManagerFlag, fileFlags, printFlags, saveConfigFlag, text } from '../../core/flag.ts';
import type { Flags } from '../../../programs/command-line/index.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { listAt, mapAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { recordFlag } from '../../core/recording.ts';
import { checkOutput, typedPrinter } from '../../printers/output.ts';
import { selectTargets, selectionFlags } from '../../resources/builder.ts';
import { fetchUnlessWritten, forEachInfo } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { overridden } from '../../resources/overrides.ts';
import { podSpecPath } from '../../workloads/pod-spec.ts';
import { createUnlessDry } from '../create/create-object.ts';
import { mappingOf, pairs } from '../create/generators/generator.ts';

export const expose: Command = {
  name: 'expose',
  short: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  usage: '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  flags: [
    recordFlag,
    ...printFlags, ...fileFlags('Filename, directory, or URL to files identifying the resource to expose a service'), dryRunFlag, fieldManagerFlag('kubectl-expose'), saveConfigFlag,
    text('cluster-ip', "ClusterIP to be assigned to the service. Leave empty to auto-allocate, or set to 'None' to create a headless service."),
    text('external-ip', 'Additional external IP address (not managed by Kubernetes) to accept for the service. If this IP is routed to a node, the service can be accessed by this IP in addition to its generated service IP.'),
    text('labels', 'Labels to apply to the service created by this call.', { short: 'l' }),
    text('load-balancer-ip', 'IP to assign to the LoadBalancer. If empty, an ephemeral IP will be created and used (cloud-provider specific).'),
    text('name', 'The name for the newly created object.'),
    text('override-type', 'The method used to override the generated object: json, merge, or strategic.', { value: 'merge' }),
    text('overrides', 'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.'),
    text('port', 'The port that the service should serve on. Copied from the resource being exposed, if unspecified'),
    text('protocol', "The network protocol for the service to be created. Default is 'TCP'."),
    text('selector', 'A label selector to use for this service. Only equality-based selector requirements are supported. If empty (the default) infer the selector from the resource being exposed.'),
    text('session-affinity', "If non-empty, set the session affinity for the service to this; legal values: 'None', 'ClientIP'"),
    text('target-port', 'Name or number for the port on the container that the service should direct traffic to. Optional.'),
    text('type', "Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName. Default is 'ClusterIP'."),
  ],
  run: runExpose,
};

function* runExpose(kubectl: Kubectl, args: readonly string[]): Process {
  checkOutput(kubectl);
  const targets = yield* selectTargets(kubectl, { ...selectionFlags(kubectl, args), selector: '' });
  yield* forEachInfo(kubectl, targets, function* exposeOne(info) {
    const service = serviceFor(kubectl.flags, info);
    const placed = kubectl.isNamespaceEnforced ? withField(service, ['metadata', 'namespace'], kubectl.namespace) : service;
    const created = yield* createUnlessDry(kubectl, mappingOf(service), kubectl.namespace, placed);
    yield* kubectl.out(typedPrinter(kubectl, 'exposed')(created));
  }, fetchUnlessWritten);
}

const exposable = ['Deployment', 'Pod', 'ReplicaSet', 'ReplicationController', 'Service'];

/** The labels by which a new Service finds the same Pods. */
function selectorOf(info: Info): Readonly<Record<string, string>> {
  const { mapping, object } = info;
  if (mapping.kind === 'Pod') {
    const labels = mapAt(object, 'metadata', 'labels');
    if (Object.keys(labels).length === 0) throw new CommandError('the pod has no labels and cannot be exposed');
    return labels;
  }
  if (mapping.kind === 'Service' || mapping.kind === 'ReplicationController') {
    const labels = mapAt(object, 'spec', 'selector');
    if (Object.keys(labels).length === 0) throw new CommandError(`couldn't retrieve selectors via --selector flag or introspection: the ${mapping.kind === 'Service' ? 'service' : 'replication controller'} has no pod selector set`);
    return labels;
  }
  if (listAt(object, 'spec', 'selector', 'matchExpressions').length > 0) {
    throw new CommandError("couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - to map-based selector format");
  }
  return mapAt(object, 'spec', 'selector', 'matchLabels');
}

interface FoundPort {
  readonly port: number;
  readonly protocol: string;
}

function portsOf(info: Info): readonly FoundPort[] {
  const { mapping, object } = info;
  const protocolOf = (entry: AnyObject): string => (typeof entry['protocol'] === 'string' ? entry['protocol'] : 'TCP');
  if (mapping.kind === 'Service') return (listAt(object, 'spec', 'ports') as readonly AnyObject[]).map((entry) => ({ port: Number(entry['port']), protocol: protocolOf(entry) }));
  const path = podSpecPath(mapping.kind) ?? [];
  const containers = listAt(object, ...path, 'containers') as readonly AnyObject[];
  return containers.flatMap((container) => (listAt(container, 'ports') as readonly AnyObject[]).map((entry) => ({ port: Number(entry['containerPort']), protocol: protocolOf(entry) })));
}

/** Throws when there is no port to expose. */
function needPorts(flags: Flags, info: Info): void {
  if (flags.text('port') === '' && portsOf(info).length === 0 && flags.text('cluster-ip') !== 'None') throw new CommandError("couldn't find port via --port flag or introspection");
}

function servicePorts(flags: Flags, info: Info): readonly AnyObject[] {
  const known = portsOf(info);
  const given = flags.text('port');
  const numbers = given === '' ? known.map(({ port }) => port) : given.split(',').map(portNumber);
  const target = flags.text('target-port');
  return numbers.map((port, index) => ({
    ...(numbers.length > 1 ? { name: `port-${index + 1}` } : undefined),
    port,
    protocol: flags.text('protocol') || (known.find((each) => each.port === port)?.protocol ?? 'TCP'),
    targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
  }));
}

function portNumber(given: string): number {
  if (!/^\d+$/.test(given)) throw new CommandError(`strconv.Atoi: parsing ${quote(given)}: invalid syntax`);
  return Number(given);
}

/** Labels written as `a=b,c=d`; throws CommandError. */
function specifiedPairs(spec: string): Readonly<Record<string, string>> {
  const words = spec.split(',');
  const wrong = words.find((word) => !/^[^=]+=[^=]*$/.test(word));
  if (wrong !== undefined) throw new CommandError(`unexpected label spec: ${wrong}`);
  return pairs(words);
}

function serviceFor(flags: Flags, info: Info): AnyObject {
  const { mapping } = info;
  if (!exposable.includes(mapping.kind)) throw new CommandError(definitionOf(mapping) === undefined ? notRegistered(mapping) : `cannot expose a ${groupKind(mapping)}`);
  if (flags.text('selector') !== '') needPorts(flags, info);
  const selector = flags.text('selector') === '' ? selectorOf(info) : specifiedPairs(flags.text('selector'));
  needPorts(flags, info);
  const labels = flags.text('labels') === '' ? mapAt(info.object, 'metadata', 'labels') : specifiedPairs(flags.text('labels'));
  const ports = servicePorts(flags, info);
  const affinity = flags.text('session-affinity');
  if (affinity !== '' && affinity !== 'None' && affinity !== 'ClientIP') throw new CommandError(`unknown session affinity: ${affinity}`);
  const optional = { sessionAffinity: affinity, clusterIP: flags.text('cluster-ip'), loadBalancerIP: flags.text('type') === 'LoadBalancer' ? flags.text('load-balancer-ip') : '', type: flags.text('type') };
  const external = flags.text('external-ip');
  const service = {
    apiVersion: 'v1', kind: 'Service',
    metadata: { ...(Object.keys(labels).length > 0 ? { labels } : undefined), name: flags.text('name') || info.name.slice(0, 63) },
    spec: {
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
      ...(external === '' ? undefined : { externalIPs: [external] }),
      ...(ports.length > 0 ? { ports } : undefined), selector,
    },
    status: { loadBalancer: {} },
  };
  return overridden(flags, service);
}
