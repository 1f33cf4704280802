// kubectl version and cluster-info.
// Upstream: k8s.io/kubectl pkg/cmd/version, pkg/cmd/clusterinfo

import { isObject } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { ObjectList, Service } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, operating } from '../../core/errors.ts';
import { bool, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { textAt } from '../../core/object.ts';
import { formatYaml } from '../../core/yaml.ts';

const clientVersion = {
  major: '1', minor: '36', gitVersion: 'v1.36.3', gitCommit: '0f29094e5b73085e3802ecc1298ecae13866bfe6', gitTreeState: 'clean',
  buildDate: '2026-07-22T18:10:35Z', goVersion: 'go1.26.5', compiler: 'gc', platform: 'linux/amd64',
};
const kustomizeVersion = 'v5.8.1';

export const version: Command = {
  name: 'version', short: 'Print the client and server version information', usage: '[flags]',
  flags: [bool('client', 'If true, shows client version only (no server required).'), text('output', "One of 'yaml' or 'json'.", { short: 'o' })],
  run: runVersion,
};

function* runVersion(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  if (args.length > 0) throw new CommandError(`extra arguments: [${args.join(' ')}]`);
  const output = flags.text('output');
  if (!['', 'json', 'yaml'].includes(output)) throw new CommandError("--output must be 'yaml' or 'json'");
  let serverVersion: unknown;
  let failure: Error | undefined;
  if (!flags.bool('client')) {
    try {
      serverVersion = yield* kubectl.api.path('get', '/version');
    } catch (error) {
      failure = operating(error);
    }
  }
  const all = { clientVersion, kustomizeVersion, ...(isObject(serverVersion) ? { serverVersion } : undefined) };
  if (output === 'json') yield* kubectl.out(`${JSON.stringify(all, undefined, 2)}\n`);
  else if (output === 'yaml') yield* kubectl.out(formatYaml(all));
  else {
    const server = isObject(serverVersion) ? `Server Version: ${textAt(serverVersion, 'gitVersion')}\n` : '';
    yield* kubectl.out(`Client Version: ${clientVersion.gitVersion}\nKustomize Version: ${kustomizeVersion}\n${server}`);
  }
  if (failure) throw failure;
}

const green = (text: string): string => `\u001B[0;32m${text}\u001B[0m`;
const yellow = (text: string): string => `\u001B[0;33m${text}\u001B[0m`;

export const clusterInfo: Command = {
  name: 'cluster-info', short: 'Display cluster information', usage: '[flags]',
  *run(kubectl) {
    const options = { labelSelector: 'kubernetes.io/cluster-service=true' };
    const list = (yield* kubectl.api.ask('list', { mapping: { group: '', version: 'v1', resource: 'services' }, namespace: 'kube-system', options })) as ObjectList<Service>;
    const { url } = kubectl.api.server;
    const isTerminal = kubectl.context.stdout.isTerminal;
    const paint = (colour: (text: string) => string, given: string): string => (isTerminal ? colour(given) : given);
    yield* kubectl.out(`${paint(green, 'Kubernetes control plane')} is running at ${paint(yellow, url)}\n`);
    for (const { metadata, spec } of list.items) {
      const [port] = spec.ports ?? [];
      const name = `${metadata.name}${port?.name ? `:${port.name}` : ''}`;
      const title = metadata.labels?.['kubernetes.io/name'] ?? metadata.name;
      yield* kubectl.out(`${paint(green, title)} is running at ${paint(yellow, `${url}/api/v1/namespaces/${metadata.namespace}/services/${name}/proxy`)}\n`);
    }
    yield* kubectl.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
  },
};
