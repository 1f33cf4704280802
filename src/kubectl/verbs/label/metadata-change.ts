// Changing labels or annotations: the pairs of the command line, and the patch that they make.
// Upstream: k8s.io/kubectl pkg/cmd/label, pkg/cmd/annotate

import type { Process } from '../../../kernel/index.ts';
import { CommandError } from '../../core/errors.ts';
import { allNamespacesFlag, bool, dryRunFlag, fieldManagerFlag, fieldSelectorFlag, fileFlags, printFlags, selectorFlag, text } from '../../core/flag.ts';
import type { FlagSpec } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { mapAt, textAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { changeCause, recordFlag, recorded } from '../../core/recording.ts';
import { dryRunOf } from '../../printers/output.ts';
import { forNamesBeforeAll, hasFiles, isLocal, selectionFlags, serverDryRunOfLocal } from '../../resources/builder.ts';
import type { Selection } from '../../resources/builder.ts';
import type { Info } from '../../resources/fetch.ts';
import { writeOptions } from '../create/create-object.ts';

/** What is to be set and what is to go. */
export interface PairChange {
  readonly resources: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

const isPair = (word: string): boolean => (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-');

/** Splits the words into resources and pairs; `check` may refuse a pair. */
export function splitPairs(args: readonly string[], what: 'annotation' | 'label', check: (key: string, value: string, spec: string) => void): PairChange {
  const first = args.findIndex(isPair);
  const resources = first < 0 ? args : args.slice(0, first);
  const words = first < 0 ? [] : args.slice(first);
  const stray = words.find((word) => !isPair(word));
  if (stray !== undefined) throw new CommandError(`all resources must be specified before ${what} changes: ${stray}`);
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 0) {
      remove.push(word.slice(0, -1));
      continue;
    }
    check(word.slice(0, equals), word.slice(equals + 1), word);
    set[word.slice(0, equals)] = word.slice(equals + 1);
  }
  const both = remove.filter((key) => set[key] !== undefined);
  if (both.length > 0) throw new CommandError(`can not both modify and remove ${what === 'label' ? 'a label' : 'the following annotation(s)'} in the same command${what === 'label' ? '' : `: ${both.join(', ')}`}`);
  return { resources, set, remove };
}

/** The flags that label and annotate share. */
export function pairFlags(what: 'annotation' | 'label'): readonly FlagSpec[] {
  const many = `${what}s`;
  return [
    ...printFlags, ...fileFlags(`Filename, directory, or URL to files identifying the resource to update the ${what === 'label' ? many : what}`),
    { ...allNamespacesFlag, usage: 'If true, check the specified action in all namespaces.' },
    dryRunFlag, fieldManagerFlag(what === 'label' ? 'kubectl-label' : 'kubectl-annotate'),
    { ...fieldSelectorFlag, usage: fieldSelectorFlag.usage }, selectorFlag,
    bool('all', `Select all resources, in the namespace of the specified resource types${what === 'label' ? '' : '.'}`),
    recordFlag,
    bool('list', `If true, display the ${many} for a given resource.`),
    bool('local', `If true, ${what} will NOT contact api-server but run locally.`),
    bool('overwrite', `If true, allow ${many} to be overwritten, otherwise reject ${what} updates that overwrite existing ${many}.`),
    text('resource-version', `If non-empty, the ${what === 'label' ? 'labels' : what} update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.`),
  ];
}

/** Which resources are meant; throws where flags cannot stand beside each other. */
export function pairSelection(kubectl: Kubectl, resources: readonly string[], what: 'annotation' | 'label'): Selection {
  const selection = selectionFlags(kubectl, resources);
  const file = what === 'label' ? 'pod' : 'rsrc';
  if (dryRunOf(kubectl) === 'server' && isLocal(kubectl)) throw serverDryRunOfLocal();
  if (kubectl.flags.bool('list') && kubectl.flags.text('output') !== '') throw new CommandError('--list and --output may not be specified together');
  if (selection.all === true && selection.selector !== '') throw new CommandError('cannot set --all and --selector at the same time');
  if (selection.all === true && kubectl.flags.text('field-selector') !== '') throw new CommandError('cannot set --all and --field-selector at the same time');
  if (isLocal(kubectl) && !hasFiles(selection)) throw new CommandError(`can only use local files by -f ${file}.yaml or --filename=${file}.json when --local=true is set`);
  if (resources.length === 0 && !hasFiles(selection)) throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  // Beside names `--all` says nothing.
  return selection.all === true ? forNamesBeforeAll(selection) : selection;
}

/** The values that the object has now. */
export const currentPairs = (object: AnyObject, field: 'annotations' | 'labels'): Readonly<Record<string, string>> => mapAt(object, 'metadata', field);

/** What the object's map becomes. */
export function changedPairs(current: Readonly<Record<string, string>>, change: PairChange): Readonly<Record<string, string>> {
  const next: Record<string, string> = { ...current, ...change.set };
  for (const key of change.remove) delete next[key];
  return next;
}

/** Sends the change, unless nothing changes or it is a client's dry run; gives the object as it is then. */
export function* sendPairs(kubectl: Kubectl, info: Info, field: 'annotations' | 'labels', change: PairChange): Process<AnyObject> {
  const current = currentPairs(info.object, field);
  const next = recorded(kubectl, withField(info.object, ['metadata', field], changedPairs(current, change)));
  if (dryRunOf(kubectl) === 'client' || kubectl.flags.bool('local')) return next;
  const patch: Record<string, string | null> = {};
  for (const [key, value] of Object.entries(change.set)) if (current[key] !== value) patch[key] = value;
  for (const key of change.remove) if (current[key] !== undefined) patch[key] = null;
  const version = kubectl.flags.text('resource-version');
  const cause = changeCause(kubectl);
  if (cause && field === 'annotations') Object.assign(patch, cause);
  const metadata = { ...(cause && field === 'labels' ? { annotations: cause } : undefined), ...(Object.keys(patch).length > 0 ? { [field]: patch } : undefined), ...(version === '' ? undefined : { resourceVersion: version }) };
  const body = Object.keys(metadata).length > 0 ? { metadata } : {};
  const { mapping, namespace, name } = info;
  return (yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType: 'merge', body, options: writeOptions(kubectl) })) as AnyObject;
}

/** Prints the pairs that an object would have after the change. */
export function* listPairs(kubectl: Kubectl, info: Info, field: 'annotations' | 'labels', { change, isSingle }: { readonly change: PairChange; readonly isSingle: boolean }): Process {
  const indent = isSingle ? '' : ' ';
  if (!isSingle) yield* kubectl.out(`Listing ${field} for ${textAt(info.object, 'kind')}.${info.mapping.group}/${info.name}:\n`);
  for (const [key, value] of Object.entries(changedPairs(currentPairs(info.object, field), change))) yield* kubectl.out(`${indent}${key}=${value}\n`);
}
