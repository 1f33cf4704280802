// kubectl create priorityclass.
// Upstream: k8s.io/kubectl pkg/cmd/create/create_priorityclass.go

import type { Process } from '../../../../kernel/index.ts';
import { bool, int, text } from '../../../core/flag.ts';
import type { AnyObject } from '../../../core/object.ts';
import { generatorCommand } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

function* priorityClass({ flags, name }: GeneratorInput): Process<AnyObject> {
  const policy = flags.text('preemption-policy');
  const description = flags.text('description');
  return {
    apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value: flags.int('value'), preemptionPolicy: policy,
    ...(description === '' ? undefined : { description }), ...(flags.bool('global-default') ? { globalDefault: true } : undefined),
  };
}

export const createPriorityClass = generatorCommand({
  name: 'priorityclass', aliases: ['pc'], short: 'Create a priority class with the specified name',
  usage: 'NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  flags: [
    text('description', 'description is an arbitrary string that usually provides guidelines on when this priority class should be used.'),
    bool('global-default', 'global-default specifies whether this PriorityClass should be considered as the default priority.'),
    text('preemption-policy', 'preemption-policy is the policy for preempting pods with lower priority.', { value: 'PreemptLowerPriority' }),
    int('value', 'the value of this priority class.'),
  ],
  isClusterScoped: true, failure: 'failed to create priorityclass', build: priorityClass,
});
