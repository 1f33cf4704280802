// kubectl apply --server-side: the server merges and keeps account of who owns which field.

import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import { CommandError, operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import type { FileTarget } from '../../resources/builder.ts';
import { fieldValidation, writeOptions } from '../create/create-object.ts';
import type { Applied } from './apply-one.ts';

const hint = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

/** Applies one object of a file on the server. */
export function* serverSideApply(kubectl: Kubectl, target: FileTarget): Process<Applied> {
  const { mapping, namespace, name } = target;
  const { flags } = kubectl;
  const options = {
    ...writeOptions(kubectl), fieldValidation: fieldValidation(kubectl), force: flags.bool('force-conflicts'),
    fieldManager: flags.changed('field-manager') ? flags.text('field-manager') : 'kubectl',
  };
  const body = withField(target.object, ['metadata', 'managedFields'], undefined);
  try {
    const subresource = flags.text('subresource');
    const object = (yield* kubectl.api.ask('patch', { mapping, namespace, name, subresource, patchType: 'apply', body, options })) as AnyObject;
    return { mapping, namespace, object, operation: 'serverside-applied' };
  } catch (error) {
    const failure = operating(error);
    const isConflict = failure instanceof ApiError && failure.reason === 'Conflict' && (failure.status.details?.causes?.length ?? 0) > 0;
    if (!isConflict) throw failure;
    throw new CommandError(`${failure.message}\n${hint}`);
  }
}

