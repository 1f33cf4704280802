// What a Job means where its author left something out.
// Upstream: pkg/apis/batch/v1/defaults.go

import { podTemplateDefaults } from '../core/pod/pod-spec-defaults.ts';
import type {
  Job, JobInput, JobSpec, JobSpecInput, PodFailurePolicy, PodFailurePolicyInput, PodFailurePolicyRule, PodFailurePolicyRuleInput,
} from '../generated/types.ts';
import type { Defaulted } from '../object.ts';
import { complete, completeList } from '../reuse.ts';

/** A spec that says nothing; validation refuses it for what it lacks. */
const noSpec = {} as JobSpecInput;
const unlimited = 2_147_483_647; // math.MaxInt32: failures are counted by index

function ruleDefaults(input: PodFailurePolicyRuleInput): PodFailurePolicyRule {
  const { onPodConditions } = input;
  return complete(input, {
    action: input.action ?? ('' as never), // validation refuses it
    onPodConditions: onPodConditions && completeList(onPodConditions, (pattern) => complete(pattern, { status: pattern.status || 'True' })),
  });
}

const policyDefaults = (input: PodFailurePolicyInput): PodFailurePolicy => complete(input, { rules: input.rules?.length ? completeList(input.rules, ruleDefaults) : null });

/** What is filled in of a Job as of the template of one in a CronJob. */
export function jobTemplateSpecDefaults(given: JobSpecInput | undefined): JobSpec {
  const input = given ?? noSpec;
  const { podFailurePolicy } = input;
  const completed = complete(input, {
    template: podTemplateDefaults(input.template),
    podFailurePolicy: podFailurePolicy && policyDefaults(podFailurePolicy),
  });
  return completed as JobSpec; // the rest of a template is filled in when it becomes a Job
}

function specDefaults(input: JobSpecInput | undefined): JobSpec {
  const spec = jobTemplateSpecDefaults(input);
  const isOnce = input?.completions === undefined && input?.parallelism === undefined;
  return complete(spec, {
    completions: isOnce ? 1 : spec.completions,
    parallelism: input?.parallelism ?? 1,
    backoffLimit: input?.backoffLimit ?? (input?.backoffLimitPerIndex === undefined ? 6 : unlimited),
    completionMode: input?.completionMode ?? ('NonIndexed' as const),
    suspend: input?.suspend ?? false,
    manualSelector: input?.manualSelector ?? false,
    podReplacementPolicy: input?.podReplacementPolicy ?? (input?.podFailurePolicy ? ('Failed' as const) : ('TerminatingOrFailed' as const)),
  });
}

/** A Job with everything said that has a default; without labels of its own it has its Pods'. */
export function jobDefaults(input: JobInput): Defaulted<Job> {
  const { metadata = {} } = input;
  const labels = Object.keys(metadata.labels ?? {}).length === 0 ? input.spec?.template?.metadata?.labels : metadata.labels;
  return complete(input, { metadata: complete(metadata, { labels }), spec: specDefaults(input.spec), status: input.status ?? {} });
}
