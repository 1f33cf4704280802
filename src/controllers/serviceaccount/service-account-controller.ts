// Upstream: pkg/controller/serviceaccount, serviceaccounts_controller.go and rootcacertpublisher
import { deepEqual } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, configMapKind, namespaceKind, objectKey, serviceAccountKind } from '../../kinds/index.ts';
import type { ConfigMapInput, KubeInput, KubeObject, Kind, Namespace, ServiceAccountInput } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';

/** Gives each namespace its `default` ServiceAccount, again when it is deleted. */
export const serviceAccountController = controllerFactory('service-account-controller', (context) =>
  perNamespace(context, 'service-account-controller', serviceAccountKind, 'default', (namespace): ServiceAccountInput => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace },
  })),
);

/** Gives each namespace the ConfigMap with the cluster's root certificate. */
export const rootCertificatePublisher = controllerFactory('root-ca-cert-publisher', (context) =>
  perNamespace(context, 'root-ca-certificate-publisher-controller', configMapKind, 'kube-root-ca.crt', (namespace): ConfigMapInput => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'kube-root-ca.crt',
      namespace,
      annotations: {
        'kubernetes.io/description':
          'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
      },
    },
    data: { 'ca.crt': context.keys.authority.certificate },
  }), (found, { data = {} }) => (deepEqual(found.data, data) ? undefined : { ...found, data })),
);

function perNamespace<Input extends KubeInput, Stored extends KubeObject>(
  context: ControllerContext,
  name: string,
  kind: Kind<Input, Stored>,
  objectName: string,
  make: (namespace: string) => Input,
  /** What an object must become again that somebody has changed; undefined when it is as it should be. */
  restore?: (found: Stored, wanted: Input) => Stored | undefined,
): Controller {
  const queue = new WorkQueue(context.kernel, name);
  const namespaces = context.informers.of(namespaceKind);
  const objects = context.informers.of(kind);
  const add = (namespace: Namespace): void => queue.add(objectKey(namespace.metadata));
  namespaces.onChange({ added: add, updated: add });
  const look = ({ metadata }: Stored): void => {
    if (metadata.name === objectName && metadata.namespace !== undefined) queue.add(metadata.namespace);
  };
  objects.onChange({ updated: look, deleted: look });
  return {
    name,
    workers: 1,
    queue,
    *reconcile(key): Process<Requeue> {
      if (namespaces.store.get(key)?.status.phase !== 'Active') return {};
      const found = objects.store.get(`${key}/${objectName}`);
      if (!found) yield* createUnlessThere(context, kind, make(key));
      const restored = found && restore?.(found, make(key));
      if (restored) yield* context.client.of(kind).update(restored);
      return {};
    },
  };
}

function* createUnlessThere<Input extends KubeInput, Stored extends KubeObject>(context: ControllerContext, kind: Kind<Input, Stored>, object: Input): Process {
  try {
    yield* context.client.of(kind).create(object);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
  }
}
