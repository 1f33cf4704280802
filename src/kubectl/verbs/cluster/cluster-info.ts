// kubectl cluster-info.
// Upstream: k8s.io/kubectl pkg/cmd/clusterinfo/clusterinfo.go

import type { ObjectList, Service } from '../../../kinds/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { dump } from './dump.ts';

const green = (text: string): string => `\u001B[0;32m${text}\u001B[0m`;
const yellow = (text: string): string => `\u001B[0;33m${text}\u001B[0m`;

export const clusterInfo: Command = {
  name: 'cluster-info', short: 'Display cluster information', usage: '[flags]', commands: [dump],
  *run(kubectl) {
    yield* findServer(kubectl);
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
    yield* kubectl.out(hint);
  },
};

const hint = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n";

/** The hint is given to those most of all who do not reach the server. */
function* findServer(kubectl: Kubectl): Process {
  kubectl.connect();
  try {
    yield* kubectl.discovery(5, (remembered) => remembered.has('services'));
  } catch (error) {
    yield* kubectl.out(hint);
    throw error;
  }
}
