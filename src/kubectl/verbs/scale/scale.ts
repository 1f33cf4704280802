// kubectl scale.
// Upstream: k8s.io/kubectl pkg/cmd/scale/scale.go

import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, throwAll } from '../../core/errors.ts';
import { bool, dryRunFlag, duration, fileFlags, int, printFlags, selectorFlag, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, numberAt, textAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { recordFlag } from '../../core/recording.ts';
import { checkOutput, dryRunOf, operationPrinter } from '../../printers/output.ts';
import { forNamesBeforeAll, selectTargets, selectionFlags } from '../../resources/builder.ts';
import { noteCause } from '../../resources/change.ts';
import { fetchAll } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';

export const scale: Command = {
  name: 'scale',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  usage: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  flags: [
    recordFlag,
    ...printFlags, ...fileFlags('Filename, directory, or URL to files identifying the resource to set a new size'), dryRunFlag, selectorFlag,
    bool('all', 'Select all resources in the namespace of the specified resource types'),
    int('current-replicas', 'Precondition for current size. Requires that the current size of the resource match this value in order to scale. -1 (default) for no condition.', { value: '-1' }),
    int('replicas', 'The new desired number of replicas. Required.', { value: '0' }),
    text('resource-version', 'Precondition for resource version. Requires that the current resource version match this value in order to scale.'),
    duration('timeout', 'The length of time to wait before giving up on a scale operation, zero means don\'t wait. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).'),
  ],
  required: ['replicas'],
  run: runScale,
};

function* runScale(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  checkOutput(kubectl);
  const replicas = flags.int('replicas');
  if (replicas < 0) throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  const targets = yield* selectTargets(kubectl, { ...forNamesBeforeAll(selectionFlags(kubectl, args)), selectsAsWritten: true });
  const { infos, errors } = yield* fetchAll(kubectl, targets);
  if (infos.length + errors.length === 0) throw new CommandError('no objects passed to scale');
  // What is missing is told in the end, unless something else cannot be scaled.
  for (const info of infos) {
    const object = yield* scaleOne(kubectl, info, replicas);
    yield* kubectl.out(operationPrinter(kubectl, 'scaled')(object));
  }
  throwAll(errors);
}

function* scaleOne(kubectl: Kubectl, info: Info, replicas: number): Process<AnyObject> {
  const { mapping, namespace, name, object } = info;
  const wantedVersion = kubectl.flags.text('resource-version');
  const wantedSize = kubectl.flags.int('current-replicas');
  const isServerDryRun = dryRunOf(kubectl) === 'server';
  if (dryRunOf(kubectl) === 'client') return object;
  const options = isServerDryRun ? { dryRun: true } : {};
  const target = { mapping, namespace, name, subresource: 'scale' };
  if (wantedVersion === '' && wantedSize < 0) {
    yield* kubectl.api.ask('patch', { ...target, patchType: 'merge', body: { spec: { replicas } }, options });
  } else {
    const current = (yield* kubectl.api.ask('get', target)) as AnyObject;
    const size = numberAt(current, 'spec', 'replicas');
    if (wantedSize >= 0 && size !== wantedSize) throw new CommandError(`Expected replicas to be ${wantedSize}, was ${size}`);
    const version = textAt(current, 'metadata', 'resourceVersion');
    if (wantedVersion !== '' && version !== wantedVersion) throw new CommandError(`Expected resource version to be ${wantedVersion}, was ${version}`);
    yield* kubectl.api.ask('update', { ...target, body: withField(current, ['spec', 'replicas'], replicas), options });
  }
  yield* noteCause(kubectl, info, object);
  return at(object, 'spec') === undefined ? object : withField(object, ['spec', 'replicas'], replicas);
}
