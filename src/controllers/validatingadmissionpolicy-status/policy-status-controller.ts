// Upstream: pkg/controller/validatingadmissionpolicystatus
import { WorkQueue } from '../../client/index.ts';
import { withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { kindRegistry, objectKey, typeWarnings, validatingAdmissionPolicyKind } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

/** Tells in a policy's status what its expressions get wrong about the objects that they are about. */
export const policyStatusController = controllerFactory('validatingadmissionpolicy-status-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'validatingadmissionpolicy-status');
  const policies = context.informers.of(validatingAdmissionPolicyKind);
  policies.onChange({
    added: ({ metadata }) => queue.add(objectKey(metadata)),
    updated: ({ metadata }) => queue.add(objectKey(metadata)),
  });
  return {
    name: 'validatingadmissionpolicy-status-controller',
    workers: 5, // kube-controller-manager --concurrent-validating-admission-policy-status-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const policy = policies.store.get(key);
      const { generation = 0 } = policy?.metadata ?? {};
      if (!policy || policy.status.observedGeneration === generation) return {};
      // Types are named by the nanosecond in which they are made.
      const warnings = typeWarnings(policy, kindRegistry.all, Math.floor((context.kernel.wallMs * 1_000_000) % 1_000_000_000));
      const typeChecking = warnings.length === 0 ? {} : { expressionWarnings: warnings };
      yield* unlessGone(context.client.of(validatingAdmissionPolicyKind).updateStatus(withFields(policy, { status: withFields(policy.status, { observedGeneration: generation, typeChecking }) })));
      return {};
    },
  };
});
