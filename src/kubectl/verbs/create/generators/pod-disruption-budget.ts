// kubectl create poddisruptionbudget.
// Upstream: k8s.io/kubectl pkg/cmd/create/create_pdb.go

import type { Process } from '../../../../kernel/index.ts';
import { CommandError } from '../../../core/errors.ts';
import { text } from '../../../core/flag.ts';
import type { AnyObject } from '../../../core/object.ts';
import { labelSelectorOf } from '../../../resources/label-query.ts';
import { generatorCommand } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

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
