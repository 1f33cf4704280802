// Upstream: pkg/controller/replicaset/replica_set.go
import { withFields } from '../../base/index.ts';
import { replicaSetKind } from '../../kinds/index.ts';
import { replicaController } from './replica-controller.ts';

/** Keeps as many Pods as each ReplicaSet says. */
export const replicaSetController = replicaController({
  component: 'replicaset-controller',
  kind: replicaSetKind,
  selectorOf: ({ spec }) => spec.selector,
  withStatus: (replicaSet, status) => withFields(replicaSet, { status }),
});
