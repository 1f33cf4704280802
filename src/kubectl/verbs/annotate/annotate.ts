// kubectl annotate.
// Upstream: k8s.io/kubectl pkg/cmd/annotate/annotate.go

import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { operationPrinter } from '../../printers/output.ts';
import { selectTargets } from '../../resources/builder.ts';
import { forEachInfo } from '../../resources/fetch.ts';
import { currentPairs, listPairs, pairFlags, pairSelection, sendPairs, splitPairs } from '../label/metadata-change.ts';

export const annotate: Command = {
  name: 'annotate',
  short: 'Update the annotations on a resource',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  flags: pairFlags('annotation'),
  run: runAnnotate,
};

function* runAnnotate(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  const print = operationPrinter(kubectl, 'annotated');
  const change = splitPairs(args, 'annotation', () => undefined);
  const selection = pairSelection(kubectl, change.resources, 'annotation');
  if (Object.keys(change.set).length + change.remove.length === 0 && !flags.bool('list')) throw new CommandError('at least one annotation update is required');
  const targets = yield* selectTargets(kubectl, selection);
  const isSingle = targets.length === 1 && targets[0]?.type !== 'list';
  if (flags.text('resource-version') !== '' && !isSingle) throw new CommandError('--resource-version may only be used with a single resource');
  yield* forEachInfo(kubectl, targets, function* annotateOne(info) {
    const current = currentPairs(info.object, 'annotations');
    const clashes = Object.entries(change.set).filter(([key, value]) => current[key] !== undefined && current[key] !== value);
    if (clashes.length > 0 && !flags.bool('overwrite')) {
      throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${clashes.map(([key]) => `'${key}' already has a value (${current[key] ?? ''})`).join('; ')}`);
    }
    if (flags.bool('list')) return yield* listPairs(kubectl, info, 'annotations', { change, isSingle });
    yield* kubectl.out(print(yield* sendPairs(kubectl, info, 'annotations', change)));
  });
}
