// Upstream: pkg/registry/authorization/selfsubjectrulesreview/rest.go

import type { Process } from '../../kernel/index.ts';
import type { SelfSubjectRulesReviewInput } from '../../kinds/index.ts';
import { badRequest } from '../failures.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { decodeBody } from '../request/decode-body.ts';

/** `SelfSubjectRulesReview`: the rules that roles give to whoever asks, in the order of the bindings. */
export function* selfSubjectRulesReview(call: Call): Process<Answer> {
  const review = decodeBody(call) as SelfSubjectRulesReviewInput;
  const namespace = review.spec?.namespace ?? '';
  if (namespace === '') throw badRequest('no namespace on request');
  const { rules, errors } = call.server.rbac.rulesFor(call.user, namespace);
  return created({
    kind: review.kind,
    apiVersion: review.apiVersion,
    metadata: {},
    spec: {},
    status: {
      resourceRules: rules.filter(({ resources = [] }) => resources.length > 0),
      nonResourceRules: rules.filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
      incomplete: false,
      ...(errors.length === 0 ? {} : { evaluationError: errors.length === 1 ? errors[0] : `[${errors.join(', ')}]` }),
    },
  });
}
