// kubectl create serviceaccount.
// Upstream: k8s.io/kubectl pkg/cmd/create/create_serviceaccount.go

import type { Process } from '../../../../kernel/index.ts';
import type { AnyObject } from '../../../core/object.ts';
import { generatorCommand } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

function* serviceAccount({ name }: GeneratorInput): Process<AnyObject> {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } };
}

export const createServiceAccount = generatorCommand({
  name: 'serviceaccount', aliases: ['sa'], short: 'Create a service account with the specified name',
  usage: 'NAME [--dry-run=server|client|none]', flags: [], failure: 'failed to create serviceaccount', build: serviceAccount,
});
