// Who asks, and whose a token is: what authentication found out.
// Upstream: pkg/registry/authentication/selfsubjectreview, pkg/registry/authentication/tokenreview

import { formatTime } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { TokenReviewInput, User, UserInfo } from '../../kinds/index.ts';
import { badRequest } from '../failures.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { decodeBody } from '../request/decode-body.ts';
import { managed } from './managed.ts';

/** `SelfSubjectReview`: who asks. */
export function* selfSubjectReview(call: Call): Process<Answer> {
  const { apiVersion, kind } = decodeBody(call);
  return created({ kind, apiVersion, metadata: { creationTimestamp: formatTime(call.server.kernel.wallMs) }, status: { userInfo: userInfo(call.user) } });
}

/** `TokenReview`: whose token it is, or why it is nobody's. */
export function* tokenReview(call: Call): Process<Answer> {
  const review = decodeBody(call) as TokenReviewInput;
  const { token = '', audiences } = review.spec ?? {};
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const checked = yield* call.server.authenticator.reviewToken(token, audiences);
  const status = 'refusal' in checked
    ? { user: {}, error: checked.refusal }
    : { authenticated: true, user: userInfo(checked.user), audiences: checked.audiences };
  return created({ ...managed(call, review), status });
}

function userInfo({ name, uid, groups, extra }: User): UserInfo {
  return {
    username: name,
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}
