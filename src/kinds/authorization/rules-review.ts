// SelfSubjectRulesReview: what may I do in a namespace?
// Upstream: pkg/registry/authorization/selfsubjectrulesreview

import { defineKind } from '../define-kind.ts';
import type { SelfSubjectRulesReview, SelfSubjectRulesReviewInput } from '../generated/types.ts';

export const selfSubjectRulesReviewKind = defineKind<SelfSubjectRulesReviewInput, SelfSubjectRulesReview>({ group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectRulesReview' });
