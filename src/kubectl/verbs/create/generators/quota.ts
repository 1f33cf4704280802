// kubectl create quota.
// Upstream: k8s.io/kubectl pkg/cmd/create/create_quota.go

import type { Process } from '../../../../kernel/index.ts';
import { text } from '../../../core/flag.ts';
import type { AnyObject } from '../../../core/object.ts';
import { parseAmounts } from '../../set/amounts.ts';
import { generatorCommand } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

function* quota({ flags, name }: GeneratorInput): Process<AnyObject> {
  const hard = parseAmounts(flags.text('hard'));
  const scopes = flags.text('scopes').split(',').filter((each) => each !== '');
  const spec = { ...(Object.keys(hard).length > 0 ? { hard } : undefined), ...(scopes.length > 0 ? { scopes } : undefined) };
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec, status: {} };
}

export const createQuota = generatorCommand({
  name: 'quota', aliases: ['resourcequota'], short: 'Create a quota with the specified name',
  usage: 'NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  flags: [
    text('hard', 'A comma-delimited set of resource=quantity pairs that define a hard limit.'),
    text('scopes', 'A comma-delimited set of quota scopes that must all match each object tracked by the quota.'),
  ],
  failure: 'failed to create quota', build: quota,
});
