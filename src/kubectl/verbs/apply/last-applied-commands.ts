// kubectl apply view-last-applied, set-last-applied, edit-last-applied.
// Upstream: k8s.io/kubectl pkg/cmd/apply

import { goJson, quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, throwAll, usageError } from '../../core/errors.ts';
import { bool, dryRunFlag, fieldManagerFlag, fileFlags, filenameFlag, printFlags, selectorFlag, text, validateFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { recordFlag } from '../../core/recording.ts';
import { formatYaml } from '../../core/yaml.ts';
import { lastAppliedAnnotation } from '../../../kinds/index.ts';
import { hasLastApplied, lastApplied } from '../../patch/last-applied.ts';
import { checkOutput, dryRunOf, operationPrinter } from '../../printers/output.ts';
import { selectTargets, selectionFlags } from '../../resources/builder.ts';
import { fetchAll, fetchTarget } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { writeOptions } from '../create/create-object.ts';
import { editObject, formOf, windowsFlag } from '../edit/session.ts';
import type { EditPart } from '../edit/session.ts';

const viewLastApplied: Command = {
  name: 'view-last-applied',
  short: 'View the latest last-applied-configuration annotations of a resource/object',
  usage: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  flags: [
    ...fileFlags('Filename, directory, or URL to files that contains the last-applied-configuration annotations'), selectorFlag,
    bool('all', 'Select all resources in the namespace of the specified resource types'),
    text('output', 'Output format. Must be one of (yaml, json)', { short: 'o', value: 'yaml' }),
  ],
  *run(kubectl, args) {
    const selection = selectionFlags(kubectl, args);
    if (selection.all === true && (selection.selector ?? '') !== '') throw new CommandError(`found non-empty label selector ${quote(selection.selector ?? '')} with previously set 'all' parameter. `);
    const shown: string[] = [];
    for (const target of yield* selectTargets(kubectl, selection)) {
      for (const { name, object, source } of yield* fetchTarget(kubectl, target)) {
        const applied = lastApplied(object);
        if (applied) shown.push(lastAppliedText(kubectl, applied));
        else if (source !== undefined) throw new CommandError(`error when no last-applied-configuration annotation found on resource: ${name}\n ${quote(source)}: <nil>`);
      }
    }
    yield* kubectl.out(shown.join(''));
  },
};

function lastAppliedText(kubectl: Kubectl, applied: AnyObject): string {
  const format = kubectl.flags.text('output');
  if (format === 'yaml') return formatYaml(applied);
  if (format === 'json') return `${goJson(applied, { indent: 2 })}\n`;
  throw usageError(kubectl.found.path, `Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json`);
}

function* patchAnnotation(kubectl: Kubectl, target: { readonly mapping: Parameters<Kubectl['api']['ask']>[1]['mapping']; readonly namespace: string | undefined; readonly name: string }, value: string): Process<AnyObject> {
  const body = { metadata: { annotations: { [lastAppliedAnnotation]: value } } };
  return (yield* kubectl.api.ask('patch', { ...target, patchType: 'merge', body, options: writeOptions(kubectl) })) as AnyObject;
}

const setLastApplied: Command = {
  name: 'set-last-applied',
  short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  usage: '-f FILENAME',
  flags: [
    ...printFlags, filenameFlag('Filename, directory, or URL to files that contains the last-applied-configuration annotations'), dryRunFlag,
    bool('create-annotation', "Will create 'last-applied-configuration' annotations if current objects doesn't have one"),
  ],
  *run(kubectl) {
    checkOutput(kubectl);
    const found: { readonly info: Info; readonly written: AnyObject }[] = [];
    for (const target of yield* selectTargets(kubectl, selectionFlags(kubectl, []))) {
      const infos = yield* fetchTarget(kubectl, target);
      if (target.type === 'file') found.push(...infos.map((info) => ({ info, written: target.object })));
    }
    for (const { info, written } of found) {
      if (!hasLastApplied(info.object) && !kubectl.flags.bool('create-annotation')) {
        throw new CommandError(`no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`);
      }
      const value = `${goJson(written)}\n`;
      if (value === textAt(info.object, 'metadata', 'annotations', lastAppliedAnnotation)) {
        yield* kubectl.out(`set-last-applied ${info.name}: no changes required.\n`);
        continue;
      }
      const object = dryRunOf(kubectl) === 'client' ? info.object : yield* patchAnnotation(kubectl, info, value);
      yield* kubectl.out(operationPrinter(kubectl, 'configured')(object));
    }
  },
};

const lastAppliedHeader = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;

const editLastApplied: Command = {
  name: 'edit-last-applied',
  short: 'Edit latest last-applied-configuration annotations of a resource/object',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  flags: [recordFlag, ...printFlags, ...fileFlags('Filename, directory, or URL to files to use to edit the resource'), fieldManagerFlag('kubectl-client-side-apply'), validateFlag, windowsFlag],
  *run(kubectl, args) {
    const targets = yield* selectTargets(kubectl, { ...selectionFlags(kubectl, args), typeMeansAll: true });
    const { infos, errors } = yield* fetchAll(kubectl, targets);
    throwAll(errors);
    if (infos.length === 0) throw nothingApplied();
    for (const info of infos) {
      const applied = lastApplied(info.object);
      if (!applied) throw nothingApplied();
      const part: EditPart = {
        mapping: info.mapping, object: applied,
        *save(edited) {
          const object = yield* patchAnnotation(kubectl, info, `${goJson(edited)}\n`);
          yield* kubectl.out(operationPrinter(kubectl, 'edited')(object));
        },
      };
      yield* editObject(kubectl, { parts: [part], form: formOf(kubectl), header: lastAppliedHeader });
    }
  },
};

const nothingApplied = (): CommandError => new CommandError('no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`');

/** In the order of the help. */
export const lastAppliedCommands: readonly Command[] = [editLastApplied, setLastApplied, viewLastApplied];
