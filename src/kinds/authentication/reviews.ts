// SelfSubjectReview and TokenReview: who am I, and whose token is this?
// Upstream: pkg/registry/authentication

import { defineKind } from '../define-kind.ts';
import type { SelfSubjectReview, SelfSubjectReviewInput, TokenReview, TokenReviewInput } from '../generated/types.ts';

const group = 'authentication.k8s.io';

/** Who am I? */
export const selfSubjectReviewKind = defineKind<SelfSubjectReviewInput, SelfSubjectReview>({ group, version: 'v1', kind: 'SelfSubjectReview' });

/** Whose token is this, and for whom is it meant? */
export const tokenReviewKind = defineKind<TokenReviewInput, TokenReview>({ group, version: 'v1', kind: 'TokenReview' });
