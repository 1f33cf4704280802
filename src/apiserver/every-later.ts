// What a server answers only when somebody asks for it, or has configured it.

export { withDefaultAmounts } from './admission/limit-ranger/default-amounts.ts';
export { claimProblems, podProblems } from './admission/limit-ranger/limit-problems.ts';
export { detailsOf, reasonsOf, violations } from './admission/pod-security/evaluate.ts';
export { mutateByPolicies } from './admission/policies/mutating-admission-policy.ts';
export { validateByPolicies } from './admission/policies/validating-admission-policy.ts';
export { mutateByWebhooks, validateByWebhooks } from './admission/webhooks/webhooks.ts';
export { answerAggregated } from './aggregation/answer-aggregated.ts';
export { availabilityOf } from './aggregation/availability.ts';
export { answerInTime } from './request/deadline.ts';
export { metricsText, slisText } from './metrics/metrics-text.ts';
export { ownPage } from './discovery/own-pages.ts';
export { openApiOf } from './openapi/openapi.ts';
export { evict } from './subresources/eviction.ts';
export { podStream, refusePlainSession } from './subresources/pod-stream.ts';
export { proxy } from './subresources/proxy.ts';
export { scale } from './subresources/scale.ts';
export { unstored } from './unstored/unstored.ts';
export { apply } from './verbs/apply.ts';
