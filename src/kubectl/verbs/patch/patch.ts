// kubectl patch.
// Upstream: k8s.io/kubectl pkg/cmd/patch/patch.go

import { ApiError, formatGvk } from '../../../kinds/index.ts';
import { JsonSyntaxError, deepEqual, quote, readJson } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { bool, dryRunFlag, fieldManagerFlag, fileFlags, printFlags, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { recordFlag } from '../../core/recording.ts';
import { YamlError, parseYaml } from '../../core/yaml.ts';
import { patchedHere } from '../../patch/local-patch.ts';
import type { LocalPatchType } from '../../patch/local-patch.ts';
import { dryRunOf, operationPrinter } from '../../printers/output.ts';
import { hasFiles, isLocal, selectTargets, selectionFlags } from '../../resources/builder.ts';
import { noteCause } from '../../resources/change.ts';
import { fetchTarget, forEachInfo } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { writeOptions } from '../create/create-object.ts';

export const patch: Command = {
  name: 'patch',
  short: 'Update fields of a resource',
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  flags: [
    recordFlag,
    ...printFlags, ...fileFlags('Filename, directory, or URL to files identifying the resource to update'), dryRunFlag, fieldManagerFlag('kubectl-patch'),
    bool('local', 'If true, patch will operate on the content of the file, not the server-side resource.'),
    text('patch', 'The patch to be applied to the resource JSON file.', { short: 'p' }),
    text('patch-file', 'A file containing a patch to be applied to the resource.'),
    text('subresource', 'If specified, patch will operate on the subresource of the requested object.'),
    text('type', 'The type of patch being provided; one of [json merge strategic]', { value: 'strategic' }),
  ],
  run: runPatch,
};

/** A patch as it was given: a value, or text that no reader takes. */
type Patch = { readonly value: unknown } | { readonly unread: string };

function patchText(kubectl: Kubectl): string {
  const given = kubectl.flags.text('patch');
  const file = kubectl.flags.text('patch-file');
  if (given !== '' && file !== '') throw new CommandError('cannot specify --patch and --patch-file together');
  if (given === '' && file === '') throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  if (file === '') return given;
  if (!kubectl.files.exists(kubectl.path(file))) throw new CommandError(`unable to read patch file: open ${file}: no such file or directory`);
  if (kubectl.files.stat(kubectl.path(file)).type === 'directory') throw new CommandError(`unable to read patch file: read ${file}: is a directory`);
  return kubectl.files.read(kubectl.path(file));
}

/** What begins as JSON goes as it was typed, so that it is the server that finds fault with it; all else is YAML. */
function readPatch(given: string): Patch {
  try {
    if (!/^\s*\{/.test(given)) return { value: parseYaml(given) };
    return isJson(given) ? { value: parseYaml(given) } : { unread: given };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new CommandError(`unable to parse ${quote(given)}: ${error.message}`);
  }
}

function isJson(text: string): boolean {
  try {
    readJson(text);
    return true;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return false;
  }
}

function* runPatch(kubectl: Kubectl, args: readonly string[]): Process {
  dryRunOf(kubectl);
  const type = kubectl.flags.text('type');
  if (type !== 'json' && type !== 'merge' && type !== 'strategic') throw new CommandError(`--type must be one of [json merge strategic], not ${quote(type)}`);
  const patch = readPatch(patchText(kubectl));
  const selection = selectionFlags(kubectl, args);
  if (isLocal(kubectl) && args.length > 0 && !hasFiles(selection)) throw new CommandError('cannot specify --local and server resources');
  const targets = yield* selectTargets(kubectl, selection);
  const count = yield* forEachInfo(kubectl, targets, function* patchOne(info) {
    const object = yield* sendOrExplain(kubectl, info, type, patch);
    // One from a file is compared with what the file says of it, which is never all.
    const isSame = deepEqual(object, info.object) && (info.source === undefined || isHere(kubectl));
    const noted = yield* noteCause(kubectl, info, object);
    yield* kubectl.out(operationPrinter(kubectl, isSame ? 'patched (no change)' : 'patched', '')(noted));
  }, (_, target) => fetchTarget(kubectl, target, kubectl.flags.text('subresource')));
  if (count === 0) throw new CommandError('no objects passed to patch');
}

/** Whether the patch is made without the server. */
const isHere = (kubectl: Kubectl): boolean => dryRunOf(kubectl) === 'client' || isLocal(kubectl);

/** Sends the patch; a sort of patch that the kind does not take is told in kubectl's words. */
function* sendOrExplain(kubectl: Kubectl, info: Info, patchType: LocalPatchType, patch: Patch): Process<AnyObject> {
  try {
    return yield* send(kubectl, info, patchType, patch);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'UnsupportedMediaType') throw error;
    const { mapping } = info;
    throw new CommandError(`${contentTypes[patchType]} is not supported by ${formatGvk(mapping)}: ${error.message}`);
  }
}

const contentTypes: Readonly<Record<LocalPatchType, string>> = {
  json: 'application/json-patch+json', merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json',
};

function* send(kubectl: Kubectl, info: Info, patchType: LocalPatchType, patch: Patch): Process<AnyObject> {
  const { mapping, namespace, name, object } = info;
  if (isHere(kubectl)) {
    return patchedHere(object, patchType, 'unread' in patch ? undefined : patch.value);
  }
  const subresource = kubectl.flags.text('subresource');
  if ('unread' in patch) return (yield* kubectl.api.patchText({ mapping, namespace, name, subresource, patchType }, patch.unread)) as AnyObject;
  const body = patch.value;
  return (yield* kubectl.api.ask('patch', { mapping, namespace, name, subresource, patchType, body, options: writeOptions(kubectl) })) as AnyObject;
}
