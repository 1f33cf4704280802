// kubectl create service: clusterip, nodeport, loadbalancer, externalname.
// Upstream: k8s.io/kubectl pkg/cmd/create/create_service.go

import type { Process } from '../../../../kernel/index.ts';
import type { Command } from '../../../core/command.ts';
import { isDnsSubdomain, isPortName, isPortNumber } from '../../../../kinds/index.ts';
import { CommandError } from '../../../core/errors.ts';
import { int, strings, text } from '../../../core/flag.ts';
import type { FlagSpec } from '../../../core/flag.ts';
import type { AnyObject } from '../../../core/object.ts';
import { generatorCommand } from './generator.ts';
import type { Generator, GeneratorInput } from './generator.ts';

function number(value: string): number {
  if (!/^\d+$/.test(value)) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(value)}: invalid syntax`);
  const port = Number(value);
  if (port > 65_535) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(value)}: value out of range`);
  return port;
}

/** The port of the containers, by number or name. */
function targetOf(target: string): number | string {
  const isNumber = /^[-+]?\d+$/.test(target);
  const errors = isNumber ? isPortNumber(Number(target)) : isPortName(target);
  if (errors.length > 0) throw new CommandError(errors.join(','));
  return isNumber ? Number(target) : target;
}

function servicePort(spec: string, nodePort: number): AnyObject {
  const colon = spec.indexOf(':');
  const port = number(colon < 0 ? spec : spec.slice(0, colon));
  const targetPort = colon < 0 ? port : targetOf(spec.split(':')[1] ?? '');
  return { name: spec.replaceAll(':', '-'), ...(nodePort !== 0 ? { nodePort } : undefined), port, protocol: 'TCP', targetPort };
}

function builder(type: string) {
  return function* build({ flags, name }: GeneratorInput): Process<AnyObject> {
    const specs = flags.has('tcp') ? flags.list('tcp') : [];
    const clusterIP = flags.has('clusterip') ? flags.text('clusterip') : '';
    if (specs.length === 0 && clusterIP !== 'None' && type !== 'ExternalName') throw new CommandError('at least one tcp port specifier must be provided');
    const nodePort = flags.has('node-port') ? flags.int('node-port') : 0;
    const externalName = type === 'ExternalName' ? flags.text('external-name') : '';
    if (type === 'ExternalName' && isDnsSubdomain(externalName).length > 0) throw new CommandError(`invalid service external name ${externalName}`);
    const labels = { app: name };
    return {
      apiVersion: 'v1', kind: 'Service', metadata: { labels, name },
      spec: {
        ...(clusterIP === '' ? undefined : { clusterIP }),
        ...(type === 'ExternalName' ? { externalName } : undefined),
        ...(specs.length === 0 ? undefined : { ports: specs.map((spec) => servicePort(spec, nodePort)) }),
        selector: labels, type,
      },
      status: { loadBalancer: {} },
    };
  };
}

const tcp: FlagSpec = strings('tcp', "Port pairs can be specified as '<port>:<targetPort>'.");

/** The command that creates a Service of a type; it keeps nothing of it, whatever `--save-config` says. */
function serviceCommand(type: string, generator: Pick<Generator, 'flags' | 'name' | 'required' | 'short' | 'usage'>): Command {
  return generatorCommand({ ...generator, isUnsaved: true, failure: `failed to create ${type} service`, build: builder(type) });
}

export const createService: Command = {
  name: 'service', aliases: ['svc'], short: 'Create a service using a specified subcommand', usage: '[flags]',
  commands: [
    serviceCommand('ClusterIP', {
      name: 'clusterip', short: 'Create a ClusterIP service', usage: 'NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
      flags: [tcp, text('clusterip', 'Assign your own ClusterIP or set to \'None\' for a \'headless\' service (no loadbalancing).')],
    }),
    serviceCommand('ExternalName', {
      name: 'externalname', short: 'Create an ExternalName service',
      usage: 'NAME --external-name external.name [--dry-run=server|client|none]',
      flags: [tcp, text('external-name', 'External name of service')], required: ['external-name'],
    }),
    serviceCommand('LoadBalancer', {
      name: 'loadbalancer', short: 'Create a LoadBalancer service', usage: 'NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
      flags: [tcp],
    }),
    serviceCommand('NodePort', {
      name: 'nodeport', short: 'Create a NodePort service', usage: 'NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
      flags: [tcp, int('node-port', 'Port used to expose the service on each node in a cluster.')],
    }),
  ],
};
