// What a server does only once somebody asks for it, or has configured it. It must be there by then.

import { Late } from '../base/index.ts';
import type * as everyLater from './every-later.ts';

/** Policies and webhooks, Pod Security, what LimitRanges say, OpenAPI, metrics, and what is asked of single objects. */
export const answers = new Late<typeof everyLater>('what an API server answers people');

export const answerAggregated = answers.deferred((every) => every.answerAggregated);
export const answerInTime = answers.deferred((every) => every.answerInTime);
export const apply = answers.deferred((every) => every.apply);
export const availabilityOf = answers.deferred((every) => every.availabilityOf);
export const claimProblems = answers.deferred((every) => every.claimProblems);
export const detailsOf = answers.deferred((every) => every.detailsOf);
export const evict = answers.deferred((every) => every.evict);
export const metricsText = answers.deferred((every) => every.metricsText);
export const mutateByPolicies = answers.deferred((every) => every.mutateByPolicies);
export const mutateByWebhooks = answers.deferred((every) => every.mutateByWebhooks);
export const openApiOf = answers.deferred((every) => every.openApiOf);
export const ownPage = answers.deferred((every) => every.ownPage);
export const podStream = answers.deferred((every) => every.podStream);
export const podProblems = answers.deferred((every) => every.podProblems);
export const proxy = answers.deferred((every) => every.proxy);
export const reasonsOf = answers.deferred((every) => every.reasonsOf);
export const refusePlainSession = answers.deferred((every) => every.refusePlainSession);
export const scale = answers.deferred((every) => every.scale);
export const slisText = answers.deferred((every) => every.slisText);
export const unstored = answers.deferred((every) => every.unstored);
export const validateByPolicies = answers.deferred((every) => every.validateByPolicies);
export const validateByWebhooks = answers.deferred((every) => every.validateByWebhooks);
export const violations = answers.deferred((every) => every.violations);
export const withDefaultAmounts = answers.deferred((every) => every.withDefaultAmounts);
