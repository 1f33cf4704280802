// kubectl apply --server-side: the server merges and keeps account of who owns which field.
// Upstream: k8s.io/kubectl pkg/cmd/apply/apply.go

import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { RequestOptions } from '../../../kinds/index.ts';
import { CommandError, operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import type { FileTarget } from '../../resources/builder.ts';
import { fieldValidation, writeOptions } from '../create/create-object.ts';
import type { Applied } from './apply-one.ts';
import { migrateToServerSide } from './migrate.ts';

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

/** Who applies on the server, unless that is said. */
const serverSideManager = 'kubectl';

/** As whom a command applies: on the server by another name than here. */
export function applyManager({ flags }: Kubectl): string {
  return flags.bool('server-side') && !flags.changed('field-manager') ? serverSideManager : flags.text('field-manager');
}

/** Applies one object of a file on the server. */
export function* serverSideApply(kubectl: Kubectl, target: FileTarget): Process<Applied> {
  const { mapping, namespace } = target;
  const options = { ...writeOptions(kubectl), fieldValidation: fieldValidation(kubectl), fieldManager: applyManager(kubectl) };
  const object = yield* applyOnServer(kubectl, target, { ...options, force: kubectl.flags.bool('force-conflicts') });
  const isMigrated = yield* migrateToServerSide(kubectl, target, object, options);
  const last = isMigrated ? yield* applyOnServer(kubectl, target, { ...options, force: kubectl.flags.bool('force-conflicts') }) : object;
  return { mapping, namespace, object: last, operation: 'serverside-applied' };
}

function* applyOnServer(kubectl: Kubectl, target: FileTarget, options: RequestOptions): Process<AnyObject> {
  const { mapping, namespace, name, object: body } = target;
  try {
    const subresource = kubectl.flags.text('subresource');
    return (yield* kubectl.api.ask('patch', { mapping, namespace, name, subresource, patchType: 'apply', body, options })) as AnyObject;
  } catch (error) {
    const failure = operating(error);
    if (!(failure instanceof ApiError) || failure.reason !== 'Conflict') throw failure;
    throw new CommandError(`${failure.message}\n${hint}`);
  }
}
