// kubectl delete.
// Upstream: k8s.io/kubectl pkg/cmd/delete/delete.go

import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { RequestOptions } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { kindText } from '../../core/discovery.ts';
import { asOne, CommandError, operating, throwAll, withContext } from '../../core/errors.ts';
import { allNamespacesFlag, bool, deleteFlags, dryRunFlag, fieldSelectorFlag, fileFlags, selectorFlag, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { dryRunOf, dryRunSuffix } from '../../printers/output.ts';
import { requestRaw } from '../../resources/raw.ts';
import { selectTargets, selectionFlags, unreadOf } from '../../resources/builder.ts';
import type { Target } from '../../resources/builder.ts';
import { listAll } from '../../resources/fetch.ts';
import { nameOf, namespaceOf, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { waitUntilGone } from './wait-until-gone.ts';
import type { Doomed } from './wait-until-gone.ts';
import { isWanted } from './confirmation.ts';
import { propagationPolicy } from './propagation.ts';

export const deleteVerb: Command = {
  name: 'delete',
  short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  usage: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  flags: [
    ...fileFlags('containing the resource to delete.').map((flag) => (flag.name === 'kustomize' ? { ...flag, usage: "Process a kustomization directory. This flag can't be used together with -f or -R." } : flag)),
    ...deleteFlags, allNamespacesFlag, dryRunFlag, selectorFlag,
    { ...fieldSelectorFlag, usage: fieldSelectorFlag.usage },
    bool('all', 'Delete all resources, in the namespace of the specified resource types.'),
    bool('ignore-not-found', 'Treat "resource not found" as a successful delete. Defaults to "true" when --all is specified.'),
    bool('interactive', 'If true, delete resource only when user confirms.', { short: 'i' }),
    bool('now', 'If true, resources are signaled for immediate shutdown (same as --grace-period=1).'),
    text('output', 'Output mode. Use "-o name" for shorter output (resource/name).', { short: 'o' }),
    text('raw', 'Raw URI to DELETE to the server.  Uses the transport specified by the kubeconfig file.'),
    bool('wait', 'If true, wait for resources to be gone before returning. This waits for finalizers.', { value: 'true' }),
  ],
  run: runDelete,
};

function gracePeriod(kubectl: Kubectl): number {
  const { flags } = kubectl;
  const given = flags.int('grace-period');
  const force = flags.bool('force');
  if (flags.bool('now') && given !== -1) throw new CommandError('--now and --grace-period cannot be specified together');
  const wanted = flags.bool('now') ? 1 : given;
  if (force && wanted > 0) throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
  if (force && wanted < 0) return 0;
  return wanted === 0 && !force ? 1 : wanted;
}

function* runDelete(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  const dryRun = dryRunOf(kubectl);
  const policy = yield* propagationPolicy(kubectl);
  const grace = gracePeriod(kubectl);
  const isRaw = flags.text('raw') !== '';
  const selection = { ...selectionFlags(kubectl, args), selectsAsWritten: true };
  if (selection.all === true && selection.selector !== '') throw new CommandError("setting 'all' parameter but found a non empty selector. ");
  if (selection.all === true && selection.fieldSelector !== '') throw new CommandError("setting 'all' parameter but found a non empty selector. ");
  const isForced = flags.bool('force') && grace === 0;
  const targets = isRaw ? [] : yield* selectTargets(kubectl, selection);
  const output = flags.text('output');
  if (output !== '' && output !== 'name') throw new CommandError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  if (isRaw) {
    if (flags.bool('interactive')) throw new CommandError('--interactive can not be used with --raw');
    return yield* requestRaw(kubectl, 'delete', flags.list('filename'));
  }
  if (isForced) yield* kubectl.err('Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n');
  const ignoresMissing = flags.bool('ignore-not-found') || (flags.bool('all') && !flags.changed('ignore-not-found'));
  const options: RequestOptions = {
    propagationPolicy: policy, ...(grace >= 0 ? { gracePeriodSeconds: grace } : undefined), ...(dryRun === 'server' ? { dryRun: true } : undefined),
  };
  if (flags.bool('interactive') && !(yield* isWanted(kubectl, targets))) return;
  const run = new Deletion(kubectl, options, ignoresMissing, isForced);
  for (const target of targets) yield* run.deleteTarget(target);
  if (run.count === 0 && run.errors.length === 0 && targets.every(({ type }) => type !== 'error')) yield* kubectl.out('No resources found\n');
  if (dryRun === 'none' && flags.bool('wait') && !isForced) yield* waitUntilGone(kubectl, run.doomed, flags.durationMs('timeout'));
  const unread = unreadOf(targets);
  throwAll(run.errors.length === 0 ? unread : [...run.errors, ...asOne(unread)]);
}

class Deletion {
  count = 0;
  readonly errors: Error[] = [];
  readonly doomed: Doomed[] = [];
  readonly #kubectl: Kubectl;
  readonly #options: RequestOptions;
  readonly #ignoresMissing: boolean;
  readonly #isForced: boolean;

  constructor(kubectl: Kubectl, options: RequestOptions, ignoresMissing: boolean, isForced: boolean) {
    this.#kubectl = kubectl;
    this.#options = options;
    this.#ignoresMissing = ignoresMissing;
    this.#isForced = isForced;
  }

  *deleteTarget(target: Target): Process {
    try {
      if (target.type === 'error') return;
      if (target.type !== 'list') return yield* this.#deleteOne(target);
      for (const object of yield* listAll(this.#kubectl, target)) {
        const namespace = target.mapping.namespaced ? namespaceOf(object) : undefined;
        yield* this.#deleteOne({ type: 'name', mapping: target.mapping, namespace, name: nameOf(object) });
      }
    } catch (error) {
      this.errors.push(operating(error));
    }
  }

  *#deleteOne(target: Exclude<Target, { readonly type: 'error' | 'list' }>): Process {
    const { mapping, namespace, name } = target;
    this.count++;
    try {
      if (name === '') throw withContext(new CommandError('resource name may not be empty'), target.type === 'file' ? `error when deleting ${JSON.stringify(target.source)}: ` : '');
      let uid = '';
      if (dryRunOf(this.#kubectl) !== 'client') {
        const answer = (yield* this.#kubectl.api.ask('delete', { mapping, namespace, name, options: this.#options })) as AnyObject;
        uid = textAt(answer, 'metadata', 'uid') || textAt(answer, 'details', 'uid');
      }
      yield* this.#print(target);
      this.doomed.push({ mapping, namespace, name, uid });
    } catch (error) {
      const failure = operating(error);
      if (this.#ignoresMissing && failure instanceof ApiError && failure.reason === 'NotFound') return;
      this.errors.push(target.type === 'file' && failure instanceof ApiError ? withContext(failure, `error when deleting ${JSON.stringify(target.source)}: `) : failure);
    }
  }

  *#print(target: Exclude<Target, { readonly type: 'error' | 'list' }>): Process {
    const { mapping, namespace, name } = target;
    const kind = kindText(mapping);
    if (this.#kubectl.flags.text('output') === 'name') return yield* this.#kubectl.out(`${kind}/${name}\n`);
    const operation = this.#isForced ? 'force deleted' : 'deleted';
    const from = namespace === undefined ? '' : ` from ${namespace} namespace`;
    yield* this.#kubectl.out(`${kind} ${JSON.stringify(name)} ${operation}${from}${dryRunSuffix(this.#kubectl)}\n`);
  }
}
