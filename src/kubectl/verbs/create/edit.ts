// kubectl create --edit: the manifest goes through the editor before it is sent.

import type { Process } from '../../../kernel/index.ts';
import { throwAll } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { withField } from '../../core/object.ts';
import { operationPrinter } from '../../printers/output.ts';
import { selectTargets, selectionFlags } from '../../resources/builder.ts';
import { editObject, formOf } from '../edit/session.ts';
import type { EditPart } from '../edit/session.ts';
import { createObject } from './create-object.ts';

/** Creates the objects of the files as the editor leaves them. */
export function* editAndCreate(kubectl: Kubectl): Process {
  const targets = yield* selectTargets(kubectl, { ...selectionFlags(kubectl, []), selector: '' });
  throwAll(targets.flatMap((target) => (target.type === 'error' ? [target.error] : [])));
  for (const target of targets) {
    if (target.type !== 'file') continue;
    const { mapping, namespace } = target;
    const part: EditPart = {
      mapping, object: withField(target.object, ['metadata', 'namespace'], namespace),
      *save(edited) {
        const created = yield* createObject(kubectl, mapping, namespace, edited);
        yield* kubectl.out(operationPrinter(kubectl, 'created')(created));
      },
    };
    yield* editObject(kubectl, { parts: [part], form: formOf(kubectl) });
  }
}
