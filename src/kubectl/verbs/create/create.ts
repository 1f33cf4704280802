// kubectl create: new objects from files, and the commands below it that make them from flags.
// Upstream: k8s.io/kubectl pkg/cmd/create/create.go

import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { asOne, CommandError, operating, throwAll, usageError, withContext } from '../../core/errors.ts';
import { bool, dryRunFlag, fieldManagerFlag, fileFlags, printFlags, saveConfigFlag, selectorFlag, text, validateFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { operationPrinter } from '../../printers/output.ts';
import type { AnyObject } from '../../core/object.ts';
import { recordFlag } from '../../core/recording.ts';
import { hasFiles, selectTargets, selectionFlags, unreadOf } from '../../resources/builder.ts';
import type { FileTarget } from '../../resources/builder.ts';
import { requestRaw } from '../../resources/raw.ts';
import { createObject, fieldValidation } from './create-object.ts';
import { generators } from './generators.ts';
import { editAndCreate } from './edit.ts';

export const create: Command = {
  name: 'create',
  short: 'Create a resource from a file or from stdin',
  usage: '-f FILENAME',
  flags: [
    recordFlag,
    ...printFlags, ...fileFlags('Filename, directory, or URL to files to use to create the resource'),
    dryRunFlag, fieldManagerFlag('kubectl-create'), saveConfigFlag, validateFlag, selectorFlag,
    bool('edit', 'Edit the API resource before creating'),
    text('raw', 'Raw URI to POST to the server.  Uses the transport specified by the kubeconfig file.'),
    bool('windows-line-endings', 'Only relevant if --edit=true. Defaults to the line ending native to your platform.'),
  ],
  commands: generators,
  run: runCreate,
};

function* runCreate(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  if (args.length > 0) throw usageError(kubectl.found.path, `Unexpected args: [${args.join(' ')}]`);
  const selection = { ...selectionFlags(kubectl, []), selectsAsWritten: true, validation: fieldValidation(kubectl) };
  const print = operationPrinter(kubectl, 'created');
  if (!hasFiles(selection)) {
    throw new CommandError('must specify one of -f and -k');
  }
  if (flags.text('raw') !== '') {
    if (flags.bool('edit')) throw new CommandError('--raw and --edit are mutually exclusive');
    if (flags.text('selector') !== '') throw new CommandError('--raw and --selector (-l) are mutually exclusive');
    return yield* requestRaw(kubectl, 'post', flags.list('filename'));
  }
  if (flags.bool('edit')) return yield* editAndCreate(kubectl);
  const targets = yield* selectTargets(kubectl, selection);
  const unread = unreadOf(targets);
  const errors: Error[] = [];
  let count = 0;
  for (const target of targets) {
    try {
      if (target.type !== 'file') continue;
      count++;
      yield* kubectl.out(print(yield* createTarget(kubectl, target)));
    } catch (error) {
      errors.push(operating(error));
    }
  }
  throwAll(errors.length === 0 ? unread : [...errors, ...asOne(unread)]);
  if (count === 0) throw new CommandError('no objects passed to create');
}

function* createTarget(kubectl: Kubectl, target: FileTarget): Process<AnyObject> {
  try {
    return yield* createObject(kubectl, target.mapping, target.namespace, target.object);
  } catch (error) {
    throw withContext(operating(error), `error when creating ${JSON.stringify(target.source)}: `);
  }
}
