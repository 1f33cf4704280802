// kubectl apply view-last-applied, set-last-applied, edit-last-applied.
// Upstream: k8s.io/kubectl pkg/cmd/apply

import { goJson } from '../../../base/index.ts';
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
import { dryRunOf, operationPrinter } from '../../printers/output.ts';
import { selectTargets, selectionFlags } from '../../resources/builder.ts';
import { fetchAll, forEachInfo } from '../../resources/fetch.ts';
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
    const format = kubectl.flags.text('output');
    if (format !== 'json' && format !== 'yaml') throw usageError(kubectl.found.path, `Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json`);
    const targets = yield* selectTargets(kubectl, selectionFlags(kubectl, args));
    const { infos, errors } = yield* fetchAll(kubectl, targets);
    throwAll(errors);
    for (const { object } of infos) {
      const applied = lastApplied(object);
      if (applied) yield* kubectl.out(format === 'json' ? `${goJson(applied, { indent: 2 })}\n` : formatYaml(applied));
    }
  },
};

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
    const targets = yield* selectTargets(kubectl, selectionFlags(kubectl, []));
    yield* forEachInfo(kubectl, targets, function* setOne(info) {
      const target = targets.find((each) => each.type === 'file' && each.name === info.name && each.mapping === info.mapping);
      if (target?.type !== 'file') return;
      if (!hasLastApplied(info.object) && !kubectl.flags.bool('create-annotation')) {
        throw new CommandError(`no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`);
      }
      const value = `${goJson(target.object)}\n`;
      if (value === textAt(info.object, 'metadata', 'annotations', lastAppliedAnnotation)) {
        yield* kubectl.out(`set-last-applied ${info.name}: no changes required.\n`);
        return;
      }
      const object = dryRunOf(kubectl) === 'client' ? info.object : yield* patchAnnotation(kubectl, info, value);
      yield* kubectl.out(operationPrinter(kubectl, 'configured')(object));
    });
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
    const targets = yield* selectTargets(kubectl, selectionFlags(kubectl, args));
    const { infos, errors } = yield* fetchAll(kubectl, targets);
    throwAll(errors);
    for (const info of infos) {
      const applied = lastApplied(info.object);
      if (!applied) throw new CommandError('no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`');
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

/** In the order of the help. */
export const lastAppliedCommands: readonly Command[] = [editLastApplied, setLastApplied, viewLastApplied];
