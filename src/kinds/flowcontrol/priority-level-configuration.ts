// PriorityLevelConfiguration: how many requests of a priority are served at once, and how the others wait.
// Upstream: pkg/registry/flowcontrol/prioritylevelconfiguration/strategy.go, pkg/apis/flowcontrol/v1/defaults.go, validation

import type { Errors } from '../checks.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { conditionTypeErrors } from '../condition-checks.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, notSupported, path, required } from '../field-error.ts';
import type {
  ExemptPriorityLevelConfiguration, LimitedPriorityLevelConfiguration, LimitedPriorityLevelConfigurationInput, PriorityLevelConfiguration, PriorityLevelConfigurationInput,
  PriorityLevelConfigurationSpec, PriorityLevelConfigurationSpecInput, QueuingConfiguration, QueuingConfigurationInput,
} from '../generated/types.ts';
import { complete } from '../reuse.ts';
import { checkMandatoryLevel } from './mandatory-specs.ts';

const at = path('spec');
/** A spec that says nothing; validation refuses it for what it lacks. */
const noSpec = {} as PriorityLevelConfigurationSpecInput;
const noResponse: NonNullable<LimitedPriorityLevelConfigurationInput['limitResponse']> = { type: '' };
const hashBits = 60; // shufflesharding.MaxHashBits
const mostQueues = 10_000_000; // priorityLevelConfigurationQueuingMaxQueues

const queuingDefaults = (input: QueuingConfigurationInput): QueuingConfiguration =>
  complete(input, { queues: input.queues || 64, handSize: input.handSize || 8, queueLengthLimit: input.queueLengthLimit || 50 });

function limitedDefaults(input: LimitedPriorityLevelConfigurationInput): LimitedPriorityLevelConfiguration {
  const response = input.limitResponse ?? noResponse;
  return complete(input, {
    nominalConcurrencyShares: input.nominalConcurrencyShares ?? 30,
    lendablePercent: input.lendablePercent ?? 0,
    limitResponse: complete(response, { type: response.type ?? '', queuing: response.queuing && queuingDefaults(response.queuing) }),
  });
}

function specDefaults(input: PriorityLevelConfigurationSpecInput): PriorityLevelConfigurationSpec {
  const { limited, exempt } = input;
  return complete(input, {
    type: input.type ?? '',
    limited: limited && limitedDefaults(limited),
    exempt: exempt && complete(exempt, { nominalConcurrencyShares: exempt.nominalConcurrencyShares ?? 0, lendablePercent: exempt.lendablePercent ?? 0 }),
  });
}

function checkQueuing(errors: Errors, where: FieldPath, { queues, handSize, queueLengthLimit }: QueuingConfiguration): void {
  if (queueLengthLimit <= 0) errors.push(invalid(where.child('queueLengthLimit'), queueLengthLimit, 'must be positive'));
  if (queues <= 0) errors.push(invalid(where.child('queues'), queues, 'must be positive'));
  else if (queues > mostQueues) errors.push(invalid(where.child('queues'), queues, 'must not be greater than 10000000'));
  if (handSize <= 0) errors.push(invalid(where.child('handSize'), handSize, 'must be positive'));
  else if (handSize > queues) errors.push(invalid(where.child('handSize'), handSize, `should not be greater than queues (${queues})`));
  else if (handSize > hashBits || BigInt(queues) ** BigInt(handSize) > 2n ** BigInt(hashBits)) {
    errors.push(invalid(where.child('handSize'), handSize, `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${hashBits}`));
  }
}

function checkLimited(errors: Errors, where: FieldPath, limited: LimitedPriorityLevelConfiguration): void {
  const { nominalConcurrencyShares: shares = 0, lendablePercent: lendable = 0, borrowingLimitPercent: borrowing, limitResponse } = limited;
  if (shares < 0) errors.push(invalid(where.child('nominalConcurrencyShares'), shares, 'must be a non-negative integer'));
  const response = where.child('limitResponse');
  if (limitResponse.type === 'Queue') {
    if (limitResponse.queuing) checkQueuing(errors, response.child('queuing'), limitResponse.queuing);
    else errors.push(required(response.child('queuing'), 'must not be empty if limited.limitResponse.type is Limited'));
  } else if (limitResponse.type === 'Reject') {
    if (limitResponse.queuing) errors.push(forbidden(response.child('queuing'), 'must be nil if limited.limitResponse.type is not Limited'));
  } else if (limitResponse.type === '') {
    errors.push(required(response.child('type')));
  } else {
    errors.push(notSupported(response.child('type'), limitResponse.type, ['Queue', 'Reject']));
  }
  if (lendable < 0 || lendable > 100) errors.push(invalid(where.child('lendablePercent'), lendable, 'must be between 0 and 100, inclusive'));
  if (borrowing !== undefined && borrowing < 0) errors.push(invalid(where.child('borrowingLimitPercent'), borrowing, 'if specified, must be a non-negative integer'));
}

function checkExempt(errors: Errors, where: FieldPath, { nominalConcurrencyShares: shares = 0, lendablePercent: lendable = 0 }: ExemptPriorityLevelConfiguration): void {
  if (shares < 0) errors.push(invalid(where.child('nominalConcurrencyShares'), shares, 'must be a non-negative integer'));
  if (lendable < 0 || lendable > 100) errors.push(invalid(where.child('lendablePercent'), lendable, 'must be between 0 and 100, inclusive'));
}

function validate(level: PriorityLevelConfiguration): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { metadata, spec } = level;
  const { type, limited, exempt } = spec;
  if (type === '') return [required(at.child('type'))];
  if (type !== 'Exempt' && type !== 'Limited') return [notSupported(at.child('type'), type, ['Exempt', 'Limited'])];
  if ((metadata.name === 'exempt') !== (type === 'Exempt')) errors.push(invalid(at.child('type'), type, "must be 'Exempt' if and only if `name` is 'exempt'"));
  checkMandatoryLevel(errors, level);
  if (type === 'Exempt') {
    if (exempt) checkExempt(errors, at.child('exempt'), exempt);
    if (limited) errors.push(forbidden(at.child('limited'), 'must be nil if the type is not Limited'));
    return errors;
  }
  if (exempt) errors.push(forbidden(at.child('exempt'), 'must be nil if the type is Limited'));
  if (limited) checkLimited(errors, at.child('limited'), limited);
  else errors.push(required(at.child('limited'), 'must not be empty when type is Limited'));
  return errors;
}

const limitedCell = (cell: (limited: LimitedPriorityLevelConfiguration) => number | undefined) => ({ spec }: PriorityLevelConfiguration): string | number =>
  (spec.limited && cell(spec.limited)) ?? '<none>';

/** How PriorityLevelConfigurations are completed, checked, shown and selected. */
export const priorityLevelConfigurationKind = defineKind<PriorityLevelConfigurationInput, PriorityLevelConfiguration>({
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'PriorityLevelConfiguration',
  metadataLooks: { ofChange: ['new'] },
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, spec: specDefaults(input.spec ?? noSpec), status: input.status ?? {} }),
  validateCreate: validate,
  validateStatusUpdate: ({ status }) => conditionTypeErrors(status.conditions),
  generation: 'spec',
  columns: [
    nameColumn,
    textColumn('Type', ({ spec }) => spec.type),
    textColumn('NominalConcurrencyShares', limitedCell(({ nominalConcurrencyShares }) => nominalConcurrencyShares)),
    textColumn('Queues', limitedCell(({ limitResponse }) => limitResponse.queuing?.queues)),
    textColumn('HandSize', limitedCell(({ limitResponse }) => limitResponse.queuing?.handSize)),
    textColumn('QueueLengthLimit', limitedCell(({ limitResponse }) => limitResponse.queuing?.queueLengthLimit)),
    ageColumn,
  ],
});
