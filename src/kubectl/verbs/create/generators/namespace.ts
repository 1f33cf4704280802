// kubectl create namespace.
// Upstream: k8s.io/kubectl pkg/cmd/create/create_namespace.go

import type { Process } from '../../../../kernel/index.ts';
import type { AnyObject } from '../../../core/object.ts';
import { generatorCommand } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

function* namespace({ name }: GeneratorInput): Process<AnyObject> {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: {} };
}

export const createNamespace = generatorCommand({
  name: 'namespace', aliases: ['ns'], short: 'Create a namespace with the specified name',
  usage: 'NAME [--dry-run=server|client|none]', flags: [], isClusterScoped: true, build: namespace,
});
