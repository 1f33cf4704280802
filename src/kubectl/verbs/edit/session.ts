// Editing objects in the person's editor, again and again while what comes back is refused.
// Upstream: k8s.io/kubectl pkg/cmd/util/editor/editoptions.go

import { goJson, isObject, quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import { bool } from '../../core/flag.ts';
import { resourceText } from '../../core/discovery.ts';
import type { Mapping } from '../../core/discovery.ts';
import { CommandError, ExitError, operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { listAt, nameOf, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { YamlError, formatYaml, parseYaml } from '../../core/yaml.ts';
import { formatKyaml } from '../../printers/kyaml.ts';
import { runEditor, temporaryFile } from './editor.ts';

const header = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

export const windowsFlag = bool('windows-line-endings', 'Defaults to the line ending native to your platform.');

/** How an object is written for an editor. */
export interface EditForm {
  readonly format: 'json' | 'kyaml' | 'yaml';
  readonly isWindows: boolean;
}

/** The form that the flags ask for. */
export function formOf({ flags }: Kubectl): EditForm {
  const format = flags.text('output') || 'yaml';
  if (format !== 'json' && format !== 'kyaml' && format !== 'yaml') throw new CommandError(`unable to match a printer suitable for the output format ${quote(format)}, allowed formats are: json,kyaml,yaml`);
  return { format, isWindows: flags.bool('windows-line-endings') };
}

/** An object that is edited, and what becomes of it. */
export interface EditPart {
  readonly mapping: Mapping;
  readonly object: AnyObject;
  /** Sends what was edited; throws what the server says. */
  save(edited: AnyObject): Process;
}

/** One object or several, which an editor shows as one list. */
export interface EditTask {
  readonly parts: readonly EditPart[];
  readonly form: EditForm;
  /** What stands before the objects, for the person; not before JSON, which has no comments. */
  readonly header?: string;
}

/** What is wrong with an edited object. */
interface Failure {
  readonly part: EditPart;
  readonly error: Error;
}

/** What a text says, however it is written; of a text that cannot be read, its lines without comments. */
function meaningOf(text: string): string {
  try {
    return goJson(parseYaml(text) ?? null);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return text.split('\n').filter((line) => !line.trimStart().startsWith('#')).join('\n').trim();
  }
}

function reasonsText({ part: { mapping, object }, error }: Failure): string {
  const causes = error instanceof ApiError ? (error.status.details?.causes ?? []) : [];
  const lines = causes.length > 0 ? causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`) : [error.message];
  return `# ${resourceText(mapping)} "${nameOf(object)}" was not valid:\n${lines.map((line) => `# * ${line}\n`).join('')}#\n`;
}

/** What an editor shows: the object, or all as a list. */
function shownObject({ parts }: EditTask): AnyObject {
  const [first] = parts;
  return first && parts.length === 1 ? first.object : { apiVersion: 'v1', items: parts.map(({ object }) => object), kind: 'List', metadata: {} };
}

function textIn(format: EditForm['format'], object: AnyObject): string {
  switch (format) {
    case 'json': return `${goJson(object, { indent: 4 })}\n`;
    case 'kyaml': return formatKyaml(object);
    case 'yaml': return formatYaml(object);
  }
}

/** Runs the editor until the result is saved, given up or left as it was. */
export function* editObject(kubectl: Kubectl, task: EditTask): Process {
  const { files } = kubectl;
  const { format, isWindows } = task.form;
  const before = format === 'json' ? '' : (task.header ?? header);
  let content = textIn(format, shownObject(task));
  let reasons = '';
  let stored = '';
  for (;;) {
    const path = temporaryFile(kubectl, format === 'kyaml' ? 'yaml' : format);
    const shown = before + reasons + content;
    files.write(path, isWindows ? shown.replaceAll('\n', '\r\n') : shown, 0o600);
    yield* launch(kubectl, path, stored);
    const edited = files.read(path).replaceAll('\r\n', '\n');
    if (meaningOf(edited) === meaningOf(shown)) {
      if (stored === '') {
        files.remove(path);
        yield* kubectl.err('Edit cancelled, no changes made.\n');
        return;
      }
      throw yield* preserved(kubectl, stored, 'Edit cancelled, no valid changes were saved.');
    }
    if (stored !== '') files.remove(stored);
    stored = path;
    const failures = yield* trySave(task, edited);
    if (failures.length === 0) {
      files.remove(path);
      return;
    }
    const final = failures.find(({ error }) => error instanceof ExitError);
    if (final) throw yield* preserved(kubectl, stored, final.error.message);
    yield* kubectl.err(failures.map((failure) => `${problemText(failure)}\n`).join(''));
    reasons = failures.map(reasonsText).join('');
    content = `${edited.split('\n').filter((line) => !line.startsWith('#')).join('\n')}`;
  }
}

function* launch(kubectl: Kubectl, path: string, stored: string): Process {
  try {
    yield* runEditor(kubectl, path);
  } catch (error) {
    const failure = operating(error);
    kubectl.files.remove(path);
    throw stored === '' ? failure : yield* preserved(kubectl, stored, failure.message);
  }
}

function* preserved(kubectl: Kubectl, path: string, message: string): Process<CommandError> {
  yield* kubectl.err(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`);
  return new CommandError(message);
}

function problemText({ part: { mapping, object }, error }: Failure): string {
  const what = `${resourceText(mapping)} ${JSON.stringify(nameOf(object))}`;
  if (!(error instanceof ApiError) || error.reason === 'Invalid' || error.reason === 'BadRequest') return `error: ${what} is invalid`;
  if (error.reason === 'NotFound') return `error: ${what} could not be found on the server`;
  return `error: ${what} could not be patched: ${error.message}\nYou can run \`kubectl replace -f ${'<file>'}\` to try this update again.`;
}

/** Saves what was edited; gives what is wrong with it, an ExitError when there is no use in trying again. */
function* trySave({ parts }: EditTask, text: string): Process<readonly Failure[]> {
  const [first] = parts;
  if (!first) return [];
  let edited: unknown;
  try {
    edited = parseYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return [{ part: first, error }];
  }
  const failures: Failure[] = [];
  for (const [part, object] of parts.length === 1 ? [[first, edited] as const] : partsOf(parts, edited)) {
    try {
      check(part, object);
      yield* part.save(object);
    } catch (error) {
      failures.push({ part, error: operating(error) });
    }
  }
  return failures;
}

/** The objects of an edited list with what they were; those that are gone from it stay as they are. */
function partsOf(parts: readonly EditPart[], edited: unknown): readonly (readonly [EditPart, unknown])[] {
  const items = isObject(edited) ? listAt(edited, 'items') : [];
  return parts.flatMap((part) => {
    const item = items.find((each) => isObject(each) && textAt(each, 'metadata', 'uid') === textAt(part.object, 'metadata', 'uid'));
    return item === undefined ? [] : [[part, item] as const];
  });
}

/** Throws when the result is no object, or another one. */
function check({ object }: EditPart, edited: unknown): asserts edited is AnyObject {
  if (!isObject(edited) || textAt(edited, 'kind') === '') throw new CommandError('The edited file failed validation');
  if (nameOf(edited) === '') throw new ExitError(1, 'resource name may not be empty');
  const same = (['apiVersion', 'kind'] as const).every((field) => edited[field] === object[field]) && nameOf(edited) === nameOf(object);
  if (!same) throw new ExitError(1, 'At least one of apiVersion, kind and name was changed');
}
