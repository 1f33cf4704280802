// Upstream: pkg/controller/replication/replication_controller.go
import { withFields } from '../../base/index.ts';
import { replicationControllerKind } from '../../kinds/index.ts';
import { replicaController } from './replica-controller.ts';

/** Keeps as many Pods as each ReplicationController says; which ones are ending is not told. */
export const replicationController = replicaController({
  component: 'replication-controller',
  kind: replicationControllerKind,
  selectorOf: ({ spec }) => ({ matchLabels: spec.selector }),
  withStatus: (controller, { terminatingReplicas: _, ...status }) => withFields(controller, { status }),
});
