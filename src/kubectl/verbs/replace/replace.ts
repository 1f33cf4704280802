// kubectl replace.
// Upstream: k8s.io/kubectl pkg/cmd/replace/replace.go

import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { kindText } from '../../core/discovery.ts';
import { asOne, CommandError, operating, throwAll, withContext } from '../../core/errors.ts';
import { bool, deleteFlags, dryRunFlag, fieldManagerFlag, fileFlags, printFlags, saveConfigFlag, text, validateFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { textAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { withLastApplied } from '../../patch/last-applied.ts';
import { checkOutput, dryRunOf, operationPrinter } from '../../printers/output.ts';
import { hasFiles, selectTargets, selectionFlags, unreadOf } from '../../resources/builder.ts';
import type { FileTarget } from '../../resources/builder.ts';
import { requestRaw } from '../../resources/raw.ts';
import { fieldValidation, writeOptions } from '../create/create-object.ts';
import { propagationPolicy } from '../delete/propagation.ts';
import { waitUntilGone } from '../delete/wait-until-gone.ts';

export const replace: Command = {
  name: 'replace',
  short: 'Replace a resource by file name or stdin',
  usage: '-f FILENAME',
  flags: [
    ...printFlags, ...fileFlags('The files that contain the configurations to replace.', 'a'), ...deleteFlags, dryRunFlag, fieldManagerFlag('kubectl-replace'), saveConfigFlag, validateFlag,
    text('raw', 'Raw URI to PUT to the server.  Uses the transport specified by the kubeconfig file.'),
    text('subresource', 'If specified, replace will operate on the subresource of the requested object.'),
    bool('wait', 'If true, wait for resources to be gone before returning. This waits for finalizers.'),
  ],
  run: runReplace,
};

function* runReplace(kubectl: Kubectl): Process {
  const { flags } = kubectl;
  const selection = { ...selectionFlags(kubectl, []), validation: fieldValidation(kubectl) };
  checkOutput(kubectl);
  if (!hasFiles(selection)) throw new CommandError('must specify one of -f and -k');
  yield* propagationPolicy(kubectl);
  if (flags.bool('force') && dryRunOf(kubectl) !== 'none') throw new CommandError('--dry-run can not be used when --force is set');
  if (flags.int('grace-period') >= 0 && !flags.bool('force')) throw new CommandError('--grace-period must have --force specified');
  if (flags.durationMs('timeout') !== 0 && !flags.bool('force')) throw new CommandError('--timeout must have --force specified');
  if (flags.text('raw') !== '') {
    if (flags.list('filename').length !== 1) throw new CommandError('--raw can only use a single local file or stdin');
    return yield* requestRaw(kubectl, 'put', flags.list('filename'));
  }
  const targets = yield* selectTargets(kubectl, selection);
  const unread = unreadOf(targets);
  const errors: Error[] = [];
  for (const target of targets) {
    try {
      if (target.type !== 'file') continue;
      const object = flags.bool('force') ? yield* recreate(kubectl, target) : yield* put(kubectl, target);
      yield* kubectl.out(operationPrinter(kubectl, 'replaced')(object));
    } catch (error) {
      errors.push(operating(error));
    }
  }
  throwAll(errors.length === 0 ? unread : [...errors, ...asOne(unread)]);
}

const bodyOf = (kubectl: Kubectl, object: AnyObject): AnyObject => (kubectl.flags.bool('save-config') ? withLastApplied(object) : object);

function* put(kubectl: Kubectl, target: FileTarget): Process<AnyObject> {
  const { mapping, namespace, name, object, source } = target;
  if (dryRunOf(kubectl) === 'client') return object;
  const options = { ...writeOptions(kubectl), fieldValidation: fieldValidation(kubectl) };
  try {
    const subresource = kubectl.flags.text('subresource');
    const body = yield* withVersion(kubectl, target, bodyOf(kubectl, object));
    return (yield* kubectl.api.ask('update', { mapping, namespace, name, subresource, body, options })) as AnyObject;
  } catch (error) {
    throw withContext(operating(error), `error when replacing ${JSON.stringify(source)}: `);
  }
}

/** The object with the version that is to be replaced: the one that is there, unless it says which. What is not there the server may tell. Upstream: resource.Helper.Replace */
function* withVersion(kubectl: Kubectl, { mapping, namespace, name }: FileTarget, object: AnyObject): Process<AnyObject> {
  if (textAt(object, 'metadata', 'resourceVersion') !== '') return object;
  let present: unknown;
  try {
    present = yield* kubectl.api.ask('get', { mapping, namespace, name });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return object;
  }
  return withField(object, ['metadata', 'resourceVersion'], textAt(present, 'metadata', 'resourceVersion'));
}

/** Deletes the object, waits for its end and creates it anew. */
function* recreate(kubectl: Kubectl, target: FileTarget): Process<AnyObject> {
  const { mapping, namespace, name } = target;
  const grace = kubectl.flags.int('grace-period');
  try {
    const options = { propagationPolicy: yield* propagationPolicy(kubectl), gracePeriodSeconds: Math.max(0, grace) };
    yield* kubectl.api.ask('delete', { mapping, namespace, name, options });
    if (kubectl.flags.text('output') !== 'name') yield* kubectl.out(`${kindText(mapping)} ${JSON.stringify(name)} deleted${namespace === undefined ? '' : ` from ${namespace} namespace`}\n`);
    yield* waitUntilGone(kubectl, [{ mapping, namespace, name, uid: '' }], kubectl.flags.durationMs('timeout'));
  } catch (error) {
    const failure = operating(error);
    if (!(failure instanceof ApiError && failure.reason === 'NotFound')) throw failure;
  }
  const body = withField(withField(bodyOf(kubectl, target.object), ['metadata', 'resourceVersion'], undefined), ['metadata', 'uid'], undefined);
  const options = { ...writeOptions(kubectl), fieldValidation: fieldValidation(kubectl) };
  return (yield* kubectl.api.ask('create', { mapping, namespace, body, options })) as AnyObject;
}
