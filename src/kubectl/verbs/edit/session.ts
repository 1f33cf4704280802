// Editing one object in the person's editor, again and again while what comes back is refused.
// Upstream: k8s.io/kubectl pkg/cmd/util/editor/editoptions.go

import { goJson, isObject, quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import { bool } from '../../core/flag.ts';
import { resourceText } from '../../core/discovery.ts';
import type { Mapping } from '../../core/discovery.ts';
import { CommandError, ExitError, operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { nameOf, textAt } from '../../core/object.ts';
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

/** What is edited and what becomes of the result. */
export interface EditTask {
  readonly mapping: Mapping;
  readonly object: AnyObject;
  readonly form: EditForm;
  /** What stands before the object, for the person; not before JSON, which has no comments. */
  readonly header?: string;
  /** Sends what was edited; throws what the server says. */
  save(edited: AnyObject): Process;
}

const withoutComments = (text: string): string => text.split('\n').filter((line) => !line.trimStart().startsWith('#')).join('\n').trim();

function reasonsText(task: EditTask, error: Error): string {
  const causes = error instanceof ApiError ? (error.status.details?.causes ?? []) : [];
  const lines = causes.length > 0 ? causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`) : [error.message];
  return `# ${resourceText(task.mapping)} "${nameOf(task.object)}" was not valid:\n${lines.map((line) => `# * ${line}\n`).join('')}#\n`;
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
  let content = textIn(format, task.object);
  let reasons = '';
  let stored = '';
  for (;;) {
    const path = temporaryFile(kubectl, format === 'kyaml' ? 'yaml' : format);
    const shown = before + reasons + content;
    files.write(path, isWindows ? shown.replaceAll('\n', '\r\n') : shown, 0o600);
    yield* launch(kubectl, path, stored);
    const edited = files.read(path).replaceAll('\r\n', '\n');
    if (withoutComments(edited) === withoutComments(shown)) {
      if (stored === '') {
        files.remove(path);
        yield* kubectl.err('Edit cancelled, no changes made.\n');
        return;
      }
      throw yield* preserved(kubectl, stored, 'Edit cancelled, no valid changes were saved.');
    }
    if (stored !== '') files.remove(stored);
    stored = path;
    const failure = yield* trySave(task, edited);
    if (!failure) {
      files.remove(path);
      return;
    }
    if (failure instanceof ExitError) throw yield* preserved(kubectl, stored, failure.message);
    yield* kubectl.err(`${problemText(task, failure)}\n`);
    reasons = reasonsText(task, failure);
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

function problemText(task: EditTask, error: Error): string {
  const what = `${resourceText(task.mapping)} ${JSON.stringify(nameOf(task.object))}`;
  if (!(error instanceof ApiError) || error.reason === 'Invalid' || error.reason === 'BadRequest') return `error: ${what} is invalid`;
  if (error.reason === 'NotFound') return `error: ${what} could not be found on the server`;
  return `error: ${what} could not be patched: ${error.message}\nYou can run \`kubectl replace -f ${'<file>'}\` to try this update again.`;
}

/** Saves what was edited; gives what is wrong with it, an ExitError when there is no use in trying again. */
function* trySave(task: EditTask, text: string): Process<Error | undefined> {
  try {
    const edited = parseYaml(text);
    if (!isObject(edited) || textAt(edited, 'kind') === '') return new CommandError('The edited file failed validation');
    if (nameOf(edited) === '') return new ExitError(1, 'resource name may not be empty');
    const same = (['apiVersion', 'kind'] as const).every((field) => edited[field] === task.object[field]) && nameOf(edited) === nameOf(task.object);
    if (!same) return new ExitError(1, 'At least one of apiVersion, kind and name was changed');
    yield* task.save(edited);
    return undefined;
  } catch (error) {
    if (error instanceof YamlError) return error;
    return operating(error);
  }
}
