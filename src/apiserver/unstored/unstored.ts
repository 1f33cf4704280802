// Kinds of which nothing is kept: the server answers what it is asked, and forgets it.

import type { Process } from '../../kernel/index.ts';
import { methodNotAllowed, noSuchResource } from '../failures.ts';
import type { Answer, Call } from '../request/call.ts';
import { localSubjectAccessReview, selfSubjectAccessReview, subjectAccessReview } from './access-reviews.ts';
import { bindNamed } from './bindings.ts';
import { componentStatuses } from './component-statuses.ts';
import { selfSubjectReview, tokenReview } from './identity-reviews.ts';
import { selfSubjectRulesReview } from './rules-review.ts';

/** Who answers about each of them, by API version and kind. */
const answers: Readonly<Record<string, (call: Call) => Process<Answer>>> = {
  'v1 Binding': bindNamed,
  'v1 ComponentStatus': componentStatuses,
  'authentication.k8s.io/v1 SelfSubjectReview': selfSubjectReview,
  'authentication.k8s.io/v1 TokenReview': tokenReview,
  'authorization.k8s.io/v1 LocalSubjectAccessReview': localSubjectAccessReview,
  'authorization.k8s.io/v1 SelfSubjectAccessReview': selfSubjectAccessReview,
  'authorization.k8s.io/v1 SelfSubjectRulesReview': selfSubjectRulesReview,
  'authorization.k8s.io/v1 SubjectAccessReview': subjectAccessReview,
};

/** Answers a request about a kind that is not stored. Throws MethodNotAllowed for verbs that it does not have. */
export function unstored(call: Call): Process<Answer> {
  const { kind, request } = call;
  const answer = answers[`${kind.apiVersion} ${kind.kind}`];
  if (request.name !== undefined && !kind.verbs.includes('get')) throw noSuchResource();
  if (!answer || request.subresource !== undefined || (!kind.verbs.includes(request.verb) && request.verb !== 'watch')) throw methodNotAllowed();
  return answer(call);
}
