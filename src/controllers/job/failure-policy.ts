// What a Job's policy says of a Pod that failed: the first rule that matches decides.
// Upstream: pkg/controller/job/pod_failure_policy.go
import type { ContainerStatus, Pod, PodCondition, PodFailurePolicy, PodFailurePolicyRule } from '../../kinds/index.ts';

/** What becomes of a failure. */
export interface FailureVerdict {
  readonly action: PodFailurePolicyRule['action'] | undefined;
  /** Whether it counts towards the limit. */
  readonly counts: boolean;
  /** Why the Job is to fail, if it is. */
  readonly message?: string;
}

const counted: FailureVerdict = { action: undefined, counts: true };

/** The verdict on a Pod that failed; without a policy every failure counts. */
export function failureVerdict(policy: PodFailurePolicy | undefined, pod: Pod): FailureVerdict {
  for (const [index, rule] of (policy?.rules ?? []).entries()) {
    const { action } = rule;
    const found = match(rule, pod);
    if (found === undefined) continue;
    const counts = action !== 'Ignore';
    return action === 'FailJob' ? { action, counts, message: `${found} matching ${action} rule at index ${index}` } : { action, counts };
  }
  return counted;
}

/** What of the Pod the rule is about, in words. */
function match({ onExitCodes, onPodConditions }: PodFailurePolicyRule, pod: Pod): string | undefined {
  const { namespace, name } = pod.metadata;
  const { containerStatuses = [], initContainerStatuses = [], conditions = [] } = pod.status;
  if (onExitCodes) {
    const { containerName, operator, values } = onExitCodes;
    const isMeant = ({ name: container, state }: ContainerStatus): boolean => {
      const code = state?.terminated?.exitCode ?? 0;
      return code !== 0 && (containerName === undefined || containerName === container) && values.includes(code) === (operator === 'In');
    };
    const container = containerStatuses.find(isMeant) ?? initContainerStatuses.find(isMeant);
    return container && `Container ${container.name} for pod ${namespace}/${name} failed with exit code ${container.state?.terminated?.exitCode ?? 0}`;
  }
  const condition = conditions.find(({ type, status }: PodCondition) => onPodConditions?.some((pattern) => pattern.type === type && pattern.status === status));
  return condition && `Pod ${namespace}/${name} has condition ${condition.type}`;
}
