// kubectl create namespace, serviceaccount, priorityclass, quota, poddisruptionbudget.

import type { Process } from '../../../../kernel/index.ts';
import { CommandError } from '../../../core/errors.ts';
import { bool, int, text } from '../../../core/flag.ts';
import type { AnyObject } from '../../../core/object.ts';
import { parseAmounts } from '../../set/amounts.ts';
import { labelSelectorOf } from '../../../resources/label-query.ts';
import { generatorCommand } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

function* namespace({ name }: GeneratorInput): Process<AnyObject> {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: {} };
}

export const createNamespace = generatorCommand({
  name: 'namespace', aliases: ['ns'], short: 'Create a namespace with the specified name',
  usage: 'NAME [--dry-run=server|client|none]', flags: [], isClusterScoped: true, build: namespace,
});

function* serviceAccount({ name }: GeneratorInput): Process<AnyObject> {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } };
}

export const createServiceAccount = generatorCommand({
  name: 'serviceaccount', aliases: ['sa'], short: 'Create a service account with the specified name',
  usage: 'NAME [--dry-run=server|client|none]', flags: [], failure: 'failed to create serviceaccount', build: serviceAccount,
});

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

const amount = (value: string): number | string => (/^\d+$/.test(value) ? Number(value) : value);

function* disruptionBudget({ flags, name }: GeneratorInput): Process<AnyObject> {
  const min = flags.text('min-available');
  const max = flags.text('max-unavailable');
  if (flags.text('selector') === '') throw new CommandError('a selector must be specified');
  if (min === '' && max === '') throw new CommandError('one of min-available or max-unavailable must be specified');
  if (min !== '' && max !== '') throw new CommandError('min-available and max-unavailable cannot be both specified');
  for (const [flag, given] of [['min-available', min], ['max-unavailable', max]] as const) {
    if (given !== '' && !/^\d+%?$/.test(given)) throw new CommandError(`invalid format specified for ${flag}`);
  }
  return {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name },
    spec: { ...(max === '' ? { minAvailable: amount(min) } : { maxUnavailable: amount(max) }), selector: labelSelectorOf(flags.text('selector')) },
    status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  };
}

export const createDisruptionBudget = generatorCommand({
  name: 'poddisruptionbudget', aliases: ['pdb'], short: 'Create a pod disruption budget with the specified name',
  usage: 'NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  flags: [
    text('max-unavailable', 'The maximum number or percentage of unavailable pods this budget requires.'),
    text('min-available', 'The minimum number or percentage of available pods this budget requires.'),
    text('selector', "A label selector to use for this budget. Only equality-based selector requirements are supported."),
  ],
  failure: 'failed to create poddisruptionbudgets', build: disruptionBudget,
});

