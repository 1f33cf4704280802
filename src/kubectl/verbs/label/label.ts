// kubectl label.
// Upstream: k8s.io/kubectl pkg/cmd/label/label.go

import { deepEqual } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { isLabelValue } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { dryRunOf, operationPrinter } from '../../printers/output.ts';
import { isLocal, selectTargets } from '../../resources/builder.ts';
import { forEachInfo } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { changedPairs, currentPairs, listPairs, pairFlags, pairSelection, sendPairs, splitPairs } from './metadata-change.ts';
import type { PairChange } from './metadata-change.ts';

export const label: Command = {
  name: 'label',
  short: 'Update the labels on a resource',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  flags: pairFlags('label'),
  run: runLabel,
};

function checkLabel(_key: string, value: string, spec: string): void {
  if (value.includes('=')) throw new CommandError(`invalid label spec: ${spec}`);
  const errors = isLabelValue(value);
  if (errors.length > 0) throw new CommandError(`invalid label value: ${JSON.stringify(spec)}: ${errors.join(';')}`);
}

function* runLabel(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  dryRunOf(kubectl);
  const change = splitPairs(args, 'label', checkLabel);
  const selection = pairSelection(kubectl, change.resources, 'label');
  if (Object.keys(change.set).length + change.remove.length === 0 && !flags.bool('list')) throw new CommandError('at least one label update is required');
  const targets = yield* selectTargets(kubectl, selection);
  const isSingle = targets.length === 1 && targets[0]?.type !== 'list';
  if (flags.text('resource-version') !== '' && !isSingle) throw new CommandError('--resource-version may only be used with a single resource');
  yield* forEachInfo(kubectl, targets, function* labelOne(info) {
    if (flags.bool('list')) return yield* listPairs(kubectl, info, 'labels', { change, isSingle });
    yield* changeOne(kubectl, info, change);
  });
}

function* changeOne(kubectl: Kubectl, info: Info, change: PairChange): Process {
  const current = currentPairs(info.object, 'labels');
  if (!kubectl.flags.bool('overwrite')) {
    for (const [key, value] of Object.entries(change.set)) {
      const known = current[key];
      if (known !== undefined && known !== value) throw new CommandError(`'${key}' already has a value (${known}), and --overwrite is false`);
    }
  }
  const isTried = dryRunOf(kubectl) === 'client' || isLocal(kubectl);
  for (const key of change.remove) if (current[key] === undefined && !isTried) yield* kubectl.out(`label ${JSON.stringify(key)} not found.\n`);
  const object = yield* sendPairs(kubectl, info, 'labels', change);
  yield* kubectl.out(operationPrinter(kubectl, outcome(current, change))(object));
}

function outcome(current: Readonly<Record<string, string>>, change: PairChange): string {
  if (deepEqual(current, changedPairs(current, change))) return 'not labeled';
  if (!change.remove.some((key) => current[key] !== undefined)) return 'labeled';
  return Object.keys(change.set).length === 0 ? 'unlabeled' : 'modified';
}
