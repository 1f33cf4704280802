// SubjectAccessReview and its kin: may somebody, or whoever asks, do something? Nothing of it is kept.
// Upstream: pkg/registry/authorization, pkg/apis/authorization/validation

import { defineKind } from '../define-kind.ts';
import type {
  LocalSubjectAccessReview, LocalSubjectAccessReviewInput, SelfSubjectAccessReview, SelfSubjectAccessReviewInput, SubjectAccessReview, SubjectAccessReviewInput,
} from '../generated/types.ts';

const group = 'authorization.k8s.io';

/** May the one who is named? */
export const subjectAccessReviewKind = defineKind<SubjectAccessReviewInput, SubjectAccessReview>({ group, version: 'v1', kind: 'SubjectAccessReview' });

/** The same, in one namespace, so that the right to ask can be given there. */
export const localSubjectAccessReviewKind = defineKind<LocalSubjectAccessReviewInput, LocalSubjectAccessReview>({ group, version: 'v1', kind: 'LocalSubjectAccessReview' });

/** May I? */
export const selfSubjectAccessReviewKind = defineKind<SelfSubjectAccessReviewInput, SelfSubjectAccessReview>({ group, version: 'v1', kind: 'SelfSubjectAccessReview' });
