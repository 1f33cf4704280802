// kubectl apply: makes the cluster be as files say, by a three-way patch, or by the server's own apply.
// Upstream: k8s.io/kubectl pkg/cmd/apply/apply.go

import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { asOne, CommandError, operating, throwAll, usageError } from '../../core/errors.ts';
import { bool, deleteFlags, dryRunFlag, fieldManagerFlag, fileFlags, printFlags, selectorFlag, strings, text, validateFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { recordFlag, recorded } from '../../core/recording.ts';
import { dryRunOf, operationPrinter, typedListText } from '../../printers/output.ts';
import { hasFiles, selectTargets, selectionFlags, unreadOf } from '../../resources/builder.ts';
import type { FileTarget, Selection, Target } from '../../resources/builder.ts';
import { fieldValidation } from '../create/create-object.ts';
import { propagationPolicy } from '../delete/propagation.ts';
import { ApplySet, checkParent, readParent } from './apply-set.ts';
import type { Parent } from './apply-set-parent.ts';
import { applyOne } from './apply-one.ts';
import type { Applied } from './apply-one.ts';
import { lastAppliedCommands } from './last-applied-commands.ts';
import { prune, prunedKinds } from './prune.ts';
import { serverSideApply } from './server-side.ts';

export const apply: Command = {
  name: 'apply',
  short: 'Apply a configuration to a resource by file name or stdin',
  usage: '(-f FILENAME | -k DIRECTORY)',
  flags: [
    recordFlag,
    ...printFlags, ...fileFlags('The files that contain the configurations to apply.').map((flag) => (flag.name === 'kustomize' ? { ...flag, usage: "Process a kustomization directory. This flag can't be used together with -f or -R." } : flag)),
    ...deleteFlags, dryRunFlag, fieldManagerFlag('kubectl-client-side-apply'), selectorFlag, validateFlag,
    bool('all', 'Select all resources in the namespace of the specified resource types.'),
    bool('force-conflicts', 'If true, server-side apply will force the changes against conflicts.'),
    bool('openapi-patch', 'If true, use openapi to calculate diff when the openapi presents and the resource can be found in the openapi spec. Otherwise, fall back to use baked-in types.', { value: 'true' }),
    bool('overwrite', 'Automatically resolve conflicts between the modified and live configuration by using values from the modified configuration', { value: 'true' }),
    bool('prune', 'Automatically delete resource objects, that do not appear in the configs and are created by either apply or create --save-config. Should be used with either -l or --all.'),
    strings('prune-allowlist', 'Overwrite the default allowlist with <group/version/kind> for --prune'),
    bool('server-side', 'If true, apply runs in the server instead of the client.'),
    text('subresource', 'If specified, apply will operate on the subresource of the requested object.  Only allowed when using --server-side.'),
    bool('wait', 'If true, wait for resources to be gone before returning. This waits for finalizers.'),
  ],
  alphaFlags: { variable: 'KUBECTL_APPLYSET', flags: [text('applyset', "[alpha] The name of the ApplySet that tracks which resources are being managed, for the purposes of determining what to prune. Live resources that are part of the ApplySet but have been removed from the provided configs will be deleted. Format: [RESOURCE][.GROUP]/NAME. A Secret will be used if no resource or group is specified.")] },
  commands: lastAppliedCommands,
  run: runApply,
};

function* check(kubectl: Kubectl, args: readonly string[], selection: Selection): Process<Parent | undefined> {
  const { flags } = kubectl;
  const dryRun = dryRunOf(kubectl);
  if (args.length > 0) throw usageError(kubectl.found.path, `Unexpected args: [${args.join(' ')}]`);
  if (!hasFiles(selection)) throw new CommandError('must specify one of -f and -k');
  const parent = flags.has('applyset') && flags.text('applyset') !== '' ? readParent(kubectl, yield* kubectl.discovery()) : undefined;
  if (!flags.bool('server-side') && flags.text('subresource') !== '') throw new CommandError('--subresource can only be specified for --server-side');
  yield* propagationPolicy(kubectl);
  if (flags.bool('force-conflicts') && !flags.bool('server-side')) throw new CommandError('--force-conflicts only works with --server-side');
  if (dryRun === 'client' && flags.bool('server-side')) throw new CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (flags.bool('force') && flags.bool('server-side')) throw new CommandError('--force cannot be used with --server-side');
  if (flags.bool('force') && dryRun === 'server') throw new CommandError('--dry-run=server cannot be used with --force');
  if (parent) {
    if (!flags.bool('prune')) throw new CommandError('--applyset requires --prune');
    yield* checkParent(kubectl, parent);
  }
  if (flags.bool('all') && flags.text('selector') !== '') throw new CommandError('cannot set --all and --selector at the same time');
  if (flags.bool('prune')) checkPrune(kubectl, parent);
  return parent;
}

function checkPrune({ flags }: Kubectl, parent: Parent | undefined): void {
  if (flags.bool('server-side') && !parent) throw new CommandError("--prune is in alpha and doesn't currently work on objects created by server-side apply");
  if (flags.bool('force')) throw new CommandError('--force cannot be used with --prune');
  if (parent) {
    const other = flags.bool('all') ? 'all' : flags.text('selector') !== '' ? 'selector' : flags.list('prune-allowlist').length > 0 ? 'prune-allowlist' : undefined;
    if (other !== undefined) throw new CommandError(`--${other} is incompatible with --applyset`);
  } else if (!flags.bool('all') && flags.text('selector') === '') {
    throw new CommandError('all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector');
  }
}

function* runApply(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  const selection = { ...selectionFlags(kubectl, []), all: false, selectsAsWritten: true, validation: fieldValidation(kubectl) };
  const parent = yield* check(kubectl, args, selection);
  const pruned = flags.bool('prune') && !parent ? yield* prunedKinds(kubectl) : [];
  const set = parent ? yield* ApplySet.open(kubectl, parent) : undefined;
  const targets = yield* targetsFor(kubectl, selection, set);
  const showsObjects = flags.text('output') !== '' && flags.text('output') !== 'name';
  const print = showsObjects ? operationPrinter(kubectl, '') : undefined;
  const errors: Error[] = [];
  const applied: Applied[] = [];
  const unread = unreadOf(targets);
  const inFiles = targets.filter((target) => target.type === 'file');
  if (inFiles.length === 0 && unread.length === 0) throw new CommandError('no objects passed to apply');
  const objects = (set ? set.withLabel(inFiles) : inFiles).map((target) => ({ ...target, object: recorded(kubectl, target.object) }));
  if (set) yield* set.begin(objects);
  for (const target of objects) {
    try {
      checkName(target);
      const done = flags.bool('server-side') ? yield* serverSideApply(kubectl, target) : yield* applyOne(kubectl, target);
      applied.push(done);
      if (!print) yield* kubectl.out(operationPrinter(kubectl, done.operation)(done.object));
    } catch (error) {
      errors.push(operating(error));
    }
  }
  if (print) yield* kubectl.out(printed(kubectl, print, applied));
  throwAll(errors.length === 0 ? unread : [...asOne(unread), ...errors]);
  if (set) yield* set.end(objects, applied);
  else if (flags.bool('prune')) yield* prune(kubectl, applied, pruned);
}

/** What the files say. A set is noted in its parent also when one of them is missing. */
function* targetsFor(kubectl: Kubectl, selection: Selection, set: ApplySet | undefined): Process<readonly Target[]> {
  try {
    return yield* selectTargets(kubectl, selection);
  } catch (error) {
    if (set) yield* set.begin([]);
    throw operating(error);
  }
}

function printed(kubectl: Kubectl, print: (object: AnyObject) => string, applied: readonly Applied[]): string {
  const objects = applied.map(({ object }) => object);
  const [only] = objects;
  if (objects.length === 1 && only) return print(only);
  return objects.length === 0 ? '' : typedListText(kubectl, objects);
}

function checkName(target: FileTarget): void {
  const prefix = textAt(target.object, 'metadata', 'generateName');
  if (target.name === '' && prefix !== '') throw new CommandError(`from ${prefix}: cannot use generate name with apply`);
}
