// kubectl create token.
// Upstream: k8s.io/kubectl pkg/cmd/create/create_token.go

import type { Process } from '../../../../kernel/index.ts';
import { ApiError } from '../../../../kinds/index.ts';
import type { Command } from '../../../core/command.ts';
import { CommandError, RequestError, operating, usageError } from '../../../core/errors.ts';
import { array, duration, printFlags, text } from '../../../core/flag.ts';
import type { Kubectl } from '../../../core/kubectl.ts';
import { textAt } from '../../../core/object.ts';
import type { AnyObject } from '../../../core/object.ts';
import { typedPrinter } from '../../../printers/output.ts';

export const createToken: Command = {
  name: 'token', short: 'Request a service account token', usage: 'SERVICE_ACCOUNT_NAME',
  flags: [
    ...printFlags,
    array('audience', 'Audience of the requested token. If unset, defaults to requesting a token for use with the Kubernetes API server. May be repeated to request a token valid for multiple audiences.'),
    text('bound-object-kind', 'Kind of an object to bind the token to. Supported kinds are Node, Pod, Secret. If set, --bound-object-name must be provided.'),
    text('bound-object-name', 'Name of an object to bind the token to. The token will expire when the object is deleted. Requires --bound-object-kind.'),
    text('bound-object-uid', 'UID of an object to bind the token to. Requires --bound-object-kind and --bound-object-name. If unset, the UID of the existing object is used.'),
    duration('duration', 'Requested lifetime of the issued token. If not set or if set to 0, the lifetime will be determined by the server automatically. The server may return a token with a longer or shorter lifetime.'),
  ],
  run: runToken,
};

const boundKinds = ['Node', 'Pod', 'Secret'];

/** What the token is to be bound to. Throws what is wrong with the flags that say so. */
function boundObject({ flags }: Kubectl): AnyObject | undefined {
  const [kind, name, uid] = ['kind', 'name', 'uid'].map((part) => flags.text(`bound-object-${part}`));
  if (!kind) {
    if (name) throw new CommandError('--bound-object-name can only be set if --bound-object-kind is provided');
    if (uid) throw new CommandError('--bound-object-uid can only be set if --bound-object-kind is provided');
    return undefined;
  }
  if (!boundKinds.includes(kind)) throw new CommandError(`supported --bound-object-kind values are ${boundKinds.join(', ')}`);
  if (!name) throw new CommandError('--bound-object-name is required if --bound-object-kind is provided');
  return { kind, apiVersion: 'v1', name, ...(uid ? { uid } : undefined) };
}

function* runToken(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  const [name] = args;
  if (name === undefined || args.length !== 1) throw usageError(kubectl.found.path, `exactly one NAME is required, got ${args.length}`);
  kubectl.connect();
  const print = flags.text('output') === '' ? undefined : typedPrinter(kubectl, 'created');
  if (flags.durationMs('duration') < 0) throw new CommandError('--duration must be greater than or equal to 0');
  const bound = boundObject(kubectl);
  const seconds = flags.durationMs('duration') / 1000;
  const audiences = flags.list('audience');
  const body = {
    apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {},
    spec: { ...(audiences.length > 0 ? { audiences } : undefined), ...(bound ? { boundObjectRef: bound } : undefined), ...(seconds > 0 ? { expirationSeconds: seconds } : undefined) },
  };
  try {
    const mapping = { group: '', version: 'v1', resource: 'serviceaccounts' };
    const token = (yield* kubectl.api.ask('create', { mapping, namespace: kubectl.namespace, name, subresource: 'token', body })) as AnyObject;
    const value = textAt(token, 'status', 'token');
    if (value === '') throw new CommandError('no token in server response');
    // Only a person at a terminal needs the end of the line.
    yield* kubectl.out(print ? print(token) : `${value}${kubectl.context.stdout.isTerminal ? '\n' : ''}`);
  } catch (error) {
    const failure = operating(error);
    if (!(failure instanceof ApiError || failure instanceof RequestError)) throw failure;
    throw new CommandError(`failed to create token: ${failure.message}`);
  }
}
