// Upstream: pkg/controller/serviceaccount/tokens_controller.go
import { base64EncodeText, deepEqual } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { objectKey, secretKind, serviceAccountKind } from '../../kinds/index.ts';
import type { Secret, ServiceAccount } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

const tokenType = 'kubernetes.io/service-account-token';
const nameAnnotation = 'kubernetes.io/service-account.name';
const uidAnnotation = 'kubernetes.io/service-account.uid';

/** Fills Secrets that ask for a token of a service account, and takes them away when the account is not there. */
export const tokensController = controllerFactory('tokens-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'tokens');
  const secrets = context.informers.of(secretKind);
  const accounts = context.informers.of(serviceAccountKind);
  const add = (secret: Secret): void => {
    if (secret.type === tokenType) queue.add(objectKey(secret.metadata));
  };
  secrets.onChange({ added: add, updated: add });
  accounts.onChange({
    deleted({ metadata }) {
      for (const secret of secrets.store.values()) {
        if (secret.metadata.namespace === metadata.namespace && accountOf(secret) === metadata.name) add(secret);
      }
    },
  });
  return {
    name: 'tokens-controller',
    workers: 5, // kube-controller-manager --concurrent-serviceaccount-token-syncs
    queue,
    mostRetries: 10, // TokensControllerOptions.MaxRetries
    *reconcile(key): Process<Requeue> {
      const secret = secrets.store.get(key);
      if (!secret || secret.type !== tokenType || secret.metadata.deletionTimestamp !== undefined) return {};
      const account = yield* findAccount(context, secret);
      if (account) yield* fill(context, secret, account);
      else yield* unlessGone(context.client.of(secretKind).delete(secret.metadata, { preconditions: { uid: secret.metadata.uid } }));
      return {};
    },
  };
}, { account: undefined });

const accountOf = ({ metadata }: Secret): string => metadata.annotations?.[nameAnnotation] ?? '';

/** The account that a Secret is about, asked for anew: the informer may not have it yet. Another of the same name is not it. */
function* findAccount({ client }: ControllerContext, secret: Secret): Process<ServiceAccount | undefined> {
  const { namespace = '', annotations } = secret.metadata;
  const account = yield* unlessGone(client.of(serviceAccountKind).get({ namespace, name: accountOf(secret) }));
  const uid = annotations?.[uidAnnotation];
  return account && (uid === undefined || uid === '' || uid === account.metadata.uid) ? account : undefined;
}

function* fill({ client, keys }: ControllerContext, secret: Secret, account: ServiceAccount): Process {
  const { metadata, data = {} } = secret;
  const { name, namespace = '', annotations } = metadata;
  const filled = {
    ...data,
    'ca.crt': base64EncodeText(keys.authority.certificate),
    namespace: base64EncodeText(namespace),
    token: data['token'] || base64EncodeText(keys.accounts.sign(claimsOf(namespace, name, account))),
  };
  const uid = account.metadata.uid;
  if (deepEqual(filled, data) && annotations?.[uidAnnotation] === uid) return;
  yield* unlessGone(client.of(secretKind).update({ ...secret, metadata: { ...metadata, annotations: { ...annotations, [uidAnnotation]: uid } }, data: filled }));
}

function claimsOf(namespace: string, secret: string, { metadata }: ServiceAccount): object {
  return {
    iss: 'kubernetes/serviceaccount',
    'kubernetes.io/serviceaccount/namespace': namespace,
    'kubernetes.io/serviceaccount/secret.name': secret,
    'kubernetes.io/serviceaccount/service-account.name': metadata.name,
    'kubernetes.io/serviceaccount/service-account.uid': metadata.uid,
    sub: `system:serviceaccount:${namespace}:${metadata.name}`,
  };
}
