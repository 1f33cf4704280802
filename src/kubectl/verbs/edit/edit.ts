// kubectl edit.
// Upstream: k8s.io/kubectl pkg/cmd/edit/edit.go

import { goJson } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, throwAll } from '../../core/errors.ts';
import { bool, fieldManagerFlag, fileFlags, printFlags, saveConfigFlag, text, validateFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { withoutManagedFields } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { recordFlag, recorded } from '../../core/recording.ts';
import { withLastApplied } from '../../patch/last-applied.ts';
import { mergePatchBetween } from '../../patch/merge.ts';
import { schemaOf } from '../../patch/schema.ts';
import { twoWayPatch } from '../../patch/strategic.ts';
import { operationPrinter } from '../../printers/output.ts';
import { selectTargets, selectionFlags } from '../../resources/builder.ts';
import { fetchAll } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { fieldValidation, writeOptions } from '../create/create-object.ts';
import { editObject, formOf, windowsFlag } from './session.ts';
import type { EditPart } from './session.ts';

export const edit: Command = {
  name: 'edit',
  short: 'Edit a resource on the server',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  flags: [
    recordFlag,
    ...printFlags, ...fileFlags('Filename, directory, or URL to files to use to edit the resource'), fieldManagerFlag('kubectl-edit'), saveConfigFlag, validateFlag,
    bool('output-patch', 'Output the patch if the resource is edited.'),
    text('subresource', 'If specified, edit will operate on the subresource of the requested object.'),
    windowsFlag,
  ],
  run: runEdit,
};

function* runEdit(kubectl: Kubectl, args: readonly string[]): Process {
  const targets = yield* selectTargets(kubectl, { ...selectionFlags(kubectl, args), typeMeansAll: true });
  const { infos, errors } = yield* fetchAll(kubectl, targets, kubectl.flags.text('subresource'));
  throwAll(errors);
  if (infos.length === 0) throw new CommandError('edit cancelled, no objects found');
  yield* editObject(kubectl, { parts: infos.map((info) => partOf(kubectl, info)), form: formOf(kubectl) });
}

function partOf(kubectl: Kubectl, info: Info): EditPart {
  const shown = kubectl.flags.bool('show-managed-fields') ? info.object : withoutManagedFields(info.object);
  const subresource = kubectl.flags.text('subresource');
  return {
    mapping: info.mapping, object: shown,
    *save(edited) {
      const next = recorded(kubectl, kubectl.flags.bool('save-config') ? withLastApplied(edited) : edited);
      const isTyped = schemaOf(shown) !== undefined;
      const body = isTyped ? twoWayPatch(shown, next) : mergePatchBetween(shown, next);
      if (Object.keys(body).length === 0) return yield* kubectl.out(operationPrinter(kubectl, 'skipped')(info.object));
      const patchType = isTyped ? 'strategic' : 'merge';
      const { mapping, namespace, name } = info;
      const options = { ...writeOptions(kubectl), fieldValidation: fieldValidation(kubectl) };
      const changed = (yield* kubectl.api.ask('patch', { mapping, namespace, name, subresource, patchType, body, options })) as AnyObject;
      if (kubectl.flags.bool('output-patch')) yield* kubectl.out(`Patch: ${goJson(body)}\n`);
      yield* kubectl.out(operationPrinter(kubectl, 'edited')(changed));
    },
  };
}
