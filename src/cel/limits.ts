// How much expressions may cost.
// Upstream: k8s.io/apiserver pkg/apis/cel/config.go, apiextensions-apiserver pkg/apis/apiextensions/validation

/** One expression, in one run. */
export const perCallLimit = 1_000_000;
/** All expressions of one request or of one policy. */
export const runtimeBudget = 10_000_000;
/** All match conditions of one policy or webhook. */
export const matchConditionsBudget = 2_500_000;
/** What one rule of a schema may be estimated to cost. */
export const ruleEstimateLimit = 10_000_000n;
/** What all rules of a schema may be estimated to cost. */
export const schemaEstimateLimit = 100_000_000n;
/** The longest message that an expression may make, in bytes. */
export const longestMessage = 5 * 1024;
