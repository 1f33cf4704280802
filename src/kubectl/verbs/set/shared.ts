// What all of `kubectl set` have in common.

import { quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError, definitionOf } from '../../../kinds/index.ts';
import { notRegistered } from '../../core/discovery.ts';
import { CommandError, operating, throwAll, withContext } from '../../core/errors.ts';
import { bool, dryRunFlag, fieldManagerFlag, fileFlags, printFlags } from '../../core/flag.ts';
import type { FlagSpec } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { listAt } from '../../core/object.ts';
import { asTyped } from '../../core/typed.ts';
import type { AnyObject } from '../../core/object.ts';
import { dryRunOf, typedPrinter } from '../../printers/output.ts';
import { forNamesBeforeAll, hasFiles, isLocal, missingLocalFiles, selectTargets, serverDryRunOfLocal, unreadOf } from '../../resources/builder.ts';
import type { Selection, Target } from '../../resources/builder.ts';
import { sendChange } from '../../resources/change.ts';
import { fetchAll } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { podSpecPath } from '../../workloads/pod-spec.ts';

/** The flags of all that `kubectl set` does. */
export const setFlags = (what: string, words: SetWords = {}): readonly FlagSpec[] => [
  ...printFlags, ...fileFlags(words.filename ?? 'Filename, directory, or URL to files identifying the resource to get from a server.'), dryRunFlag, setManagerFlag,
  bool('all', words.all ?? 'Select all resources, in the namespace of the specified resource types'),
  bool('local', `If true, ${what} will NOT contact api-server but run locally.`),
];

export const setManagerFlag = fieldManagerFlag('kubectl-set');

/** What a command says of a flag in its own way. */
interface SetWords {
  readonly filename?: string;
  readonly all?: string;
}

/** The words that name resources, and those that say what to set. */
export function splitWords(args: readonly string[]): { readonly resources: readonly string[]; readonly changes: readonly string[] } {
  const first = args.findIndex(isChange);
  return first < 0 ? { resources: args, changes: [] } : { resources: args.slice(0, first), changes: args.slice(first) };
}

/** Whether a word says what is to be changed: `name=value`, or `name-` for what is to go. */
export const isChange = (word: string): boolean => (word.includes('=') && !word.startsWith('=')) || word.endsWith('-');

/** What is meant. @param missing what is said where nobody is asked and no file named */
export function* targetsOf(kubectl: Kubectl, selection: Selection, missing = missingLocalFiles): Process<readonly Target[]> {
  if (isLocal(kubectl) && !hasFiles(selection)) throw new CommandError(missing);
  return yield* selectTargets(kubectl, forNamesBeforeAll(selection));
}

/** Throws where the server is to try what nobody is to ask it. */
export function checkLocal(kubectl: Kubectl): void {
  if (isLocal(kubectl) && dryRunOf(kubectl) === 'server') throw serverDryRunOfLocal();
}

/** The same for commands that first ask for the files that take the server's place. */
export function checkLocalFiles(kubectl: Kubectl): void {
  if (isLocal(kubectl) && kubectl.flags.list('filename').length === 0) throw new CommandError(missingLocalFiles);
  checkLocal(kubectl);
}

/** Whether all are meant, and those of a selector. */
export const isAllOfSelector = ({ flags }: Kubectl): boolean => flags.bool('all') && flags.has('selector') && flags.text('selector') !== '';

/** What is said then. */
export const allOfSelector = (): CommandError => new CommandError('cannot set --all and --selector at the same time');

/** The objects that are meant, all of them or an error. @param missing what is said where nobody is asked and no file named */
export function* infosOf(kubectl: Kubectl, selection: Selection, missing?: string): Process<readonly Info[]> {
  if (isAllOfSelector(kubectl)) throw allOfSelector();
  if (!isLocal(kubectl)) kubectl.connect();
  const targets = (yield* targetsOf(kubectl, selection, missing)).map(readAsTyped);
  if (kubectl.flags.bool('local')) return infosFromFiles(targets);
  const { infos, errors } = yield* fetchAll(kubectl, targets);
  throwAll(errors);
  return infos;
}

/** What a file has, read as an object of its type; in its place what is wrong with it. */
function readAsTyped(target: Target): Target {
  if (target.type !== 'file') return target;
  try {
    return { ...target, object: asTyped(target.object) };
  } catch (error) {
    return { type: 'error', error: withContext(operating(error), `unable to decode ${quote(target.source)}: `) };
  }
}

/** The objects as the files have them: nobody is asked, also not what a kind's resource is called. */
function infosFromFiles(targets: readonly Target[]): readonly Info[] {
  throwAll(unreadOf(targets));
  return targets.flatMap((target) => (target.type === 'file' ? [{ ...target, mapping: { ...target.mapping, resource: target.mapping.singular } }] : []));
}

/** How a change is told: what was done, and what could not be done. */
interface ChangeWords {
  readonly done: string;
  /** Begins the text of a refused change; without it the server's own words are shown. */
  readonly failed?: string;
  /** Whether objects that are as they should be are told of as well. */
  readonly tellsUnchanged?: boolean;
}

/**
 * Changes each object and prints what came of it; one refused does not keep the others.
 * @param errors what is wrong besides, which `change` may add to
 */
export function* changeInfos(kubectl: Kubectl, infos: readonly Info[], words: ChangeWords, change: (info: Info) => AnyObject, errors: Error[] = []): Process {
  for (const info of infos) {
    try {
      const changed = yield* sendChange(kubectl, info, change(info));
      if (changed || words.tellsUnchanged === true) yield* kubectl.out(typedPrinter(kubectl, words.done)(changed ?? info.object));
    } catch (error) {
      if (error instanceof CommandError) errors.push(new CommandError(`error: ${error.message}\n`));
      else if (!(error instanceof ApiError)) throw error;
      else errors.push(words.failed === undefined ? error : new CommandError(`${words.failed} ${error.message}`));
    }
  }
  throwAll(errors);
}

/** The containers of an object, those that initialise last. @param object the object as it is to be */
export function containersOf(info: Info, object: AnyObject = info.object): readonly AnyObject[] {
  const path = needPodSpec(info);
  return [...listAt(object, ...path, 'containers'), ...listAt(object, ...path, 'initContainers')] as readonly AnyObject[];
}

/** Whether a container is one of those that `--containers` names, in which `*` stands for any letters. */
export function isChosen(kubectl: Kubectl, container: AnyObject): boolean {
  const pattern = kubectl.flags.text('containers').replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`).test(String(container['name']));
}

/** The path to an object's Pod spec; throws for kinds without. */
export function needPodSpec(info: Info): readonly string[] {
  const path = podSpecPath(info.mapping.kind);
  if (!path && definitionOf(info.mapping) === undefined) throw new CommandError(notRegistered(info.mapping));
  if (!path) throw new CommandError(`${info.mapping.resource}/${info.name} the object is not a pod or does not have a pod template: *${info.mapping.version}.${info.mapping.kind}`);
  return path;
}
