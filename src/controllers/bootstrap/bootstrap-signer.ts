// Upstream: pkg/controller/bootstrap/bootstrapsigner.go
import { WorkQueue } from '../../client/index.ts';
import { deepEqual, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { bootstrapTokenFor, configMapKind, isBootstrapToken, objectKey, secretKind } from '../../kinds/index.ts';
import type { ConfigMap, Secret } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { detachedSignature } from './detached-signature.ts';

const clusterInfo = 'kube-public/cluster-info';
const content = 'kubeconfig';
const signaturePrefix = 'jws-kubeconfig-';

/** Signs what new machines are told of the cluster with every bootstrap token that is for that. */
export const bootstrapSigner = controllerFactory('bootstrap-signer', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'bootstrap_signer_queue');
  const configMaps = context.informers.of(configMapKind);
  const secrets = context.informers.of(secretKind);
  const configMapChanged = ({ metadata }: ConfigMap): void => {
    if (objectKey(metadata) === clusterInfo) queue.add(clusterInfo);
  };
  const secretChanged = (secret: Secret): void => {
    if (isBootstrapToken(secret)) queue.add(clusterInfo);
  };
  configMaps.onChange({ added: configMapChanged, updated: configMapChanged });
  secrets.onChange({ added: secretChanged, updated: secretChanged, deleted: secretChanged });
  return {
    name: 'bootstrap-signer-controller',
    workers: 1,
    queue,
    *reconcile(key): Process<Requeue> {
      const info = configMaps.store.get(key);
      const text = info?.data?.[content];
      if (!info?.data || text === undefined) return {};
      const rest = Object.entries(info.data).filter(([name]) => !name.startsWith(signaturePrefix));
      const tokens = [...secrets.store.values()].filter(isBootstrapToken).flatMap((secret) => bootstrapTokenFor('signing', secret, context.kernel.wallMs) ?? []);
      const data = Object.fromEntries([...rest, ...tokens.map((token) => [signaturePrefix + token.id, detachedSignature(text, token)] as const)]);
      if (!deepEqual(data, info.data)) yield* context.client.of(configMapKind).update(withFields(info, { data }));
      return {};
    },
  };
});
